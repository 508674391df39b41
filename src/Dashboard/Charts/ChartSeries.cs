namespace Diten.Dashboard.Charts;

/// <summary>One named series of points. NaN in <paramref name="Y"/> leaves a gap.</summary>
/// <param name="Name">Shown beside the marks; short.</param>
/// <param name="X">Abscissae, in drawing order; length n.</param>
/// <param name="Y">Ordinates; length n.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>Palette slot, 0 to 7; null takes the series' position.</summary>
    public int? Color { get; init; }

    /// <summary>Draw it dashed, for example for a baseline.</summary>
    public bool Dashed { get; init; }

    /// <summary>What the line may be off by: lower and upper ends, length n each; null draws none.</summary>
    public (IReadOnlyList<double> Low, IReadOnlyList<double> High)? Band { get; init; }

    /// <summary>A series over 1, 2, …, n.</summary>
    public static ChartSeries OverRounds(string name, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(y);
        return new ChartSeries(name, [.. Enumerable.Range(1, y.Count).Select(i => (double)i)], y);
    }

    /// <summary>Points that both coordinates have.</summary>
    internal int Count => Math.Min(X.Count, Y.Count);
}

/// <summary>A labelled line across the plot, for example a target accuracy.</summary>
/// <param name="Value">Where on the axis.</param>
/// <param name="Label">Shown at the line.</param>
/// <param name="Vertical">False: across at y = value; true: upright at x = value.</param>
public sealed record ReferenceLine(double Value, string Label, bool Vertical = false);

/// <summary>A group of bars that stand together: one per series.</summary>
/// <param name="Label">Below the group.</param>
/// <param name="Values">One value per series; NaN leaves the bar out.</param>
public sealed record BarGroup(string Label, IReadOnlyList<double> Values);
