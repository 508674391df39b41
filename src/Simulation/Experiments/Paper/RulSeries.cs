using Diten.Learning;
using Diten.Learning.Data;
using Diten.Learning.Data.Engines;
using Diten.Simulation.Commands;
using Diten.Simulation.Engine;
using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>Remaining useful life, learned in one of three ways; the error is measured on engines that no device holds.</summary>
internal sealed record RulSeries : SeriesPlan
{
    /// <summary>All engines' data in one place.</summary>
    public const string Centralised = "centralised";

    /// <summary>Every engine learns from itself alone.</summary>
    public const string LocalOnly = "local-only";

    /// <summary>Federated: one engine per device.</summary>
    public const string Federated = "diten";

    /// <summary>The network, and the options of local training, which all three share.</summary>
    public required ScenarioOptions Options { get; init; }

    /// <inheritdoc/>
    public override ScenarioOptions Scenario => Options;

    /// <summary>One of the three.</summary>
    public required string Scheme { get; init; }

    /// <inheritdoc/>
    public override int Steps => Options.Rounds;

    /// <inheritdoc/>
    public override string Fingerprint(Workloads workloads)
    {
        var (data, name) = workloads.Engines(Options);
        if (Options.Devices > data.Units.Count)
            throw new InputException("--devices", $"is {Options.Devices}; must be a whole number from 1 to {data.Units.Count}, the engines of {name}: one device each");
        return $"rul 3;{Scheme};{ScenarioFingerprint.Of(Options)}data={name};";
    }

    /// <inheritdoc/>
    public override SeriesResult Run(Workloads workloads, Action step, CancellationToken cancellationToken)
    {
        var (data, name) = workloads.Engines(Options);
        var learner = Options.LearnerChoice.Create(Options.Model, data.Train);
        var run = new Context(data, learner, Training(), step, cancellationToken);
        return Scheme switch
        {
            Federated => RunFederated(run, name),
            Centralised => Finish(name, [new Column("rmse", RunAlone(run, All(data), 0, Steps))]),
            _ => RunLocal(run, name),
        };
    }

    private TrainOptions Training() => new() { Epochs = Options.Epochs, BatchSize = Options.BatchSize, LearningRate = (float)Options.LearningRate };

    private SeriesResult RunFederated(Context run, string name)
    {
        var options = Options with { EvaluateEvery = 0 };
        var simulator = new Simulator(options, new Workload(run.Learner, new DataSplit(run.Data.Train, run.Data.Test, name), [.. run.Data.Units.Take(Options.Devices)]));
        var recorder = new RoundRecorder();
        var errors = new double[Steps];
        for (var round = 0; round < Steps; round++)
        {
            recorder.Add(simulator.RunRound(run.CancellationToken));
            errors[round] = run.Learner.Evaluate(simulator.GlobalModel.Span, run.Data.Test).RootMeanSquareError;
            run.Step();
        }
        return Finish(name, [new Column("rmse", errors), .. recorder.Columns().Where(column => column.Name is not ("accuracy" or "loss"))]);
    }

    private SeriesResult RunLocal(Context run, string name)
    {
        var engines = Options.Devices;
        var errors = new double[engines][];
        var finished = 0;
        var told = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Options.EffectiveThreads, CancellationToken = run.CancellationToken };
        Parallel.For(0, engines, parallel, engine =>
        {
            errors[engine] = RunAlone(run with { Step = static () => { } }, run.Data.Units[engine], engine + 1, Steps);
            lock (errors)
            {
                finished++;
                for (; told < (long)Steps * finished / engines; told++) run.Step();
            }
        });
        var mean = Enumerable.Range(0, Steps).Select(round => errors.Average(one => one[round])).ToArray();
        return Finish(name, [new Column("rmse", mean)]);
    }

    // The engines of the devices in one place.
    private DataShard All(RulData data) => Options.Devices == data.Units.Count
        ? data.Train.All()
        : new DataShard(data.Train, data.Units.Take(Options.Devices).SelectMany(unit => unit.Indices.ToArray()).ToArray());

    // One learner on its own: the error after each epoch.
    private double[] RunAlone(Context run, DataShard shard, int who, int rounds)
    {
        var model = InitialModel.Of(run.Learner, Options.Seed);
        var errors = new double[rounds];
        for (var round = 0; round < rounds; round++)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            run.Learner.Train(model, shard, run.Training, CounterRandom.Seed(Options.Seed, Purpose.Training, who, round), model);
            errors[round] = run.Learner.Evaluate(model, run.Data.Test).RootMeanSquareError;
            run.Step();
        }
        return errors;
    }

    private SeriesResult Finish(string name, IReadOnlyList<Column> columns) => new(Title, name, Labels, columns, []);

    private sealed record Context(RulData Data, ILearner Learner, TrainOptions Training, Action Step, CancellationToken CancellationToken);
}
