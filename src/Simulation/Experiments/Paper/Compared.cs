using Diten.Dashboard.Charts;
using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Schemes;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>The allocators that the experiments compare, and the bound that none of them can pass.</summary>
internal static class Compared
{
    /// <summary>Of these, those that there are: equal shares, the paper's heuristic, the network, local search.</summary>
    public static IReadOnlyList<string> Allocators { get; } =
        [.. new[] { "equal-share", "paper", "dnn", "local-search" }.Where(name => AllocatorCatalog.Names.Contains(name, StringComparer.Ordinal))];

    /// <summary>Those that look at the channel and at the computers.</summary>
    public static IReadOnlyList<string> Informed { get; } = [.. Allocators.Where(name => name != "equal-share")];

    /// <summary>Whether a series is one of <see cref="Informed"/>.</summary>
    public static bool IsInformed(SeriesResult series) => Informed.Any(name => name == series.Label("allocator"));

    /// <summary>Series of an allocator.</summary>
    public static IEnumerable<SeriesResult> By(this IEnumerable<SeriesResult> series, string allocator) =>
        series.Where(one => one.Label("allocator") == allocator);

    /// <summary>The sum of the rounds' lower bounds as a line beside the others; the same for all allocators of one number of participants.</summary>
    public static IEnumerable<ChartSeries> BoundLine(SeriesResult any) =>
        [ChartSeries.OverRounds($"bound, {any.Label("participants")}", any["cumulativeBoundSeconds"]) with { Color = 7, Dashed = true }];

    /// <summary>Mean over the rounds of makespan/bound − 1.</summary>
    public static double MeanGap(SeriesResult one) =>
        one["makespanSeconds"].Zip(one["boundSeconds"], (makespan, bound) => (makespan / bound) - 1).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
}
