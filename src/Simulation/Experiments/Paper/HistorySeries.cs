using Diten.Core.Allocation;
using Diten.Core.Allocation.Bounds;
using Diten.Learning.Allocation;
using Diten.Simulation.Allocation;
using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>
/// What θ_(t−1) of Eq. 37 is worth: rounds of one network, decided with the owners of the round before, by the same network
/// without them, and by one that was trained without them. The gaps are those of the network's own answers.
/// </summary>
internal sealed record HistorySeries : SeriesPlan
{
    /// <summary>The network is told who had what.</summary>
    public const string Told = "told";

    /// <summary>The same network is not told.</summary>
    public const string Untold = "untold";

    /// <summary>A network that was trained without it.</summary>
    public const string Without = "without";

    private const int FirstSeed = 2_000_000;

    /// <summary>Settings of the rounds, each a series of columns.</summary>
    public required IReadOnlyList<ScenarioOptions> Scenarios { get; init; }

    /// <summary>Rounds of each.</summary>
    public required int Rounds { get; init; }

    /// <summary>States that the network without history is trained on.</summary>
    public required int States { get; init; }

    /// <summary>How it is trained.</summary>
    public required TrainingOptions Training { get; init; }

    /// <inheritdoc/>
    public override int Steps => Training.Epochs + (Scenarios.Count * Rounds);

    /// <inheritdoc/>
    public override string Fingerprint(Workloads workloads) =>
        $"history 1;{Rounds};{States};{Training with { Threads = 0 }};{Convert.ToHexStringLower(NetworkFile.Write(TrainedNetwork.BuiltIn())[^32..])};{string.Join('|', Scenarios.Select(ScenarioFingerprint.Of))}";

    /// <inheritdoc/>
    public override SeriesResult Run(Workloads workloads, Action step, CancellationToken cancellationToken)
    {
        var knowing = TrainedNetwork.BuiltIn();
        var (without, _) = AllocatorTraining.Train(States, Training, _ => step(), cancellationToken, history: false, Scenarios[0].LearnerChoice);
        var columns = new List<Column>();
        foreach (var options in Scenarios)
        {
            var rounds = new AllocationRounds(options with { Seed = FirstSeed + options.Seed, Scheme = "sync" });
            var gaps = new double[3][];
            for (var g = 0; g < gaps.Length; g++) gaps[g] = new double[Rounds];
            var kept = new double[Rounds];
            int[]? previous = null;
            for (var round = 0; round < Rounds; round++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var problem = rounds.Next();
                var bound = Certificate.Of(problem);
                var told = Decide(knowing, problem, previous);
                gaps[0][round] = Gap(bound, problem, told);
                gaps[1][round] = Gap(bound, problem, Decide(knowing, problem, previous: null));
                gaps[2][round] = Gap(bound, problem, Decide(without, problem, previous: null));
                kept[round] = previous is null ? double.NaN : told.Where((owner, k) => owner == previous[k]).Count() / (double)told.Length;
                previous = told;
                step();
            }
            var name = Name(options);
            columns.AddRange([new($"{name}.{Told}.gap", gaps[0]), new($"{name}.{Untold}.gap", gaps[1]), new($"{name}.{Without}.gap", gaps[2]), new($"{name}.kept", kept)]);
        }
        return new SeriesResult(Title, "", Labels, columns, []);
    }

    /// <summary>What a setting's columns begin with.</summary>
    public static string Name(ScenarioOptions options) => $"{options.Regime} at f_D {options.DopplerHz:R} Hz";

    /// <summary>Rounds of several settings.</summary>
    /// <param name="scenarios">The settings.</param>
    /// <param name="rounds">Rounds of each.</param>
    /// <param name="states">States to train the network without history on.</param>
    /// <param name="training">How.</param>
    public static HistorySeries Of(IReadOnlyList<ScenarioOptions> scenarios, int rounds, int states, TrainingOptions training) => new()
    {
        Scenarios = [.. scenarios.Select(options => options with { Scheme = "sync", Participants = options.Devices })],
        Rounds = rounds,
        States = states,
        Training = training,
        Title = "owners of the round before, told and untold",
        Labels = [new Label("network", Without)],
    };

    private static int[] Decide(PairNetwork network, AllocationProblem problem, int[]? previous) =>
        network.Decide(new AllocationState(problem, previous)) ?? new PaperHeuristicAllocator().Allocate(problem, new Random(1));

    private static double Gap(Certificate bound, AllocationProblem problem, int[] owner) => bound.Gap(AllocationOutcome.Evaluate(problem, owner).Makespan);
}
