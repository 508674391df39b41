using Diten.Core.Allocation;
using Diten.Core.Allocation.Bounds;
using Diten.Core.Energy;
using Diten.Learning.Allocation;
using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Scenario;
using Diten.Simulation.Schemes;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>All allocators on the same held-out states, each with its gap to the lower bound.</summary>
internal sealed record AllocatorSeries : SeriesPlan
{
    /// <summary>States of the default scenario, as the network was trained on.</summary>
    public const string Trained = "default";

    /// <summary>The allocators, and the projection with fixed rules instead of the network.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. AllocatorCatalog.Names, ByRate, ByDemand];

    private const string ByRate = "deal-by-rate";
    private const string ByDemand = "deal-by-demand";

    // Far from the seeds that anything is trained or tuned on.
    private const int FirstSeed = 1_000_000;

    /// <summary>Statistics of the states; every device takes part.</summary>
    public required ScenarioOptions Options { get; init; }

    /// <inheritdoc/>
    public override ScenarioOptions Scenario => Options;

    /// <summary>Name of the statistics in tables: <see cref="Trained"/>, or what differs from it.</summary>
    public required string Statistics { get; init; }

    /// <summary>States.</summary>
    public required int States { get; init; }

    /// <inheritdoc/>
    public override int Steps => States;

    /// <inheritdoc/>
    public override string Fingerprint(Workloads workloads) =>
        $"allocators 2;{States};{Convert.ToHexStringLower(NetworkFile.Write(TrainedNetwork.BuiltIn())[^32..])};{ScenarioFingerprint.Of(Options)}";

    /// <inheritdoc/>
    public override SeriesResult Run(Workloads workloads, Action step, CancellationToken cancellationToken)
    {
        var names = Names;
        var bounds = new double[States];
        var answers = new Answer[names.Count][];
        for (var a = 0; a < answers.Length; a++) answers[a] = new Answer[States];
        var first = FirstSeed + (Options.Seed * 10_000);
        for (var s = 0; s < States; s++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var problem = AllocationStates.Draw(Options, first + s);
            var bound = Certificate.Of(problem);
            bounds[s] = bound.Seconds;
            for (var a = 0; a < answers.Length; a++)
            {
                var (owner, fallback) = Decide(names[a], problem, s);
                var outcome = AllocationOutcome.Evaluate(problem, owner);
                answers[a][s] = new Answer(outcome.Makespan, bound.Gap(outcome.Makespan), outcome.Psi, Joules(problem, outcome), fallback ? 1 : 0);
            }
            step();
        }
        var columns = new List<Column> { new("lowerBoundSeconds", bounds) };
        for (var a = 0; a < answers.Length; a++)
        {
            columns.Add(new Column($"{names[a]}.makespanSeconds", Array.ConvertAll(answers[a], x => x.Makespan)));
            columns.Add(new Column($"{names[a]}.gap", Array.ConvertAll(answers[a], x => x.Gap)));
            columns.Add(new Column($"{names[a]}.psi", Array.ConvertAll(answers[a], x => x.Psi)));
            columns.Add(new Column($"{names[a]}.energyJoules", Array.ConvertAll(answers[a], x => x.Joules)));
            if (names[a] == "dnn") columns.Add(new Column("dnn.fallback", Array.ConvertAll(answers[a], x => x.Fallback)));
        }
        return new SeriesResult(Title, "", Labels, columns, []);
    }

    /// <summary>States of a scenario.</summary>
    public static AllocatorSeries Of(ScenarioOptions options, string statistics, int states) => new()
    {
        Options = options with { Scheme = "sync", Participants = options.Devices },
        Statistics = statistics,
        States = states,
        Title = $"{Say.Regime(options.Regime)}, {options.Devices} devices, {statistics}",
        Labels = [new Label("regime", options.Regime), Label.Number("devices", options.Devices), new Label("statistics", statistics)],
    };

    private static (int[] Owner, bool Fallback) Decide(string name, AllocationProblem problem, int seed)
    {
        var random = new Random(seed);
        if (name is ByRate or ByDemand)
        {
            var state = new AllocationState(problem);
            return ((name == ByRate ? FixedScores.ByRate(state) : FixedScores.ByDemand(state)) ?? new PaperHeuristicAllocator().Allocate(problem, random), false);
        }
        // One allocator per state: its count of fallbacks is then that of the state.
        var allocator = AllocatorCatalog.Parse(name);
        return (allocator.Allocate(problem, random), allocator is DnnAllocator { Fallbacks: > 0 });
    }

    // As the simulator counts it: a device sends with its whole power for as long as its model takes (Eq. 12).
    private double Joules(AllocationProblem problem, AllocationOutcome outcome)
    {
        var sum = 0.0;
        for (var i = 0; i < problem.Devices; i++)
            sum += TransmitCost.Joules(Options.TransmitCoefficient, Options.TransmitPowerWatts, problem.Bits[i], outcome.Rates[i]);
        return sum;
    }

    private readonly record struct Answer(double Makespan, double Gap, double Psi, double Joules, double Fallback);
}
