using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Diten.Architecture.Tests;
using Diten.Cluster.Tests.Hosting;
using Diten.Deploy.Tests.Reading;
using Diten.Deploy.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Diten.Deploy.Tests.Observed;

/// <summary>
/// A real Prometheus with the deployment's own configuration and rules, which scrapes what the collector would show: only the
/// addresses are others, and it looks every second.
/// </summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly WebApplication _collector;
    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly HttpClient _http;

    private PrometheusServer(WebApplication collector, DirectoryInfo folder, Process process, Uri address) =>
        (_collector, _folder, _process, _http) = (collector, folder, process, new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) });

    /// <summary>Why tests that need it cannot run here; null if they can.</summary>
    public static string? Missing { get; } = ToolFactAttribute.IsInstalled("prometheus")
        ? null
        : "prometheus is not installed (Debian: apt-get install prometheus): queries of dashboards and alerts are checked against docs/telemetry.md only";

    /// <summary>Starts it.</summary>
    /// <param name="text">What the collector shows at the moment.</param>
    public static async Task<PrometheusServer> StartAsync(Func<string> text)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var collector = builder.Build();
        collector.MapGet("/metrics", () => Results.Text(text(), "text/plain; version=0.0.4"));
        await collector.StartAsync();
        var folder = Directory.CreateTempSubdirectory("diten-prometheus-");
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Plan.FreePorts(1)[0]}");
        var config = Path.Combine(folder.FullName, "prometheus.yaml");
        await File.WriteAllTextAsync(config, Configuration(new Uri(collector.Urls.Single()).Authority, address));
        var start = new ProcessStartInfo("prometheus", [$"--config.file={config}", $"--storage.tsdb.path={Path.Combine(folder.FullName, "data")}", $"--web.listen-address={address}", "--log.level=error"]);
        var server = new PrometheusServer(collector, folder, Process.Start(start)!, new Uri($"http://{address}"));
        await Eventually.HoldsAsync(server.IsReadyAsync, "Prometheus is ready");
        return server;
    }

    /// <summary>The <c>data</c> of an answer of its API; fails if the answer is an error.</summary>
    /// <param name="path">Path below <c>/api/v1/</c>.</param>
    /// <param name="parameters">Parameters of the query.</param>
    public async Task<JsonNode> AskAsync(string path, params (string Name, string Value)[] parameters)
    {
        var query = string.Join('&', parameters.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"));
        using var response = await _http.GetAsync(new Uri($"/api/v1/{path}?{query}", UriKind.Relative));
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.True(answer["status"].Text() == "success", $"{path} {string.Join(", ", parameters)}: {answer["error"]}");
        Assert.True(answer["warnings"] is null, $"{path} {string.Join(", ", parameters)}: {answer["warnings"]}");
        return answer["data"]!;
    }

    /// <summary>The finite values of an instant query.</summary>
    public async Task<double[]> ValuesAsync(string expression) =>
        [.. (await AskAsync("query", ("query", expression)))["result"].Items().Select(sample => double.Parse(sample["value"]!.AsArray()[1].Text()!, CultureInfo.InvariantCulture)).Where(double.IsFinite)];

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        await _collector.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string Configuration(string collector, string self)
    {
        var observability = Repository.PathTo("deploy", "observability");
        (string Old, string New)[] places =
        [
            ("_interval: 15s", "_interval: 1s"), ("/etc/prometheus/rules/", observability + "/"), ("otel-collector:8889", collector),
            // The collector's own metrics: nobody asks for them, but for whether they are there.
            ("otel-collector:8888", self), ("localhost:9090", self), ("alertmanager:9093", collector),
        ];
        var text = File.ReadAllText(Path.Combine(observability, "prometheus.yaml"));
        foreach (var (old, now) in places)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, now, StringComparison.Ordinal);
        }
        return text;
    }

    private async Task<bool> IsReadyAsync()
    {
        Assert.False(_process.HasExited, "Prometheus has ended");
        try
        {
            using var answer = await _http.GetAsync(new Uri("/-/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
