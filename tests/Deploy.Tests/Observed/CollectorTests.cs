using System.Text.RegularExpressions;
using Diten.Cluster.Tests.Hosting;
using Diten.Deploy.Tests.Reading;

namespace Diten.Deploy.Tests.Observed;

/// <summary>What a real collector shows Prometheus of a network is what the tests show it where there is none.</summary>
[Trait("Category", "Cluster-Process")]
[Collection(nameof(ObservedNetwork))]
public sealed partial class CollectorTests(ObservedNetwork network)
{
    /// <summary>What a network tells once it has learned for a while.</summary>
    private static readonly string[] s_ours = [.. TelemetryDocument.Metrics.Keys.Where(name => name.StartsWith("diten_", StringComparison.Ordinal))];

    [CollectorFact]
    public Task Every_series_has_the_name_the_type_and_the_labels_that_the_stand_in_gives_it() => Eventually.BecomesAsync(
        async () =>
        {
            network.RequireAlive();
            await network.VisitAsync();
            var text = await network.Observation.Collector!.TextAsync();
            if (s_ours.FirstOrDefault(name => !text.Contains($"\n{name}{{", StringComparison.Ordinal)) is { } missing) return $"the collector has no {missing}";
            var real = Series(text);
            var ours = Series(network.Observation.Text);
            // The attributes of the processes, which the stand-in does not show.
            real.Remove("target_info gauge");
            string[] differences = [.. real.Except(ours, StringComparer.Ordinal).Select(series => "only the collector has " + series), .. ours.Except(real, StringComparer.Ordinal).Select(series => "only the stand-in has " + series)];
            return differences.Length == 0 && ours.Count > 100 ? null : string.Join('\n', differences.Take(20).Append($"of {ours.Count}"));
        },
        "both show the same");

    [CollectorFact]
    public async Task The_collector_has_nothing_to_complain_of()
    {
        await Eventually.HoldsAsync(() => network.Receiver.Spans.Count > 0 && network.Receiver.Logs.Count > 0 && network.Receiver.Points.Count > 0, "every signal has come through");
        Assert.DoesNotContain(network.Observation.Collector!.Said.Split('\n'), line => line.Contains("\terror\t", StringComparison.Ordinal) || line.Contains("\twarn\t", StringComparison.Ordinal));
    }

    /// <summary>Families with their types, and series without their values and without the bounds of buckets.</summary>
    private static HashSet<string> Series(string text)
    {
        var series = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal)) series.Add(line["# TYPE ".Length..]);
            else if (line[0] != '#' && !line.StartsWith("target_info", StringComparison.Ordinal)) series.Add(SeriesOf(line));
        }
        return series;
    }

    private static string SeriesOf(string line)
    {
        var labels = Label().Matches(line).Where(label => label.Groups["name"].Value is not "le").Select(label => label.Value).Order(StringComparer.Ordinal);
        return $"{line[..line.IndexOf('{', StringComparison.Ordinal)]}{{{string.Join(',', labels)}}}";
    }

    [GeneratedRegex("""(?<name>\w+)="(\\.|[^"\\])*""" + "\"", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Label();
}
