namespace Diten.Dashboard.Charts.Parts;

/// <summary>Layout that line and scatter charts share: ranges, axes, margins, names.</summary>
public sealed class XyPlot
{
    /// <summary>Between the axes.</summary>
    public required PlotArea Area { get; init; }

    /// <summary>To the right.</summary>
    public required Axis X { get; init; }

    /// <summary>Upward.</summary>
    public required Axis Y { get; init; }

    /// <summary>Names beside the line ends; empty if they stand above.</summary>
    public required IReadOnlyList<NamePlace> Names { get; init; }

    /// <summary>Names above the plot; empty if they stand beside.</summary>
    public required IReadOnlyList<LegendPlace> Legend { get; init; }

    /// <summary>Height of the picture, px.</summary>
    public required double Height { get; init; }

    internal static string Color(ChartSeries series, int index) => "s" + ((series.Color ?? index) & 7);

    internal static XyPlot Of(XyChart chart, bool namesBeside)
    {
        var series = chart.Series;
        var height = chart.Height > 0 ? chart.Height : Math.Round(chart.Width * (chart.Width < 480 ? 0.72 : 0.5));
        var top = (chart.ShowTitle ? 40.0 : 8.0) + (string.IsNullOrEmpty(chart.YLabel) ? 6 : 23);
        var named = series.Count > 1;
        var beside = named && namesBeside && chart.Width >= 480 && series.Count <= 12;
        IReadOnlyList<LegendPlace> legend = [];
        if (named && !beside)
        {
            legend = NameLayout.Above([.. series.Select(s => s.Name)], 14, chart.ShowTitle ? 44 : 14, chart.Width - 28, out var taken);
            top += taken;
        }
        var bottom = height - (string.IsNullOrEmpty(chart.XLabel) ? 28 : 46);
        bottom = Math.Max(bottom, top + 40);

        var y = YAxis(chart, top, bottom);
        var left = 22 + y.Ticks.Select(t => TextMeasure.Width(t.Label, 12)).DefaultIfEmpty(20).Max();
        var right = chart.Width - (beside ? 24 + series.Max(s => TextMeasure.Width(s.Name, 12.5)) : 18);
        right = Math.Max(right, left + 80);
        var x = XAxis(chart, left, right);
        var area = new PlotArea(left, top, right, bottom);
        var names = beside ? NameLayout.Beside(Ends(series, x, y), top + 4, bottom - 4) : [];
        return new XyPlot { Area = area, X = x, Y = y, Names = names, Legend = legend, Height = height };
    }

    private static Axis YAxis(XyChart chart, double top, double bottom)
    {
        var values = chart.Series.SelectMany(s => s.Y).Where(v => double.IsFinite(v) && (!chart.LogY || v > 0));
        var (min, max) = Range(values.Concat(chart.References.Where(r => !r.Vertical && (!chart.LogY || r.Value > 0)).Select(r => r.Value)));
        min = chart.YMin ?? min;
        max = chart.YMax ?? max;
        return chart.LogY
            ? Axis.Log(min, max, bottom, top)
            : Axis.Linear(min, max, bottom, top, (int)Math.Clamp((bottom - top) / 45, 2, 8), chart.YMin.HasValue, chart.YMax.HasValue);
    }

    private static Axis XAxis(XyChart chart, double left, double right)
    {
        var (min, max) = Range(chart.Series.SelectMany(s => s.X).Where(double.IsFinite).Concat(chart.References.Where(r => r.Vertical).Select(r => r.Value)));
        return chart.LogX
            ? Axis.Log(min, max, left, right)
            : Axis.Linear(min, max, left, right, (int)Math.Clamp((right - left) / 80, 2, 10), chart.TightX, chart.TightX, chart.WholeX);
    }

    private static IEnumerable<NamePlace> Ends(IReadOnlyList<ChartSeries> series, Axis x, Axis y)
    {
        for (var s = 0; s < series.Count; s++)
        {
            for (var i = series[s].Count - 1; i >= 0; i--)
            {
                var (px, py) = (x.Map(series[s].X[i]), y.Clamp(series[s].Y[i]));
                if (!double.IsFinite(px) || !double.IsFinite(py)) continue;
                yield return new NamePlace(s, series[s].Name, px, py, py);
                break;
            }
        }
    }

    private static (double Min, double Max) Range(IEnumerable<double> values)
    {
        var (min, max) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var v in values) (min, max) = (Math.Min(min, v), Math.Max(max, v));
        return (min, max);
    }
}
