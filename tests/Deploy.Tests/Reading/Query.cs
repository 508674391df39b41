using System.Text.RegularExpressions;

namespace Diten.Deploy.Tests.Reading;

/// <summary>What a query of Prometheus is about. promtool judges its grammar; here it is only taken apart.</summary>
/// <param name="Metrics">Metrics with the labels by which they are chosen.</param>
/// <param name="Groups">Labels that the result has by aggregation.</param>
/// <param name="Owners">Metrics that only say which series count, <c>topk by (labels) (1, metric)</c>, with those labels.</param>
internal sealed partial record Query(IReadOnlyList<(string Metric, string[] Labels)> Metrics, IReadOnlySet<string> Groups, IReadOnlyList<(string Metric, string[] Labels)> Owners)
{
    private static readonly string[] s_words = ["by", "without", "on", "ignoring", "group_left", "group_right", "and", "or", "unless", "offset", "bool"];

    /// <summary>All metrics that are asked for.</summary>
    public IEnumerable<(string Metric, string[] Labels)> All => Metrics.Concat(Owners);

    /// <summary>Takes a query apart.</summary>
    public static Query Of(string text)
    {
        var owners = Newest().Matches(text).Select(m => (m.Groups["name"].Value, Split(m.Groups["labels"].Value))).ToArray();
        text = Newest().Replace(text, " ");
        var groups = Grouping().Matches(text).SelectMany(m => Split(m.Groups["labels"].Value)).ToHashSet(StringComparer.Ordinal);
        var rest = Grouping().Replace(Range().Replace(text, " "), " ");
        var metrics = Selector().Matches(rest)
            .Where(m => !s_words.Contains(m.Groups["name"].Value, StringComparer.Ordinal))
            .Select(m => (m.Groups["name"].Value, Matcher().Matches(m.Groups["matchers"].Value).Select(l => l.Groups["label"].Value).ToArray()));
        return new([.. metrics], groups, owners);
    }

    /// <summary>Fails unless every metric and label is in the document.</summary>
    /// <param name="where">What is told.</param>
    public void Check(string where)
    {
        Assert.True(Metrics.Count > 0, $"{where}: no metric");
        foreach (var (metric, labels) in Metrics.Where(m => m.Metric is not ("up" or "ALERTS"))) Check(where, metric, labels.Concat(Groups));
        foreach (var (metric, labels) in Owners) Check(where, metric, labels);
    }

    private static void Check(string where, string metric, IEnumerable<string> labels)
    {
        Assert.True(TelemetryDocument.Metrics.TryGetValue(metric, out var known), $"{where}: docs/telemetry.md knows no {metric}");
        Assert.All(labels, label => Assert.True(known!.Contains(label), $"{where}: docs/telemetry.md knows no label {label} of {metric}"));
    }

    private static string[] Split(string labels) => labels.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right)\s*\((?<labels>[^)]*)\)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\btopk by \((?<labels>[^)]*)\) \(1, (?<name>\w+)\)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Newest();

    // [5m], [30m:1m], [$__rate_interval], and the time after offset.
    [GeneratedRegex(@"\[[^\]]*\]|\boffset\s+\w+", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Range();

    // A name that is no function; texts in quotes only occur within the braces.
    [GeneratedRegex("""\b(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)\b(?!\s*\()\s*(\{(?<matchers>("[^"]*"|[^}"])*)\})?""", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Selector();

    [GeneratedRegex("""(?<label>\w+)\s*(=~|!~|!=|=)\s*"[^"]*"\s*""", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Matcher();
}
