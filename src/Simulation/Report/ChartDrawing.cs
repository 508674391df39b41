using Diten.Dashboard.Charts;

namespace Diten.Simulation.Report;

/// <summary>A chart that can be drawn as a file or into the page.</summary>
/// <param name="Draw">
/// Draws it so wide, in px at scale 1: true draws a file with its own stylesheet, false a part of a page that has it.
/// </param>
public sealed record ChartDrawing(Func<double, bool, Task<string>> Draw)
{
    /// <summary>Lines over numeric axes.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="xLabel">What runs to the right, with its unit.</param>
    /// <param name="yLabel">What runs upward, with its unit.</param>
    /// <param name="series">The lines.</param>
    /// <param name="more">Further parameters of the chart by name.</param>
    public static ChartDrawing Lines(string title, string xLabel, string yLabel, IReadOnlyList<ChartSeries> series, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        var parameters = Parameters(title, more);
        // Rounds, devices and the like are counted: no mark stands between two of them.
        parameters.TryAdd(nameof(LineChart.WholeX), series.SelectMany(one => one.X).All(double.IsInteger));
        parameters[nameof(LineChart.XLabel)] = xLabel;
        parameters[nameof(LineChart.YLabel)] = yLabel;
        parameters[nameof(LineChart.Series)] = series;
        return Of<LineChart>(parameters);
    }

    /// <summary>Points over numeric axes.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="xLabel">What runs to the right, with its unit.</param>
    /// <param name="yLabel">What runs upward, with its unit.</param>
    /// <param name="series">The clouds.</param>
    /// <param name="more">Further parameters of the chart by name.</param>
    public static ChartDrawing Points(string title, string xLabel, string yLabel, IReadOnlyList<ChartSeries> series, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        var parameters = Parameters(title, more);
        parameters[nameof(ScatterChart.XLabel)] = xLabel;
        parameters[nameof(ScatterChart.YLabel)] = yLabel;
        parameters[nameof(ScatterChart.Series)] = series;
        return Of<ScatterChart>(parameters);
    }

    /// <summary>Groups of bars.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="xLabel">What the groups are.</param>
    /// <param name="yLabel">What the bars measure, with its unit.</param>
    /// <param name="names">One name per bar of a group.</param>
    /// <param name="groups">Groups from left to right.</param>
    /// <param name="more">Further parameters of the chart by name.</param>
    public static ChartDrawing Bars(string title, string xLabel, string yLabel, IReadOnlyList<string> names, IReadOnlyList<BarGroup> groups, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        var parameters = Parameters(title, more);
        parameters[nameof(BarChart.XLabel)] = xLabel;
        parameters[nameof(BarChart.YLabel)] = yLabel;
        parameters[nameof(BarChart.SeriesNames)] = names;
        parameters[nameof(BarChart.Groups)] = groups;
        return Of<BarChart>(parameters);
    }

    private static ChartDrawing Of<TChart>(Dictionary<string, object?> parameters)
        where TChart : ChartBase =>
        new((width, standalone) => ChartRenderer.ToSvgAsync<TChart>(
            new Dictionary<string, object?>(parameters, StringComparer.Ordinal) { [nameof(ChartBase.Width)] = width, [nameof(ChartBase.Height)] = HeightOf(width) }, standalone));

    // Beside another one a chart is a little taller for its width; 0 lets it choose.
    private static double HeightOf(double width) => width < 600 ? Math.Round(0.62 * width) : 0;

    private static Dictionary<string, object?> Parameters(string title, ReadOnlySpan<(string Name, object? Value)> more)
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(ChartBase.Title)] = title };
        foreach (var (name, value) in more) parameters[name] = value;
        return parameters;
    }
}
