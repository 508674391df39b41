using System.Globalization;
using System.Text;

namespace Diten.Deploy.Tests.Observed;

/// <summary>
/// What the collector's prometheus exporter shows of what it was sent, in Prometheus' text format: the process is the labels
/// <c>job</c> and <c>instance</c>, its meter <c>otel_scope_name</c>.
/// </summary>
internal static class PrometheusText
{
    /// <summary>Everything, a family after the other.</summary>
    public static string Of(IEnumerable<ReceivedPoint> points)
    {
        var text = new StringBuilder();
        foreach (var family in points.GroupBy(point => PrometheusName.Of(point.Name, point.Unit, point.Kind), StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {family.Key} {family.First().Kind switch { "sum" => "gauge", var kind => kind }}\n");
            foreach (var point in family) Append(text, family.Key, point);
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, ReceivedPoint point)
    {
        (string Name, string Value)[] labels =
        [
            .. point.Labels.Select(label => (LabelOf(label.Key), label.Value)),
            ("otel_scope_name", point.From.Scope), ("otel_scope_version", point.From.ScopeVersion), ("otel_scope_schema_url", ""), ("job", point.From.Service), ("instance", point.From.Instance),
        ];
        var all = string.Join(',', labels.Select(label => $"{label.Name}=\"{Escape(label.Value)}\""));
        if (point.Kind != "histogram")
        {
            Line(text, name, all, point.Value);
            return;
        }
        var below = 0L;
        for (var i = 0; i < point.Bounds.Count; i++) Line(text, name + "_bucket", $"{all},le=\"{point.Bounds[i].ToString("R", CultureInfo.InvariantCulture)}\"", below += point.Buckets[i]);
        Line(text, name + "_bucket", $"{all},le=\"+Inf\"", point.Count);
        Line(text, name + "_sum", all, point.Value);
        Line(text, name + "_count", all, point.Count);
    }

    private static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {(double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture))}\n");

    private static string LabelOf(string key) => string.Concat(key.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private static string Escape(string value) => value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
}
