using System.Text;

namespace Diten.Dashboard.Charts.Parts;

/// <summary>Turns points into an SVG path: gaps at NaN, and no more points than the picture can show.</summary>
internal static class PlotPath
{
    /// <summary>Path data of a polyline; empty if no point is finite.</summary>
    public static string Line(ChartSeries series, Axis x, Axis y, double width)
    {
        var path = new StringBuilder();
        var open = false;
        foreach (var i in Keep(series, (int)Math.Max(16, width)))
        {
            var (px, py) = (x.Map(series.X[i]), y.Clamp(series.Y[i]));
            if (!double.IsFinite(px) || !double.IsFinite(py))
            {
                open = false;
                continue;
            }
            path.Append(open ? 'L' : 'M').Append(Numbers.Px(px)).Append(' ').Append(Numbers.Px(py));
            open = true;
        }
        return path.ToString();
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
