using Diten.Core.Allocation;
using Diten.Core.Allocation.Bounds;
using Diten.Learning.Allocation;
using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>
/// The network as it came and the one that trains further as it runs, on the same states in the same order; halfway the
/// statistics of the states change for good.
/// </summary>
internal sealed record AdaptationSeries : SeriesPlan
{
    /// <summary>Rounds that a moving mean spans.</summary>
    public const int Window = 30;

    // Far from the seeds that anything is trained or tuned on, and from those of the tables.
    private const int FirstSeed = 3_000_000;

    /// <summary>Statistics of the states before the change; every device takes part.</summary>
    public required ScenarioOptions Before { get; init; }

    /// <summary>Statistics after it.</summary>
    public required ScenarioOptions After { get; init; }

    /// <summary>Rounds in all, 2 or more.</summary>
    public required int Rounds { get; init; }

    /// <summary>The last round before the change.</summary>
    public int Change => Rounds / 2;

    /// <inheritdoc/>
    public override int Steps => Rounds;

    /// <inheritdoc/>
    public override string Fingerprint(Workloads workloads) =>
        $"adaptation 3;{Rounds};{Convert.ToHexStringLower(NetworkFile.Write(TrainedNetwork.BuiltIn())[^32..])};{ScenarioFingerprint.Of(Before)};{ScenarioFingerprint.Of(After)}";

    /// <inheritdoc/>
    public override SeriesResult Run(Workloads workloads, Action step, CancellationToken cancellationToken)
    {
        var (still, search) = (new DnnAllocator(), new LocalSearchAllocator());
        var adaptive = AdaptiveAllocator.Default(Before.Seed, Before.EffectiveThreads, learner: Before.LearnerChoice);
        var (fixedGaps, adaptiveGaps, searchGaps, retrained) = (new double[Rounds], new double[Rounds], new double[Rounds], new double[Rounds]);
        var first = FirstSeed + (Before.Seed * 10_000);
        for (var round = 0; round < Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var problem = AllocationStates.Draw(round < Change ? Before : After, first + round);
            var bound = Certificate.Of(problem);
            double Gap(IAllocator allocator) => bound.Gap(AllocationOutcome.Evaluate(problem, allocator.Allocate(problem, new Random(round))).Makespan);
            (fixedGaps[round], searchGaps[round]) = (Gap(still), Gap(search));
            var (periodic, drifted, rejected) = (adaptive.PeriodicTrainings, adaptive.DriftTrainings, adaptive.RejectedTrainings);
            adaptiveGaps[round] = Gap(adaptive);
            // After this round a new network decides: 1 because the period was over, 2 because the gap drifted; negative if it was no better and not taken.
            var why = adaptive.PeriodicTrainings - periodic + (2 * (adaptive.DriftTrainings - drifted));
            retrained[round] = adaptive.RejectedTrainings > rejected ? -why : why;
            step();
        }
        var recovery = Recovery.Of(fixedGaps, adaptiveGaps, Change, Window);
        return new SeriesResult(
            Title, "", Labels,
            [new Column("dnn.gap", fixedGaps), new Column("dnn-adaptive.gap", adaptiveGaps), new Column("local-search.gap", searchGaps), new Column("retrained", retrained)],
            [
                new Column("gapBefore", [recovery.Before]), new Column("fixedGapAfter", [recovery.FixedAfter]), new Column("adaptiveGapAtEnd", [recovery.AdaptiveAtEnd]),
                new Column("fixedGapAtEnd", [recovery.FixedAtEnd]), new Column("recoveryRounds", [recovery.Rounds]),
            ]);
    }

    /// <summary>A run.</summary>
    /// <param name="before">Statistics before.</param>
    /// <param name="after">Statistics after.</param>
    /// <param name="change">What changes, for people.</param>
    /// <param name="rounds">Rounds in all.</param>
    public static AdaptationSeries Of(ScenarioOptions before, ScenarioOptions after, string change, int rounds) => new()
    {
        Before = Everyone(before),
        After = Everyone(after),
        Rounds = rounds,
        Title = $"{Say.Regime(before.Regime)}, {before.Devices} devices, then {change}",
        Labels =
        [
            new Label("regime", before.Regime), Label.Number("devices", before.Devices), new Label("change", change), Label.Number("changeRound", (rounds / 2) + 1),
        ],
    };

    private static ScenarioOptions Everyone(ScenarioOptions options) => options with { Scheme = "sync", Participants = options.Devices };
}
