using System.Text.RegularExpressions;

namespace Diten.Architecture.Tests;

/// <summary>A row on an instrument in docs/telemetry.md, or an instrument in the sources.</summary>
internal sealed record InstrumentRow(string Name, string Kind, string Unit);

/// <summary>docs/telemetry.md, and what the sources have of what it lists.</summary>
internal static partial class TelemetryPage
{
    private static readonly string s_text = File.ReadAllText(Repository.PathTo("docs", "telemetry.md"));

    /// <summary>Rows of our own meters with their labels and names in Prometheus.</summary>
    public static IReadOnlyList<(InstrumentRow Instrument, string[] Labels, string Prometheus)> Metrics { get; } =
    [
        .. Section("## Metrics", "### Meters of others").Where(cells => cells.Length == 6 && cells[0].StartsWith("`diten.", StringComparison.Ordinal))
            .Select(cells => (new InstrumentRow(Plain(cells[0]), cells[1], Plain(cells[2])), Quoted(cells[3]), Plain(cells[4]))),
    ];

    /// <summary>Names of activities and their attributes.</summary>
    public static IReadOnlyList<(string Name, string[] Attributes)> Activities { get; } =
        [.. Section("## Traces", "## Metrics").Where(cells => cells.Length == 4 && cells[0].StartsWith('`')).Select(cells => (Plain(cells[0]), Quoted(cells[2])))];

    /// <summary>Ranges of event ids, and the beginning of the path under src of those who use them.</summary>
    public static IReadOnlyList<(int First, int Last, string Where)> Events { get; } =
    [
        .. Section("## Logs", "## What it costs").Where(cells => cells.Length == 3 && char.IsAsciiDigit(cells[0][0]))
            .Select(cells => (int.Parse(cells[0].Split('-')[0]), int.Parse(cells[0].Split('-')[1]), Plain(cells[1]))),
    ];

    /// <summary>Instruments that the sources make.</summary>
    public static IReadOnlyList<InstrumentRow> InSources() =>
    [
        .. from text in Sources()
           from Match match in Created().Matches(text.Text)
           select new InstrumentRow(
               match.Groups["name"].Value,
               match.Groups["kind"].Value switch { "Counter" or "ObservableCounter" => "counter", "Histogram" => "histogram", _ => "gauge" },
               match.Groups["unit"].Value),
    ];

    /// <summary>Strings of our own with dots and small letters in the folders that tell of the process.</summary>
    public static IEnumerable<string> NamesInSources() =>
        Sources().Where(f => f.Path.Contains("/Telemetry/", StringComparison.Ordinal) || f.Path.Contains("Telemetry.cs", StringComparison.Ordinal) || f.Path.Contains("/Engine/", StringComparison.Ordinal))
            .SelectMany(f => Named().Matches(f.Text).Select(m => m.Groups[1].Value)).Distinct(StringComparer.Ordinal);

    /// <summary>Events of the log: id and path under src.</summary>
    public static IEnumerable<(int Id, string Path)> EventsInSources() =>
        Sources().SelectMany(f => Logged().Matches(f.Text).Select(m => (int.Parse(m.Groups[1].Value), f.Path)));

    private static IEnumerable<(string Path, string Text)> Sources() =>
        Repository.Files("src", "*.cs").Select(f => (Path.GetRelativePath(Repository.PathTo("src"), f).Replace('\\', '/'), File.ReadAllText(f)));

    private static IEnumerable<string[]> Section(string from, string to)
    {
        var (begin, end) = (s_text.IndexOf("\n" + from, StringComparison.Ordinal), s_text.IndexOf("\n" + to, StringComparison.Ordinal));
        return s_text[begin..end].Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Split('|')[1..^1]).Select(cells => Array.ConvertAll(cells, cell => cell.Trim()));
    }

    private static string Plain(string cell) => cell.Trim('`');

    private static string[] Quoted(string cell) => [.. Code().Matches(cell).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(@"\.Create(?<kind>Counter|Histogram|UpDownCounter|Gauge|ObservableCounter|ObservableGauge|ObservableUpDownCounter)(<\w+>)?\(\s*""(?<name>[^""]+)""(, (\(\) => [^""]*?|\w+))?, (""(?<unit>[^""]*)""|null), ", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Created();

    [GeneratedRegex(@"""(diten\.[a-z.]+)""", RegexOptions.None, 60_000)]
    private static partial Regex Named();

    [GeneratedRegex(@"\[LoggerMessage\((?:EventId = )?(\d+),", RegexOptions.None, 60_000)]
    private static partial Regex Logged();

    [GeneratedRegex("`([^`]+)`", RegexOptions.None, 60_000)]
    private static partial Regex Code();
}
