namespace Diten.Tests;

/// <summary>
/// What the collector's prometheus exporter calls a metric: words between underscores, then the unit in words, then <c>total</c> for
/// a counter and <c>ratio</c> for a gauge of unit 1; no word of these twice.
/// </summary>
internal static class PrometheusName
{
    private static readonly Dictionary<string, string> s_units = new(StringComparer.Ordinal)
    {
        ["d"] = "days", ["h"] = "hours", ["min"] = "minutes", ["s"] = "seconds", ["ms"] = "milliseconds", ["us"] = "microseconds", ["ns"] = "nanoseconds",
        ["By"] = "bytes", ["KiBy"] = "kibibytes", ["MiBy"] = "mebibytes", ["GiBy"] = "gibibytes", ["KBy"] = "kilobytes", ["MBy"] = "megabytes", ["GBy"] = "gigabytes",
        ["m"] = "meters", ["V"] = "volts", ["A"] = "amperes", ["J"] = "joules", ["W"] = "watts", ["g"] = "grams", ["Cel"] = "celsius", ["Hz"] = "hertz", ["1"] = "", ["%"] = "percent",
    };

    private static readonly Dictionary<string, string> s_perUnits = new(StringComparer.Ordinal) { ["s"] = "second", ["m"] = "minute", ["h"] = "hour", ["d"] = "day", ["w"] = "week", ["mo"] = "month", ["y"] = "year" };

    /// <summary>The name of a metric.</summary>
    /// <param name="name">The instrument's.</param>
    /// <param name="unit">The instrument's.</param>
    /// <param name="kind"><c>counter</c>, <c>gauge</c>, <c>sum</c> (which may fall) or <c>histogram</c>.</param>
    public static string Of(string name, string unit, string kind)
    {
        List<string> words = [.. Words(name)];
        var parts = unit.Split('/', 2);
        Add(words, Unit(parts[0], s_units));
        if (parts.Length > 1 && Unit(parts[1], s_perUnits) is { Length: > 0 } per) Add(words, "per_" + per);
        if (kind == "counter") MoveToEnd(words, "total");
        if (kind == "gauge" && unit == "1") MoveToEnd(words, "ratio");
        return string.Join('_', words);
    }

    // A unit in braces is what is counted, and no unit.
    private static string Unit(string unit, Dictionary<string, string> names) => unit.Contains('{', StringComparison.Ordinal) ? "" : string.Join('_', Words(names.GetValueOrDefault(unit.Trim(), unit.Trim())));

    private static void Add(List<string> words, string unit)
    {
        if (unit.Length > 0 && !words.Contains(unit, StringComparer.Ordinal)) words.Add(unit);
    }

    private static void MoveToEnd(List<string> words, string word)
    {
        words.RemoveAll(w => w == word);
        words.Add(word);
    }

    private static string[] Words(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c == ':' ? c : '_')).Split('_', StringSplitOptions.RemoveEmptyEntries);
}
