using Diten.Learning;
using Diten.Learning.Training;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Engine;

/// <summary>Local training of the devices: each on its own shard, from its own model, in place.</summary>
internal sealed class Training
{
    private readonly ScenarioOptions _options;
    private readonly Workload _workload;
    private readonly TrainOptions _train;
    private readonly List<TrainJob> _jobs = [];

    /// <summary>Gives every device the same initial model.</summary>
    /// <exception cref="ArgumentException">There is not one shard per device.</exception>
    public Training(ScenarioOptions options, Workload workload, SimulatedDevice[] devices)
    {
        if (workload.Shards.Count != devices.Length)
            throw new ArgumentException($"the workload has {workload.Shards.Count} shards for {devices.Length} devices; each needs one", nameof(workload));
        _options = options;
        _workload = workload;
        _train = new TrainOptions { Epochs = options.Epochs, BatchSize = options.BatchSize, LearningRate = (float)options.LearningRate };
        Initial = InitialModel.Of(workload.Learner, options.Seed);
        foreach (var device in devices) device.Model = [.. Initial];
    }

    /// <summary>The first global model.</summary>
    public float[] Initial { get; }

    /// <summary>Trains everyone who is online for one round (Eq. 7).</summary>
    public void Run(SimulatedDevice[] devices, int round, CancellationToken cancellationToken)
    {
        _jobs.Clear();
        foreach (var device in devices)
        {
            if (!device.Online) continue;
            _jobs.Add(new TrainJob
            {
                Parameters = device.Model!,
                Result = device.Model!,
                Shard = _workload.Shards[device.Index],
                Options = _train,
                Seed = CounterRandom.Seed(_options.Seed, Purpose.Training, device.Index, round),
            });
        }
        ParallelTrainer.TrainAll(_workload.Learner, _jobs, _options.EffectiveThreads, cancellationToken);
    }

    /// <summary>Accuracy and loss on the test set.</summary>
    public Evaluation Evaluate(ReadOnlyMemory<float> model) =>
        ParallelEvaluator.Evaluate(_workload.Learner, model, _workload.Data.Test, _options.EffectiveThreads);
}
