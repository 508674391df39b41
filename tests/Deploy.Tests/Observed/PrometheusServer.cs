using System.Globalization;
using System.Text.Json.Nodes;
using Diten.Deploy.Tests.Reading;

namespace Diten.Deploy.Tests.Observed;

/// <summary>A real Prometheus with the deployment's own configuration and rules: only the places are others, and it looks every second.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly ObservingProgram _program;

    private PrometheusServer(ObservingProgram program) => _program = program;

    /// <summary>Why tests that need it cannot run here; null if they can.</summary>
    public static string? Missing { get; } = ObservingProgram.Installed("prometheus") is not null
        ? null
        : "prometheus is not installed (Debian: apt-get install prometheus): queries of dashboards and alerts are checked against docs/telemetry.md only";

    /// <summary>Where it is asked.</summary>
    public string Place => _program.Http.BaseAddress!.Authority;

    /// <summary>Starts it.</summary>
    /// <param name="observation">What it looks at.</param>
    /// <param name="alertmanager">Place of the Alertmanager; without it alerts go nowhere.</param>
    /// <param name="rules">Text of the rules, where they are not as deployed.</param>
    public static async Task<PrometheusServer> StartAsync(Observation observation, string? alertmanager = null, string? rules = null)
    {
        var place = ObservingProgram.FreePlaces(1)[0];
        var folder = Directory.CreateTempSubdirectory("diten-prometheus-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "alerts.yaml"), rules ?? Deployed.Text("alerts.yaml"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "prometheus.yaml"), Deployed.Text(
            "prometheus.yaml",
            ("_interval: 15s", "_interval: 1s"), ("/etc/prometheus/rules/", ""), ("otel-collector:8889", observation.Metrics), ("otel-collector:8888", observation.Own ?? place), ("localhost:9090", place),
            ("alertmanager:9093", alertmanager ?? place)));
        return new(await ObservingProgram.StartAsync("prometheus", folder, place, "/-/ready", ["--config.file=prometheus.yaml", "--storage.tsdb.path=data", $"--web.listen-address={place}", "--log.level=error"]));
    }

    /// <summary>The <c>data</c> of an answer of its API; fails if the answer is an error.</summary>
    /// <param name="path">Path below <c>/api/v1/</c>.</param>
    /// <param name="parameters">Parameters of the query.</param>
    public async Task<JsonNode> AskAsync(string path, params (string Name, string Value)[] parameters)
    {
        var query = string.Join('&', parameters.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"));
        using var response = await _program.Http.GetAsync(new Uri($"/api/v1/{path}?{query}", UriKind.Relative));
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.True(answer["status"].Text() == "success", $"{path} {string.Join(", ", parameters)}: {answer["error"]}");
        Assert.True(answer["warnings"] is null, $"{path} {string.Join(", ", parameters)}: {answer["warnings"]}");
        return answer["data"]!;
    }

    /// <summary>The finite values of an instant query.</summary>
    public async Task<double[]> ValuesAsync(string expression) =>
        [.. (await AskAsync("query", ("query", expression)))["result"].Items().Select(sample => double.Parse(sample["value"]!.AsArray()[1].Text()!, CultureInfo.InvariantCulture)).Where(double.IsFinite)];

    public ValueTask DisposeAsync() => _program.DisposeAsync();
}
