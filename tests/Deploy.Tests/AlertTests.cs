using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Diten.Architecture.Tests;
using Diten.Deploy.Tests.Reading;
using Diten.Deploy.Tests.Running;

namespace Diten.Deploy.Tests;

/// <summary>Alerts ask for what there is, say what to do, and ring when they should.</summary>
public sealed partial class AlertTests
{
    private static readonly string s_folder = Repository.PathTo("deploy", "observability");

    internal static IEnumerable<JsonNode> Rules => Yaml.Read(Path.Combine(s_folder, "alerts.yaml"))["groups"].Items().SelectMany(g => g["rules"].Items());

    [Fact]
    public void Every_alert_asks_for_what_the_telemetry_has()
    {
        Assert.NotEmpty(Rules);
        Assert.All(Rules, rule =>
        {
            var query = Query.Of(rule["expr"].Text()!);
            query.Check(rule["alert"].Text()!);
            var said = string.Concat(rule["annotations"]!.AsObject().Select(a => a.Value.Text()));
            // A rule without aggregation has the labels of its metric.
            var known = query.Groups.Append("instance").ToHashSet(StringComparer.Ordinal);
            Assert.All(Label().Matches(said).Select(m => m.Groups["label"].Value), label => Assert.True(known.Contains(label), $"{rule["alert"]}: no label {label}"));
        });
    }

    [Fact]
    public void Every_alert_has_a_severity_and_a_row_in_the_operators_handbook()
    {
        var handbook = File.ReadAllText(Repository.PathTo("docs", "operations.md"));
        Assert.All(Rules, rule =>
        {
            Assert.Contains(rule["labels"]!["severity"].Text()!, new[] { "info", "warning", "critical" }, StringComparer.Ordinal);
            Assert.NotEmpty(rule["annotations"]!["summary"].Text()!);
            Assert.NotEmpty(rule["annotations"]!["description"].Text()!);
            Assert.Contains($"| `{rule["alert"]}` |", handbook, StringComparison.Ordinal);
        });
        var known = Rules.Select(r => r["alert"].Text()!).ToHashSet(StringComparer.Ordinal);
        Assert.All(Row().Matches(handbook).Select(m => m.Groups["name"].Value), name => Assert.Contains(name, known));
    }

    [Fact]
    public void Every_alert_has_a_test_in_which_it_rings()
    {
        var rings = Yaml.Read(Path.Combine(s_folder, "alerts.test.yaml"))["tests"].Items().SelectMany(test => test["alert_rule_test"].Items())
            .Where(at => at["exp_alerts"] is JsonArray { Count: > 0 }).Select(at => at["alertname"].Text()!).ToHashSet(StringComparer.Ordinal);
        Assert.All(Rules, rule => Assert.Contains(rule["alert"].Text()!, rings));
    }

    [Fact]
    public void Prometheus_loads_the_rules_and_asks_the_collector()
    {
        var config = Yaml.Read(Path.Combine(s_folder, "prometheus.yaml"));
        var file = Assert.Single(config["rule_files"].Texts());
        Assert.Contains($"../observability/alerts.yaml:{file}:ro", Compose.Services["prometheus"]["volumes"].Texts(), StringComparer.Ordinal);
        var job = config["scrape_configs"].Items().Single(j => j["job_name"].Text() == "diten");
        Assert.Equal("true", job["honor_labels"].Text());
        var target = Assert.Single(Assert.Single(job["static_configs"].Items())["targets"].Texts()).Split(':');
        var collector = Yaml.Read(Path.Combine(s_folder, "collector.yaml"));
        Assert.Equal($"0.0.0.0:{target[1]}", collector["exporters"]!["prometheus"]!["endpoint"].Text());
        Assert.Contains(target[0], Compose.Services.Keys, StringComparer.Ordinal);
        Assert.All(Overlay.Names.Select(Overlay.Kept), overlay =>
        {
            Assert.Contains(int.Parse(target[1], null), overlay.WorkloadOf(target[0]).Ports.Values);
            var prometheus = overlay.WorkloadOf("prometheus");
            Assert.Contains(prometheus.Container["volumeMounts"].Items(), m => file.StartsWith(m["mountPath"].Text()! + "/", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void The_collector_passes_on_metrics_traces_and_logs_from_where_the_programs_send_them()
    {
        var collector = Yaml.Read(Path.Combine(s_folder, "collector.yaml"));
        var pipelines = collector["service"]!["pipelines"]!.AsObject();
        Assert.Equal(["logs", "metrics", "traces"], pipelines.Select(p => p.Key).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.All(pipelines, p => Assert.All(new[] { "receivers", "processors", "exporters" }, part => Assert.All(p.Value![part].Texts(), name => Assert.True(collector[part]!.AsObject().ContainsKey(name), name))));
        var endpoint = new Uri(Compose.Environment("silo-1")["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Equal($"0.0.0.0:{endpoint.Port}", collector["receivers"]!["otlp"]!["protocols"]!["grpc"]!["endpoint"].Text());
    }

    [Fact]
    public void Prometheus_tells_the_Alertmanager_that_compose_and_the_overlays_run_with_its_file()
    {
        var target = Yaml.Read(Path.Combine(s_folder, "prometheus.yaml"))["alerting"]!["alertmanagers"].Items().SelectMany(a => a["static_configs"].Items()).SelectMany(c => c["targets"].Texts()).Single().Split(':');
        const string File = "/etc/alertmanager/alertmanager.yaml";
        var service = Compose.Services[target[0]];
        Assert.Contains($"../observability/alertmanager.yaml:{File}:ro", service["volumes"].Texts(), StringComparer.Ordinal);
        Assert.Contains($"--config.file={File}", service["command"].Texts(), StringComparer.Ordinal);
        Assert.Equal($"127.0.0.1:{target[1]}:{target[1]}", Assert.Single(service["ports"].Texts()));
        Assert.All(Overlay.Names.Select(Overlay.Kept), overlay =>
        {
            var workload = overlay.WorkloadOf(target[0]);
            Assert.Contains(int.Parse(target[1], null), workload.Ports.Values);
            Assert.Equal(service["command"].Texts(), workload.Arguments, StringComparer.Ordinal);
            Assert.Contains(workload.Container["volumeMounts"].Items(), m => m["mountPath"].Text() == File);
        });
    }

    [ToolFact("amtool")]
    public async Task Amtool_takes_the_file_and_nobody_is_told_until_it_is_changed()
    {
        var (code, said) = await RunAsync("amtool", s_folder, "check-config", "alertmanager.yaml");
        Assert.True(code == 0 && said.Contains("SUCCESS", StringComparison.Ordinal), said);
        (code, said) = await RunAsync("amtool", s_folder, "config", "routes", "test", "--config.file=alertmanager.yaml", "severity=critical", "alertname=DitenSilent");
        Assert.True(code == 0, said);
        Assert.StartsWith("nobody", said, StringComparison.Ordinal);
        Assert.Equal(["name"], Yaml.Read(Path.Combine(s_folder, "alertmanager.yaml"))["receivers"].Items().Single().AsObject().Select(p => p.Key), StringComparer.Ordinal);
    }

    [ToolFact("promtool")]
    public async Task Promtool_takes_the_rules_and_they_ring_when_they_should()
    {
        var (code, said) = await RunAsync("promtool", s_folder, "test", "rules", "alerts.test.yaml");
        Assert.True(code == 0, said);
    }

    [ToolFact("promtool")]
    public async Task Promtool_takes_every_query_of_the_dashboards()
    {
        var queries = Dashboards.Names.SelectMany(Dashboards.Queries).Select(q => Dashboards.Filled(q.Expression));
        var rules = new JsonArray([.. queries.Select((q, i) => (JsonNode)new JsonObject { ["record"] = $"query:{i}", ["expr"] = q })]);
        var folder = Directory.CreateTempSubdirectory("diten-promtool-");
        // YAML takes JSON.
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "queries.yaml"), new JsonObject { ["groups"] = new JsonArray(new JsonObject { ["name"] = "dashboards", ["rules"] = rules }) }.ToJsonString());
        var (code, said) = await RunAsync("promtool", folder.FullName, "check", "rules", "--lint=none", "queries.yaml");
        folder.Delete(recursive: true);
        Assert.True(code == 0, said);
    }

    private static async Task<(int Code, string Said)> RunAsync(string tool, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }

    [GeneratedRegex(@"\$labels\.(?<label>\w+)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Label();

    [GeneratedRegex(@"^\| `(?<name>Diten[A-Z]\w+)` \|", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 10_000)]
    private static partial Regex Row();
}
