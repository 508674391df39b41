using Diten.Client.Cluster;
using Diten.Client.Hosting;
using Diten.Learning;
using Diten.Simulation.Engine;
using Diten.Simulation.Scenario;
using Microsoft.Extensions.Logging;

namespace Diten.Client.Fleet;

/// <summary>What the parts of a fleet share.</summary>
internal sealed class FleetContext
{
    /// <summary>Makes the fleet's world.</summary>
    public FleetContext(FleetOptions options, Workload workload, IClusterAccess access, TimeProvider time, Action<string> say, ILogger log)
    {
        (Options, Workload, Access, Time, Say, Log) = (options, workload, access, time, say, log);
        Patience = new Patience(time, options.CallTimeout, options.RetryPause);
        World = new World(options.Scenario, [.. workload.Shards.Select(shard => shard.Count)]);
        Costing = new Costing(options.Scenario, World.Radio, workload.Learner.ParameterCount);
        Train = new TrainOptions { Epochs = options.Scenario.Epochs, BatchSize = options.Scenario.BatchSize, LearningRate = (float)options.Scenario.LearningRate };
        Start = StartModel.Of(options.Scenario, workload);
        Devices = Array.ConvertAll(World.Devices, truth => new FleetDevice(truth, options.Prefix + truth.Id["device".Length..], options.Stations[truth.Station]));
    }

    /// <summary>What was asked for.</summary>
    public FleetOptions Options { get; }

    /// <summary>What is learned.</summary>
    public Workload Workload { get; }

    /// <summary>The way into the cluster.</summary>
    public IClusterAccess Access { get; }

    /// <summary>Clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Says a line to people.</summary>
    public Action<string> Say { get; }

    /// <summary>What is told besides.</summary>
    public ILogger Log { get; }

    /// <summary>Asks again until there is an answer.</summary>
    public Patience Patience { get; }

    /// <summary>Places, channels, processors.</summary>
    public World World { get; }

    /// <summary>Times and energies.</summary>
    public Costing Costing { get; }

    /// <summary>Local training.</summary>
    public TrainOptions Train { get; }

    /// <summary>The first global model where the fleet gives it; null where stations draw it.</summary>
    public StartModel? Start { get; }

    /// <summary>All devices of the fleet.</summary>
    public IReadOnlyList<FleetDevice> Devices { get; }

    /// <summary>One station's devices train at a time: each training uses all the threads.</summary>
    public SemaphoreSlim Threads { get; } = new(1, 1);

    /// <summary>So many calls at once.</summary>
    public ParallelOptions Parallel(CancellationToken stop) => new() { MaxDegreeOfParallelism = Options.ParallelCalls, CancellationToken = stop };
}
