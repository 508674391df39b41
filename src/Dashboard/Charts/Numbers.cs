using System.Globalization;

namespace Diten.Dashboard.Charts;

/// <summary>Numbers as text, always in the invariant culture.</summary>
internal static class Numbers
{
    private static readonly (double Scale, string Suffix)[] Suffixes = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")];

    /// <summary>A picture coordinate, to a tenth of a pixel's tenth.</summary>
    public static string Px(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>
    /// A tick's label: as many digits as tell it from its neighbours a <paramref name="step"/> away, which is above 0;
    /// thousands as k, M, G, T; powers of ten below a ten-thousandth and from 1e15.
    /// </summary>
    public static string Tick(double value, double step)
    {
        var size = Math.Abs(value);
        if (size < step * 1e-6) return "0";
        if (size >= 1e15 || (step < 1e-4 && size < 0.1)) return Exponential(value, Math.Floor(Math.Log10(size)) - Math.Floor(Math.Log10(step)) + 2);
        foreach (var (scale, suffix) in Suffixes)
        {
            if (size >= Math.Max(scale, 10_000)) return Text(value / scale, step / scale) + suffix;
        }
        return Text(value, step);
    }

    /// <summary>Three significant digits with a suffix, for tooltips and values in bars.</summary>
    public static string Compact(double value)
    {
        var size = Math.Abs(value);
        if (!double.IsFinite(value)) return "–";
        if (size == 0) return "0";
        if (size is < 1e-3 or >= 1e15) return Exponential(value, 2);
        foreach (var (scale, suffix) in Suffixes)
        {
            if (size >= scale * (scale > 1e3 ? 1 : 10)) return Significant(value / scale) + suffix;
        }
        return Significant(value);
    }

    // A double holds 15 decimal digits for certain.
    private static string Exponential(double value, double decimals) =>
        value.ToString("0." + new string('#', (int)Math.Clamp(decimals, 1, 14)) + "e0", CultureInfo.InvariantCulture);

    private static string Text(double value, double step)
    {
        var decimals = 0;
        for (var s = step; decimals < 15 && Math.Abs(s - Math.Round(s)) > 1e-6 * Math.Abs(s); s *= 10) decimals++;
        return value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    private static string Significant(double value)
    {
        var size = Math.Abs(value);
        var format = size >= 100 ? "0" : size >= 10 ? "0.#" : size >= 1 ? "0.##" : "0.###";
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
