using System.Text;

namespace Diten.Dashboard.Charts.Parts;

/// <summary>Turns points into an SVG path: gaps at NaN, and no more points than the picture can show.</summary>
internal static class PlotPath
{
    /// <summary>Path data of a polyline; empty if no point is finite.</summary>
    public static string Line(ChartSeries series, Axis x, Axis y, double width)
    {
        var path = new StringBuilder();
        (double X, double Y)? before = null;
        (double X, double Y)? pen = null;
        foreach (var i in Keep(series, (int)Math.Max(16, width)))
        {
            (double X, double Y) point = (x.Map(series.X[i]), y.Map(series.Y[i]));
            if (!double.IsFinite(point.X) || !double.IsFinite(point.Y))
            {
                (before, pen) = (null, null);
                continue;
            }
            // A line that comes from or goes beyond the axis is cut where it crosses its end: along the end nothing is drawn.
            if (y.Cut(before ?? point, point) is var (from, to))
            {
                if (pen != from) path.Append('M').Append(Numbers.Px(from.X)).Append(' ').Append(Numbers.Px(from.Y));
                if (from != to) path.Append('L').Append(Numbers.Px(to.X)).Append(' ').Append(Numbers.Px(to.Y));
                pen = to;
            }
            before = point;
        }
        return path.ToString();
    }

    /// <summary>Path data of the areas between the ends of a series' band, held within the axis; empty if there is none.</summary>
    public static string Band(ChartSeries series, Axis x, Axis y)
    {
        if (series.Band is not var (low, high)) return "";
        var path = new StringBuilder();
        var run = new List<(double X, double Low, double High)>();
        for (var i = 0; i <= series.Count; i++)
        {
            // On a logarithmic axis an end at or below 0 lies below everything.
            var (px, top, bottom) = i == series.Count ? (double.NaN, 0, 0) : (x.Map(series.X[i]), y.Clamp(high[i]), low[i] < series.Y[i] && !double.IsFinite(y.Map(low[i])) ? y.Foot : y.Clamp(low[i]));
            if (double.IsFinite(px) && double.IsFinite(top) && double.IsFinite(bottom)) run.Add((px, bottom, top));
            else Close();
        }
        return path.ToString();

        void Close()
        {
            for (var i = 0; i < run.Count; i++) path.Append(i == 0 ? 'M' : 'L').Append(Numbers.Px(run[i].X)).Append(' ').Append(Numbers.Px(run[i].High));
            for (var i = run.Count - 1; i >= 0; i--) path.Append('L').Append(Numbers.Px(run[i].X)).Append(' ').Append(Numbers.Px(run[i].Low));
            if (run.Count > 0) path.Append('Z');
            run.Clear();
        }
    }

    /// <summary>
    /// Indexes to draw: all of them while there are few, otherwise the first, lowest, highest and last of each of
    /// <paramref name="columns"/> slices, so that no peak is lost. A slice with a gap keeps one gap.
    /// </summary>
    internal static IEnumerable<int> Keep(ChartSeries series, int columns)
    {
        var n = series.Count;
        if (n <= columns * 2) return Enumerable.Range(0, n);
        var kept = new List<int>(columns * 4);
        for (var c = 0; c < columns; c++)
        {
            var (begin, end) = ((int)((long)n * c / columns), (int)((long)n * (c + 1) / columns));
            AddSlice(kept, series.Y, begin, end);
        }
        return kept;
    }

    private static void AddSlice(List<int> kept, IReadOnlyList<double> y, int begin, int end)
    {
        int low = -1, high = -1, gap = -1;
        for (var i = begin; i < end; i++)
        {
            if (!double.IsFinite(y[i])) gap = i;
            else
            {
                if (low < 0 || y[i] < y[low]) low = i;
                if (high < 0 || y[i] > y[high]) high = i;
            }
        }
        kept.AddRange(new[] { begin, low, high, gap, end - 1 }.Where(i => i >= 0).Distinct().Order());
    }
}
