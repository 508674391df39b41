using System.Globalization;

namespace Diten.Dashboard.Charts;

/// <summary>Numbers as text, always in the invariant culture.</summary>
internal static class Numbers
{
    private static readonly (double Scale, string Suffix)[] Suffixes = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")];

    /// <summary>A picture coordinate, to a tenth of a pixel's tenth.</summary>
    public static string Px(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A tick's label: as many decimals as the step needs; thousands as k, M, G.</summary>
    public static string Tick(double value, double step)
    {
        if (Math.Abs(value) < step * 1e-6) return "0";
        var top = Math.Max(Math.Abs(value), step);
        if (step < 1e-4) return value.ToString("0.##e0", CultureInfo.InvariantCulture);
        if (top >= 10_000)
        {
            var (scale, suffix) = Suffixes.First(s => top >= s.Scale);
            return Text(value / scale, step / scale) + suffix;
        }
        return Text(value, step);
    }

    /// <summary>Three significant digits with a suffix, for tooltips and values in bars.</summary>
    public static string Compact(double value)
    {
        var size = Math.Abs(value);
        if (!double.IsFinite(value)) return "–";
        if (size == 0) return "0";
        if (size < 1e-3) return value.ToString("0.##e0", CultureInfo.InvariantCulture);
        foreach (var (scale, suffix) in Suffixes)
        {
            if (size >= scale * (scale > 1e3 ? 1 : 10)) return Significant(value / scale) + suffix;
        }
        return Significant(value);
    }

    private static string Text(double value, double step)
    {
        var decimals = 0;
        for (var s = step; decimals < 6 && Math.Abs(s - Math.Round(s)) > 1e-6 * Math.Max(1, Math.Abs(s)); s *= 10) decimals++;
        return value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    private static string Significant(double value)
    {
        var size = Math.Abs(value);
        var format = size >= 100 ? "0" : size >= 10 ? "0.#" : size >= 1 ? "0.##" : "0.###";
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
