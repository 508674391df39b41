using Diten.Core.Numerics;

namespace Diten.Simulation.Experiments.Series;

/// <summary>The same series with several seeds, as one.</summary>
internal static class Repetitions
{
    /// <summary>
    /// The mean of each column, round by round, with the repetitions in <see cref="SeriesResult.Repeats"/>. Of what belongs to
    /// single devices, which differ from seed to seed, the mean by rank: that of the largest values, of the second largest, and so on.
    /// </summary>
    /// <param name="repeats">The same plan's results, one per seed; at least one.</param>
    public static SeriesResult Pool(IReadOnlyList<SeriesResult> repeats)
    {
        if (repeats.Count == 1) return repeats[0];
        return repeats[0] with
        {
            Columns = [.. repeats[0].Columns.Select((column, c) => new Column(column.Name, Mean([.. repeats.Select(one => one.Columns[c].Values)])))],
            Others = [.. repeats[0].Others.Select((column, c) => new Column(column.Name, Mean([.. repeats.Select(one => one.Others[c].Values.OrderDescending().ToArray())])))],
            Repeats = repeats,
        };
    }

    /// <summary>The repetitions; the series itself where there is but one.</summary>
    public static IReadOnlyList<SeriesResult> Each(this SeriesResult series) => series.Repeats.Count > 0 ? series.Repeats : [series];

    /// <summary>A figure of the series over its repetitions.</summary>
    public static MeanInterval Over(this SeriesResult series, Func<SeriesResult, double> figure) =>
        MeanInterval.Of([.. series.Each().Select(figure)]);

    /// <summary>A figure of two series over their repetitions, seed by seed: what both meet alike cancels.</summary>
    public static MeanInterval Over(this SeriesResult series, SeriesResult other, Func<SeriesResult, SeriesResult, double> figure) =>
        MeanInterval.Of([.. series.Each().Zip(other.Each(), figure)]);

    /// <summary>The ends of the 95 % confidence interval round by round; null where there are no repetitions.</summary>
    public static (double[] Low, double[] High)? Band(this SeriesResult series, string column)
    {
        if (series.Repeats.Count < 2) return null;
        var intervals = Enumerable.Range(0, series.Steps).Select(step => series.Over(one => one[column][step])).ToArray();
        return ([.. intervals.Select(at => at.Mean - at.HalfWidth)], [.. intervals.Select(at => at.Mean + at.HalfWidth)]);
    }

    private static double[] Mean(double[][] values) =>
        [.. Enumerable.Range(0, values.Min(one => one.Length)).Select(i => MeanInterval.Of([.. values.Select(one => one[i])]).Mean)];
}
