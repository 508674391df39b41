namespace Diten.Dashboard.Charts.Parts;

/// <summary>The rectangle between the axes, in picture coordinates.</summary>
/// <param name="Left">Left edge, px.</param>
/// <param name="Top">Upper edge, px.</param>
/// <param name="Right">Right edge, px.</param>
/// <param name="Bottom">Lower edge, px.</param>
public readonly record struct PlotArea(double Left, double Top, double Right, double Bottom)
{
    /// <summary>Right − Left.</summary>
    public double Width => Right - Left;

    /// <summary>Bottom − Top.</summary>
    public double Height => Bottom - Top;
}

/// <summary>Where a name stands beside the line that it names.</summary>
/// <param name="Series">Index of the series.</param>
/// <param name="Name">Text.</param>
/// <param name="MarkX">Where the line ends, px.</param>
/// <param name="MarkY">Where the line ends, px.</param>
/// <param name="TextY">Where the text stands, px.</param>
public readonly record struct NamePlace(int Series, string Name, double MarkX, double MarkY, double TextY);

/// <summary>An entry of a legend that lies above the plot.</summary>
/// <param name="Series">Index of the series.</param>
/// <param name="Name">Text.</param>
/// <param name="X">Left end, px.</param>
/// <param name="Y">Base line, px.</param>
public readonly record struct LegendPlace(int Series, string Name, double X, double Y);

/// <summary>Places names so that they do not overlap.</summary>
internal static class NameLayout
{
    private const double Gap = 15;

    /// <summary>Beside the line ends, pushed apart, within the plot's height.</summary>
    public static IReadOnlyList<NamePlace> Beside(IEnumerable<NamePlace> wanted, double top, double bottom)
    {
        var places = wanted.OrderBy(p => p.MarkY).ThenBy(p => p.Series).ToArray();
        var y = top - Gap;
        for (var i = 0; i < places.Length; i++)
        {
            y = Math.Max(places[i].MarkY, y + Gap);
            places[i] = places[i] with { TextY = y };
        }
        y = Math.Max(bottom, top + (Gap * (places.Length - 1))) + Gap;
        for (var i = places.Length - 1; i >= 0; i--)
        {
            y = Math.Min(places[i].TextY, y - Gap);
            places[i] = places[i] with { TextY = y };
        }
        return places;
    }

    /// <summary>In rows above the plot; <paramref name="height"/> is what they take.</summary>
    public static IReadOnlyList<LegendPlace> Above(IReadOnlyList<string> names, double left, double top, double width, out double height)
    {
        var places = new List<LegendPlace>(names.Count);
        var (x, y) = (left, top);
        for (var i = 0; i < names.Count; i++)
        {
            var needed = 18 + TextMeasure.Width(names[i], 12) + 16;
            if (x > left && x + needed > left + width) (x, y) = (left, y + 18);
            places.Add(new LegendPlace(i, names[i], x, y));
            x += needed;
        }
        height = names.Count == 0 ? 0 : y - top + 20;
        return places;
    }
}
