using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Diten.Architecture.Tests;
using Diten.Deploy.Tests.Reading;

namespace Diten.Deploy.Tests;

/// <summary>Dashboards show only what there is, and are what Grafana takes.</summary>
public sealed partial class DashboardTests
{
    public static TheoryData<string> Names => new(Dashboards.Names);

    [Fact]
    public void There_is_one_each_and_no_two_have_the_same_id()
    {
        Assert.Equal(Dashboards.Names, Directory.GetFiles(Dashboards.Folder).Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(Dashboards.Names.Length, Dashboards.Names.Select(n => Dashboards.Read(n)["uid"].Text()).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_query_asks_for_what_the_telemetry_has(string name)
    {
        Assert.All(Dashboards.Queries(name), q =>
        {
            var query = Query.Of(q.Expression);
            query.Check(q.Where);
            Assert.All(Placeholder().Matches(q.Legend).Select(m => m.Groups["label"].Value), label => Assert.True(query.Groups.Contains(label), $"{q.Where}: the series have no {label}"));
        });
        Assert.All(Dashboards.Variables(name), v => Query.Of($"sum by ({v.Label}) ({v.Metric})").Check($"{name}: variable {v.Label}"));
    }

    [Fact]
    public void Every_instrument_of_ours_is_on_a_panel()
    {
        var shown = Dashboards.Names.SelectMany(Dashboards.Queries).SelectMany(query => Query.Of(query.Expression).All).Select(metric => Histogram().Replace(metric.Metric, "")).ToHashSet(StringComparer.Ordinal);
        var ours = TelemetryDocument.Metrics.Keys.Where(name => name.StartsWith("diten_", StringComparison.Ordinal)).Select(name => Histogram().Replace(name, "")).Distinct(StringComparer.Ordinal).ToArray();
        Assert.Contains("diten_station_away", ours, StringComparer.Ordinal);
        Assert.All(ours, name => Assert.Contains(name, shown));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_have_what_Grafana_needs_and_do_not_overlap(string name)
    {
        var board = Dashboards.Read(name);
        Assert.Equal(39, board["schemaVersion"]!.GetValue<int>());
        Assert.Matches("^[a-z-]{8,40}$", board["uid"].Text());
        var taken = new HashSet<(int X, int Y)>();
        Assert.All(board["panels"].Items(), panel =>
        {
            Assert.Contains(panel["type"].Text()!, new[] { "stat", "timeseries" }, StringComparer.Ordinal);
            Assert.NotEmpty(panel["title"].Text()!);
            Assert.NotEmpty(panel["description"].Text()!);
            Assert.NotEmpty(panel["fieldConfig"]!["defaults"]!["unit"].Text()!);
            // What the types of Grafana 12.4 ask of the options.
            string[] options = panel["type"].Text() == "stat"
                ? ["colorMode", "graphMode", "justifyMode", "orientation", "percentChangeColorMode", "reduceOptions", "showPercentChange", "textMode", "wideLayout"]
                : ["legend", "tooltip"];
            Assert.Equal(options, panel["options"]!.AsObject().Select(option => option.Key).Order(StringComparer.Ordinal), StringComparer.Ordinal);
            // The first threshold is minus infinity, which JSON has no number for.
            Assert.Null(panel["fieldConfig"]!["defaults"]!["thresholds"]!["steps"]!.AsArray()[0]!["value"]);
            foreach (var cell in Cells(panel["gridPos"]!)) Assert.True(cell.X < 24 && taken.Add(cell), $"{name}: {panel["title"]} lies on another panel");
        });
        Assert.Equal(board["panels"]!.AsArray().Count, board["panels"].Items().Select(p => p["id"]!.GetValue<int>()).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_data_source_is_the_one_that_is_provisioned(string name)
    {
        var sources = Yaml.Read(Repository.PathTo("deploy", "observability", "datasources.yaml"))["datasources"].Items().Select(d => (d["type"].Text(), d["uid"].Text())).ToArray();
        var board = Dashboards.Read(name);
        var used = board["panels"].Items().Concat(board["panels"].Items().SelectMany(p => p["targets"].Items())).Concat(board["templating"]!["list"].Items()).Select(n => (n["datasource"]!["type"].Text(), n["datasource"]!["uid"].Text()));
        Assert.All(used, u => Assert.Contains(u, sources));
    }

    [Fact]
    public void Compose_and_the_overlays_load_all_of_them_where_the_provider_looks()
    {
        var folder = Yaml.Read(Repository.PathTo("deploy", "observability", "dashboards.yaml"))["providers"].Items().Single()["options"]!["path"].Text()!;
        Assert.Contains($"../observability/dashboards:{folder}:ro", Compose.Services["grafana"]["volumes"].Texts(), StringComparer.Ordinal);
        Assert.All(Overlay.Names.Select(Overlay.Kept), overlay =>
        {
            var grafana = overlay.WorkloadOf("grafana");
            var mount = grafana.Container["volumeMounts"].Items().Single(m => m["mountPath"].Text() == folder);
            var map = grafana.Pod["volumes"].Items().Single(v => v["name"].Text() == mount["name"].Text())["configMap"]!["name"].Text()!;
            Assert.Equal(Dashboards.Names.Select(n => n + ".json"), overlay.One("ConfigMap", map)["data"]!.AsObject().Select(d => d.Key), StringComparer.Ordinal);
        });
    }

    private static IEnumerable<(int X, int Y)> Cells(JsonNode grid) =>
        from x in Enumerable.Range(grid["x"]!.GetValue<int>(), grid["w"]!.GetValue<int>())
        from y in Enumerable.Range(grid["y"]!.GetValue<int>(), grid["h"]!.GetValue<int>())
        select (x, y);

    [GeneratedRegex(@"\{\{(?<label>\w+)\}\}", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Placeholder();

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Histogram();
}
