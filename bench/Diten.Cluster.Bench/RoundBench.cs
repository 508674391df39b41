using System.Diagnostics;
using System.Globalization;
using Diten.Client.Cluster;
using Diten.Client.Fleet;
using Diten.Interfaces.Stations;
using Diten.Learning;
using Diten.Learning.Training;
using Diten.Simulation.Engine;
using Diten.Simulation.Scenario;

namespace Diten.Cluster.Bench;

/// <summary>
/// A round of 100 twins with LeNet-5: training alone, in the simulator, and in the cluster with its devices as clients over TCP.
/// All three use the same shards, all cores, and take turns. Transmission takes no time (time scale 0), nobody judges the model.
/// The silo goes on from turn to turn; each turn has a station and devices of its own.
/// </summary>
internal static class RoundBench
{
    private const int Warm = 2;

    public static async Task RunAsync(BenchOptions options)
    {
        var scenario = new ScenarioOptions { Devices = options.Twins ?? 100, Rounds = options.Rounds, EvaluateEvery = 0 };
        var workload = FleetWorkload.Load("digits", scenario, folder: null);
        List<Cost> training = [], simulator = [], cluster = [];
        await using var host = await BenchHost.StartAsync("batched", BenchStore.Sqlite);
        for (var turn = 0; turn < options.Turns; turn++)
        {
            training.AddRange(Train(scenario, workload.Workload));
            simulator.AddRange(Simulate(scenario, workload.Workload));
            cluster.AddRange(await ClusterAsync(host, scenario, workload, turn));
        }

        Console.WriteLine($"round: {scenario.Devices} devices, {workload.Workload.Learner.Name}, {workload.Workload.Data.Source.Split(" (")[0]}, {scenario.Participants} participants, batched, SQLite; {simulator.Count} rounds of each by turns");
        Print("by the clock, median", training, simulator, cluster, costs => CallFigures.Median(costs.Select(c => c.Seconds)));
        Print("by the clock, shortest", training, simulator, cluster, costs => costs.Min(c => c.Seconds));
        Print("processor time, median", training, simulator, cluster, costs => CallFigures.Median(costs.Select(c => c.Processor)));
        Print("processor time, least", training, simulator, cluster, costs => costs.Min(c => c.Processor));
    }

    private static void Print(string name, List<Cost> training, List<Cost> simulator, List<Cost> cluster, Func<List<Cost>, double> of)
    {
        var (train, sim, real) = (of(training), of(simulator), of(cluster));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {name,-23} training {train * 1e3,5:F0} ms   simulator {sim * 1e3,5:F0} ms = training {(sim - train) * 1e3,4:+0;-0} ms   cluster {real * 1e3,5:F0} ms = training {(real - train) * 1e3,4:+0;-0} ms   cluster is {real / sim:F2} × the simulator"));
    }

    private static IEnumerable<Cost> Train(ScenarioOptions scenario, Workload workload)
    {
        var learner = workload.Learner;
        var start = new float[learner.ParameterCount];
        learner.Initialize(scenario.Seed, start);
        var train = new TrainOptions { Epochs = scenario.Epochs, BatchSize = scenario.BatchSize, LearningRate = (float)scenario.LearningRate };
        // In place, as the devices of the simulator do.
        var models = workload.Shards.Select(_ => start.ToArray()).ToArray();
        TrainJob[] jobs = [.. workload.Shards.Select((shard, i) => new TrainJob { Parameters = models[i], Result = models[i], Shard = shard, Options = train, Seed = i })];
        return Enumerable.Range(0, scenario.Rounds).Select(_ => Cost.Of(() => ParallelTrainer.TrainAll(learner, jobs, scenario.EffectiveThreads))).Skip(Warm);
    }

    private static IEnumerable<Cost> Simulate(ScenarioOptions scenario, Workload workload)
    {
        var run = new Simulator(scenario, workload);
        return Enumerable.Range(0, scenario.Rounds).Select(_ => Cost.Of(() => run.RunRound(CancellationToken.None))).Skip(Warm);
    }

    /// <summary>Rounds of a station of their own, without the first ones.</summary>
    internal static async Task<IEnumerable<Cost>> ClusterAsync(BenchHost host, ScenarioOptions scenario, FleetWorkload workload, int turn)
    {
        var station = $"bs-{turn + 1}";
        var marks = new List<(long At, TimeSpan Processor)>();
        var fleet = new DeviceFleet(
            new FleetOptions { Scenario = scenario, TimeScale = 0, TellsQuality = false, Stations = [station], Prefix = $"turn-{turn + 1}-" },
            workload,
            new Access(host.Tcp),
            TimeProvider.System,
            line =>
            {
                // A line comes when a round is over; from one's end to the next one's nothing is left out.
                if (line.StartsWith("round", StringComparison.Ordinal)) marks.Add((Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime));
            });
        using var stop = new CancellationTokenSource();
        var running = fleet.RunAsync(stop.Token);
        await await Task.WhenAny(fleet.Finished, running);
        await stop.CancelAsync();
        await running;
        return marks.Zip(marks.Skip(1), (a, b) => new Cost(Stopwatch.GetElapsedTime(a.At, b.At).TotalSeconds, (b.Processor - a.Processor).TotalSeconds)).Skip(Warm - 1);
    }

    /// <summary>What a round cost, s.</summary>
    internal readonly record struct Cost(double Seconds, double Processor)
    {
        public static Cost Of(Action round)
        {
            var (began, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            round();
            return new Cost(Stopwatch.GetElapsedTime(began).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
        }
    }

    private sealed class Access(IGrainFactory grains) : IClusterAccess
    {
        public IGrainFactory Grains => grains;
    }
}
