using System.Globalization;
using Diten.Core.Numerics;
using Diten.Simulation.Experiments.Series;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>Numbers as people read them.</summary>
internal static class Say
{
    /// <summary>0.98213 becomes <c>98.21 %</c> with a space that does not break; NaN a dash.</summary>
    public static string Percent(double share, int digits = 2) =>
        double.IsNaN(share) ? "–" : (100 * share).ToString("F" + digits, CultureInfo.InvariantCulture) + "\u00a0%";

    /// <summary>Seconds with three figures, or minutes and hours where they are many.</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        double.NaN => "–",
        >= 7200 => Figures(seconds / 3600) + " h",
        >= 600 => Figures(seconds / 60) + " min",
        >= 1 or 0 => Figures(seconds) + " s",
        _ => Figures(seconds * 1000) + " ms",
    };

    /// <summary>A count; of a mean of counts one decimal.</summary>
    public static string Count(double count) =>
        double.IsNaN(count) ? "–" : count.ToString(double.IsInteger(count) ? "F0" : "F1", CultureInfo.InvariantCulture);

    /// <summary>Joules with a prefix.</summary>
    public static string Joules(double joules) => Prefixed(joules, "J");

    /// <summary>Bits with a prefix.</summary>
    public static string Bits(double bits) => Prefixed(bits, "bit");

    /// <summary>Three figures.</summary>
    public static string Figures(double value)
    {
        if (double.IsNaN(value)) return "–";
        var size = Math.Abs(value);
        return value.ToString(size >= 1000 ? "N0" : size >= 100 ? "F0" : size >= 10 ? "F1" : size >= 0.01 || size == 0 ? "F2" : "0.0e0", CultureInfo.InvariantCulture);
    }

    /// <summary>A mean over seeds with half of its 95 % confidence interval; of a single seed the figure alone.</summary>
    /// <param name="interval">The mean.</param>
    /// <param name="say">How a figure of this kind is said.</param>
    public static string With(MeanInterval interval, Func<double, string> say) =>
        double.IsFinite(interval.HalfWidth) ? $"{say(interval.Mean)} ± {say(interval.HalfWidth).Replace(" points", "", StringComparison.Ordinal).TrimStart('+')}" : say(interval.Mean);

    /// <summary>What ± means, for a caption; nothing where there is one seed.</summary>
    public static string Seeds(IEnumerable<SeriesResult> series) =>
        series.Select(one => one.Repeats.Count).DefaultIfEmpty(0).Max() is > 0 and var seeds ? $"; means over {seeds} seeds ± half of the 95 % confidence interval" : "";

    /// <summary>A difference of shares in percentage points, with its sign.</summary>
    public static string Points(double difference) => (100 * difference).ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture) + " points";

    /// <summary><c>a, b and c</c>.</summary>
    public static string List(IEnumerable<string> items)
    {
        var all = items.ToArray();
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    /// <summary><c>compute-bound</c> or <c>communication-bound</c>.</summary>
    public static string Regime(string? regime) => $"{regime}-bound";

    private static string Prefixed(double value, string unit) => Math.Abs(value) switch
    {
        double.NaN => "–",
        >= 1e12 => $"{Figures(value / 1e12)} T{unit}",
        >= 1e9 => $"{Figures(value / 1e9)} G{unit}",
        >= 1e6 => $"{Figures(value / 1e6)} M{unit}",
        >= 1e3 => $"{Figures(value / 1e3)} k{unit}",
        _ => $"{Figures(value)} {unit}",
    };
}
