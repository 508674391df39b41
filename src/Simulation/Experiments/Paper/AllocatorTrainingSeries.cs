using Diten.Learning.Allocation;
using Diten.Learning.Kernels;
using Diten.Learning.Plugins;
using Diten.Simulation.Allocation;
using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>Fig. 9: training of the network, epoch by epoch.</summary>
internal sealed record AllocatorTrainingSeries : SeriesPlan
{
    /// <summary>The shared-weights network, trained as the built-in one.</summary>
    public const string Shared = "shared";

    /// <summary>The same kind of network on the small problem.</summary>
    public const string SharedSmall = "shared-small";

    /// <summary>The plain network of Eq. 38 on the small problem.</summary>
    public const string PlainSmall = "plain-small";

    /// <summary>Devices of the small problem.</summary>
    public const int SmallDevices = 5;

    /// <summary>Subcarriers of the small problem.</summary>
    public const int SmallSubcarriers = 10;

    private const int HiddenUnits = 64;
    private const int HeldOut = 200;

    /// <summary>Which network.</summary>
    public required string Network { get; init; }

    /// <summary>States to learn from.</summary>
    public required int States { get; init; }

    /// <summary>How it is trained.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>Who trains it; null for the built-in learner.</summary>
    public LearnerChoice? Learner { get; init; }

    /// <inheritdoc/>
    public override int Steps => Training.Epochs;

    /// <inheritdoc/>
    public override string Fingerprint(Workloads workloads) => $"allocator training 2;{Network};{States};{Training with { Threads = 0 }}{NameOf(Learner)}";

    /// <summary>A learner in the name of what it has trained; the built-in one has none.</summary>
    public static string NameOf(LearnerChoice? learner) => learner is null or { Learner: LearnerChoice.BuiltIn } ? "" : $";{learner.Learner} {learner.Device}";

    /// <inheritdoc/>
    public override SeriesResult Run(Workloads workloads, Action step, CancellationToken cancellationToken)
    {
        var curve = Network == Shared
            ? AllocatorTraining.Train(States, Training, _ => step(), cancellationToken, learner: Learner).Curve
            : TrainSmall(step, cancellationToken);
        return new SeriesResult(Title, "", Labels,
        [
            new Column("trainingLoss", [.. curve.Select(e => e.TrainingLoss)]),
            new Column("heldOutLoss", [.. curve.Select(e => e.HeldOutLoss)]),
            new Column("accuracy", [.. curve.Select(e => e.Accuracy.Literal)]),
            new Column("canonicalAccuracy", [.. curve.Select(e => e.Accuracy.Canonical)]),
            new Column("gapToLabel", [.. curve.Select(e => e.HeldOutGap)]),
        ], []);
    }

    /// <summary>A training.</summary>
    public static AllocatorTrainingSeries Of(string network, string title, int states, TrainingOptions training, LearnerChoice? learner) => new()
    {
        Learner = learner,
        Network = network,
        States = states,
        Training = training,
        Title = title,
        Labels = [new Label("network", network)],
    };

    private IReadOnlyList<TrainingEpoch> TrainSmall(Action step, CancellationToken cancellationToken)
    {
        var weights = SplitMix64.Derive((uint)Training.Seed, 0);
        IPolicyNetwork network = Network == PlainSmall
            ? MlpPolicy.Create(SmallDevices, SmallSubcarriers, HiddenUnits, weights)
            : PairNetwork.Create(weights);
        var trainer = new PolicyTrainer((Learner ?? new LearnerChoice()).Policy(network), Training, [.. Enumerable.Range(900_000, Math.Min(HeldOut, States)).Select(Small)]);
        trainer.Learn([.. Enumerable.Range(0, States).Select(Small)]);
        return trainer.Train(_ => step(), cancellationToken);
    }

    // A coherence block is one subcarrier here, so that labels have no twins within a block.
    private static AllocationState Small(int seed) => new(AllocationStates.Draw(
        new ScenarioOptions
        {
            Regime = seed % 2 == 0 ? "compute" : "communication",
            Devices = SmallDevices,
            Participants = SmallDevices,
            Subcarriers = SmallSubcarriers,
            CoherenceBlock = 1,
            Scheme = "sync",
        },
        seed));
}
