using System.Text.Json.Nodes;
using Diten.Cluster.Tests.Hosting;
using Diten.Deploy.Tests.Reading;

namespace Diten.Deploy.Tests.Observed;

/// <summary>A real Grafana takes sources and dashboards as compose mounts them, and answers their panels from a network that runs.</summary>
[Trait("Category", "Cluster-Process")]
[Collection(nameof(ObservedNetwork))]
public sealed class GrafanaTests(ObservedNetwork network, PrometheusTests.Scraped scraped, GrafanaTests.Loaded loaded) : IClassFixture<PrometheusTests.Scraped>, IClassFixture<GrafanaTests.Loaded>
{
    [GrafanaFact]
    public async Task It_has_the_sources_and_the_dashboards_as_they_are_in_the_files()
    {
        var grafana = await loaded.ServerAsync(scraped.Server.Place);
        var sources = (await grafana.AskAsync("datasources")).Items().Select(s => $"{s["name"]} {s["type"]} {s["uid"]} {s["access"]} {s["isDefault"]} {s["readOnly"]}").Order(StringComparer.Ordinal);
        Assert.Equal(["Jaeger jaeger jaeger proxy false true", "Prometheus prometheus prometheus proxy true true"], sources, StringComparer.Ordinal);
        var found = Array.Empty<JsonNode>();
        await Eventually.HoldsAsync(async () => (found = [.. (await grafana.AskAsync("search?type=dash-db")).Items()]).Length == Dashboards.Names.Length, "all dashboards are loaded");
        Assert.All(found, board => Assert.Equal("DITEN", board["folderTitle"].Text()));
        foreach (var name in Dashboards.Names)
        {
            var (file, board) = (Dashboards.Read(name), await grafana.AskAsync($"dashboards/uid/{Dashboards.Read(name)["uid"]}"));
            Assert.True(board["meta"]!["provisioned"]!.GetValue<bool>(), name);
            foreach (var part in new[] { "title", "panels", "templating", "links", "time", "refresh" }) Assert.True(JsonNode.DeepEquals(file[part], board["dashboard"]![part]), $"{name}: {part}");
        }
        // Words of the level of an error, in both forms that there are.
        Assert.DoesNotContain(grafana.Said.Split('\n'), line => line.Contains("logger=provisioning", StringComparison.Ordinal) && (line.Contains("lvl=eror", StringComparison.Ordinal) || line.Contains("level=error", StringComparison.Ordinal)));
    }

    [GrafanaFact]
    public async Task It_answers_every_panel()
    {
        var grafana = await loaded.ServerAsync(scraped.Server.Place);
        var source = (await grafana.AskAsync("datasources/name/Prometheus"))["id"]!.GetValue<int>();
        var open = PrometheusTests.QueriesWithData.ToList();
        Assert.True(open.Count > 20, $"only {open.Count} queries");
        await Eventually.BecomesAsync(
            async () =>
            {
                network.RequireAlive();
                await network.VisitAsync();
                foreach (var query in open.ToArray())
                {
                    if (await grafana.SeriesAsync(source, query.Text) > 0) open.Remove(query);
                }
                return open.Count == 0 ? null : $"nothing for {string.Join("; ", open)}";
            },
            "Grafana shows it");
    }

    /// <summary>Grafana, once for both.</summary>
    public sealed class Loaded : IAsyncLifetime
    {
        private GrafanaServer? _server;

        public Task InitializeAsync() => Task.CompletedTask;

        public async Task DisposeAsync()
        {
            if (_server is not null) await _server.DisposeAsync();
        }

        internal async Task<GrafanaServer> ServerAsync(string prometheus) => _server ??= await GrafanaServer.StartAsync(prometheus);
    }
}
