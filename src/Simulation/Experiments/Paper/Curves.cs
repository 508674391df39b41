using Diten.Dashboard.Charts;
using Diten.Simulation.Experiments.Series;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>Series as lines of a chart.</summary>
internal static class Curves
{
    /// <summary>A column over the rounds; synchronous baselines are dashed.</summary>
    public static IReadOnlyList<ChartSeries> OverRounds(IEnumerable<SeriesResult> series, string column) =>
        [.. series.Select((one, i) => ChartSeries.OverRounds(one.Title, one[column]) with { Color = i & 7, Dashed = IsBaseline(one), Band = one.Band(column) })];

    /// <summary>One column over another.</summary>
    public static IReadOnlyList<ChartSeries> Over(IEnumerable<SeriesResult> series, string x, string y) =>
        [.. series.Select((one, i) => new ChartSeries(one.Title, one[x], one[y]) { Color = i & 7, Dashed = IsBaseline(one) })];

    /// <summary>A column's values from the largest down, one per device.</summary>
    public static IReadOnlyList<ChartSeries> Ranked(IEnumerable<SeriesResult> series, string column) =>
        [.. series.Select((one, i) => ChartSeries.OverRounds(one.Title, [.. one[column].OrderDescending()]) with { Color = i & 7, Dashed = IsBaseline(one) })];

    /// <summary>Whether a series is one of the synchronous baselines.</summary>
    public static bool IsBaseline(SeriesResult series) => series.Label("scheme") is "sync" or "sync-own-best";

    /// <summary>Least accuracy worth drawing, so that the curves' upper ends can be told apart.</summary>
    public static double AccuracyFloor(IEnumerable<SeriesResult> series)
    {
        var late = series.Select(one => one["accuracy"]).Where(values => values.Length > 0).Select(values => values[Math.Min(2, values.Length - 1)]).Where(double.IsFinite).DefaultIfEmpty(0).Min();
        return Math.Clamp(Math.Floor((late - 0.02) * 20) / 20, 0, 0.95);
    }
}
