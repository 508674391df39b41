using Microsoft.AspNetCore.Components;

namespace Diten.Dashboard.Charts;

/// <summary>A chart of series over two numeric axes.</summary>
public abstract class XyChart : ChartBase
{
    /// <summary>What runs to the right, with its unit.</summary>
    [Parameter] public string XLabel { get; set; } = "";

    /// <summary>What runs upward, with its unit.</summary>
    [Parameter] public string YLabel { get; set; } = "";

    /// <summary>The series; any number of points each.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<ChartSeries> Series { get; set; } = [];

    /// <summary>Lower end of the y axis; null takes the data's, rounded.</summary>
    [Parameter] public double? YMin { get; set; }

    /// <summary>Upper end of the y axis; null takes the data's, rounded.</summary>
    [Parameter] public double? YMax { get; set; }

    /// <summary>Logarithmic y axis; values that are not above 0 are left out.</summary>
    [Parameter] public bool LogY { get; set; }

    /// <summary>Logarithmic x axis; values that are not above 0 are left out.</summary>
    [Parameter] public bool LogX { get; set; }

    /// <summary>True ends the x axis with the data; false rounds it to whole ticks.</summary>
    [Parameter] public bool TightX { get; set; } = true;

    /// <summary>True keeps ticks of the x axis at whole numbers, for rounds and counts.</summary>
    [Parameter] public bool WholeX { get; set; }

    /// <summary>Lines across the plot.</summary>
    [Parameter] public IReadOnlyList<ReferenceLine> References { get; set; } = [];

    /// <summary>One sentence per series, for screen readers.</summary>
    protected string Summary => Series.Count == 0
        ? "No data yet."
        : string.Join(" ", Series.Take(12).Select(Describe));

    private static string Describe(ChartSeries s)
    {
        var finite = s.Y.Where(double.IsFinite).ToArray();
        return finite.Length == 0
            ? $"{s.Name}: no data yet."
            : $"{s.Name}: {finite.Length} points, from {Numbers.Compact(finite[0])} to {Numbers.Compact(finite[^1])}, lowest {Numbers.Compact(finite.Min())}, highest {Numbers.Compact(finite.Max())}.";
    }
}
