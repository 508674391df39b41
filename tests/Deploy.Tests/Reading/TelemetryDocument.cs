using System.Text.RegularExpressions;
using Diten.Architecture.Tests;

namespace Diten.Deploy.Tests.Reading;

/// <summary>The metrics of <c>docs/telemetry.md</c> by the names that Prometheus has for them.</summary>
internal static partial class TelemetryDocument
{
    /// <summary>Labels that the collector adds to every metric.</summary>
    private static readonly string[] s_common = ["job", "instance"];

    /// <summary>Labels of instruments that are not ours; the document names them in words.</summary>
    private static readonly string[] s_foreign = ["http_route", "http_response_status_code", "cpu_mode", "gc_heap_generation", "error_type"];

    /// <summary>Every name with its labels.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Metrics { get; } = Read();

    private static Dictionary<string, IReadOnlySet<string>> Read()
    {
        var metrics = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        string[] header = [];
        foreach (var cells in File.ReadLines(Repository.PathTo("docs", "telemetry.md")).Where(l => l.StartsWith('|')).Select(l => l.Split('|')[1..^1]))
        {
            if (cells[0].Trim() is "Instrument") header = Array.ConvertAll(cells, c => c.Trim());
            if (!cells[0].StartsWith(" `", StringComparison.Ordinal) || Array.IndexOf(header, "Prometheus") is not (> 0 and var column) || column >= cells.Length) continue;
            var labels = Array.IndexOf(header, "Labels") is > 0 and var at ? Quoted().Matches(cells[at]).Select(m => m.Groups["name"].Value) : s_foreign;
            var name = cells[column].Trim('`', ' ');
            var histogram = cells[Array.IndexOf(header, "Kind")].Trim() == "histogram";
            string[] suffixes = histogram ? ["_bucket", "_sum", "_count"] : [""];
            foreach (var suffix in suffixes) metrics[name + suffix] = labels.Concat(s_common).Concat(suffix == "_bucket" ? ["le"] : []).ToHashSet(StringComparer.Ordinal);
        }
        return metrics;
    }

    [GeneratedRegex("`(?<name>[a-z_]+)`", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Quoted();
}
