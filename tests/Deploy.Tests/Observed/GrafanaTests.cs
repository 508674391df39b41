using System.Text.Json.Nodes;
using Diten.Cluster.Tests.Hosting;
using Diten.Dashboard.Tests.Browser;
using Diten.Deploy.Tests.Reading;
using Microsoft.Playwright;

namespace Diten.Deploy.Tests.Observed;

/// <summary>A real Grafana takes sources and dashboards as compose mounts them, answers their panels from a network that runs, and draws them.</summary>
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
            var (file, board) = (grafana.Given(name), await grafana.AskAsync($"dashboards/uid/{Dashboards.Read(name)["uid"]}"));
            Assert.True(board["meta"]!["provisioned"]!.GetValue<bool>(), name);
            foreach (var part in new[] { "title", "panels", "templating", "links", "time", "refresh" }) Assert.True(JsonNode.DeepEquals(file[part], board["dashboard"]![part]), $"{name}: {part}");
        }
        // Words of the level of an error, in both forms that there are.
        Assert.DoesNotContain(grafana.Said.Split('\n'), line => line.Contains("logger=provisioning", StringComparison.Ordinal) && (line.Contains("lvl=eror", StringComparison.Ordinal) || line.Contains("level=error", StringComparison.Ordinal)));
    }

    [GrafanaFact]
    public async Task It_answers_and_draws_every_panel()
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
            "Grafana has it");

        await using var context = await NewContextAsync(loaded.Chromium);
        var page = await grafana.LogInAsync(context);
        foreach (var name in Dashboards.Names)
        {
            var board = Dashboards.Read(name);
            await DrawnAsync(name, async () => WhyNotDrawn(name, await page.OpenAsync(board["uid"].Text()!, board["panels"]!.AsArray().Count)));
        }

        // What is chosen is all that is drawn: the base station's series and not the macro base station's.
        await DrawnAsync("one station", async () =>
        {
            var drawn = await page.OpenAsync("diten-learning", Dashboards.Read("learning")["panels"]!.AsArray().Count, $"&var-station={network.Station}");
            return Array.Exists(drawn, panel => panel is { Title: "Test accuracy", IsChart: true } && panel.Text == network.Station) ? null : string.Join("; ", drawn.AsEnumerable());
        });
    }

    private Task DrawnAsync(string what, Func<Task<string?>> amiss) => Eventually.BecomesAsync(
        async () =>
        {
            network.RequireAlive();
            await network.VisitAsync();
            return await amiss();
        },
        $"{what} is drawn");

    private static async Task<IBrowserContext> NewContextAsync(Chromium chromium) =>
        // High enough for all panels: those that are not seen are not drawn.
        await chromium.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1600, Height = 2400 } });

    /// <summary>What a dashboard lacks as it is drawn; null if nothing.</summary>
    private static string? WhyNotDrawn(string name, DrawnPanel[] drawn)
    {
        var panels = Dashboards.Read(name)["panels"].Items().ToArray();
        var withData = PrometheusTests.QueriesWithData.Select(query => query.Where).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(panels.Length, drawn.Length);
        foreach (var (panel, asked) in drawn.OrderBy(panel => panel.Title, StringComparer.Ordinal).Zip(panels.OrderBy(panel => panel["title"].Text(), StringComparer.Ordinal)))
        {
            Assert.Equal(asked["title"].Text(), panel.Title);
            if (panel.HasFailed) return $"{panel} has failed";
            if (!withData.Contains($"{name}: {panel.Title}")) continue;
            if (panel.Text.Contains("No data", StringComparison.Ordinal)) return $"{panel} has no data";
            // A figure has digits, below a plot are the names of its series.
            if (panel.IsChart ? panel.Text.Length == 0 : !panel.Text.Any(char.IsAsciiDigit)) return $"{panel} is empty";
        }
        var charts = panels.Where(panel => panel["type"].Text() == "timeseries").Select(panel => panel["title"].Text()!).Where(title => withData.Contains($"{name}: {title}"));
        return charts.FirstOrDefault(title => !Array.Exists(drawn, panel => panel.Title == title && panel.IsChart)) is { } without ? $"{without} has no plot" : null;
    }

    /// <summary>Grafana and a browser, once for both.</summary>
    public sealed class Loaded : IAsyncLifetime
    {
        private GrafanaServer? _server;

        internal Chromium Chromium { get; } = new();

        public async Task InitializeAsync()
        {
            if (GrafanaServer.Missing is null) await Chromium.InitializeAsync();
        }

        public async Task DisposeAsync()
        {
            await Chromium.DisposeAsync();
            if (_server is not null) await _server.DisposeAsync();
        }

        internal async Task<GrafanaServer> ServerAsync(string prometheus) => _server ??= await GrafanaServer.StartAsync(prometheus);
    }
}
