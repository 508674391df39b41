using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Diten.Cluster.Tests.Hosting;

namespace Diten.Cluster.Tests.Observability;

/// <summary>The instruments of others that docs/telemetry.md names are there, of the kind and unit that it tells.</summary>
public sealed class ForeignInstrumentTests(TracedCluster cluster) : IClassFixture<TracedCluster>
{
    [Fact]
    public async Task Every_one_that_the_page_names_is_there()
    {
        // A web server has made its instruments: the receiver is one.
        Assert.NotNull(cluster.Receiver);
        var there = new ConcurrentDictionary<string, (string Kind, string Unit)>(StringComparer.Ordinal);
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => there[instrument.Name] = (KindOf(instrument), instrument.Unit ?? "") };
        listener.Start();
        var rows = Rows().ToArray();
        Assert.True(rows.Length >= 20, $"only {rows.Length} rows found");
        // Some are made when a silo has run for a moment.
        await Eventually.BecomesAsync(
            () => Task.FromResult(rows.Where(row => !there.ContainsKey(row.Name)).Select(row => $"there is no {row.Name}").FirstOrDefault()), "all are there");
        Assert.All(rows, row => Assert.Equal((row.Name, row.Kind, row.Unit), (row.Name, there[row.Name].Kind, there[row.Name].Unit)));
        Assert.All(rows, row => Assert.Equal(PrometheusName.Of(row.Name, row.Unit, row.Kind), row.Prometheus));
    }

    // A sum that may fall is a gauge to Prometheus.
    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" or "ObservableCounter" => "counter",
        "Histogram" => "histogram",
        _ => "gauge",
    };

    private static IEnumerable<(string Name, string Kind, string Unit, string Prometheus)> Rows()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "DITEN.sln"))) folder = folder.Parent!;
        var text = File.ReadAllText(Path.Combine(folder.FullName, "docs", "telemetry.md"));
        return text[text.IndexOf("### Meters of others", StringComparison.Ordinal)..text.IndexOf("\n## Logs", StringComparison.Ordinal)].Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|').Select(cell => cell.Trim(' ', '`')).ToArray())
            .Select(cells => (cells[1], cells[2], cells[3], cells[4]));
    }
}
