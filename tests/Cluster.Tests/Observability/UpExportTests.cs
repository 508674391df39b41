using Diten.Cluster.Tests.Client;
using Diten.Cluster.Tests.Hosting;
using Diten.Cluster.Tests.Silo;

namespace Diten.Cluster.Tests.Observability;

/// <summary><c>diten up</c> as people run it, with a collector: the silo is one process, dashboard and devices are another.</summary>
[Trait("Category", "Cluster-Process")]
public sealed class UpExportTests : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("diten-otel-").FullName;

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [FactOnLinux]
    public async Task Silo_and_devices_export_one_trace_their_metrics_and_the_silos_log()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using (var up = UpProcess.Start(_state, receiver.Environment, "--devices", "10", "--participants", "4"))
        {
            await up.ServesAsync();
            await up.ReachesAsync(2);
            await Eventually.BecomesAsync(() => Task.FromResult(Lacks(receiver)), "both processes export");
            await up.InterruptAsync();
            Assert.Equal(0, await up.ExitAsync());
        }

        Assert.Empty(receiver.Faults);
        Assert.DoesNotContain(receiver.Points, point => point.Labels.Values.Any(value => value.StartsWith("device-", StringComparison.Ordinal)));
    }

    [FactOnLinux]
    public async Task Rounds_that_the_sampler_leaves_out_make_no_activity_in_any_process_and_are_measured_and_logged_as_before()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var environment = new Dictionary<string, string?>(receiver.Environment, StringComparer.Ordinal) { ["OTEL_TRACES_SAMPLER"] = "parentbased_traceidratio", ["OTEL_TRACES_SAMPLER_ARG"] = "0" };
        await using (var up = UpProcess.Start(_state, environment, "--devices", "10", "--participants", "4"))
        {
            await up.ServesAsync();
            await up.ReachesAsync(2);
            await Eventually.HoldsAsync(
                () => receiver.Points.Any(point => point is { Name: "diten.rounds", Value: >= 2 })
                    && receiver.Points.Any(point => point is { Name: "http.server.request.duration", Service: "diten-up", Count: > 0 })
                    && receiver.Logs.Any(log => log.Service is "diten-silo" && log.Text.Contains(" finished round 2", StringComparison.Ordinal))
                    && receiver.Logs.Any(log => log.Service is "diten-up" && log.Text.StartsWith("10 devices are registered", StringComparison.Ordinal)),
                "rounds, requests and logs are exported");
            await up.InterruptAsync();
            Assert.Equal(0, await up.ExitAsync());
        }

        // Whatever was left is sent at the end.
        Assert.Empty(receiver.Spans);
        Assert.Empty(receiver.Faults);
    }

    private static string? Lacks(OtlpReceiver receiver)
    {
        const int Server = 2;
        var spans = receiver.Spans;
        var rounds = spans.Where(span => span is { Name: "diten.round", Service: "diten-silo" }).Select(span => span.TraceId).ToHashSet(StringComparer.Ordinal);
        if (rounds.Count == 0) return "no round is traced";
        var offers = spans.Where(span => span is { Name: "diten.device.offer", Service: "diten-up" } && rounds.Contains(span.TraceId)).Select(span => span.TraceId).ToHashSet(StringComparer.Ordinal);
        if (offers.Count == 0) return "no offer is in a round's trace";
        if (!spans.Any(span => span is { Name: "ITwinGrain/OfferAsync", Service: "diten-silo", Kind: Server } && offers.Contains(span.TraceId))) return "no twin has an offer in its trace";
        if (!spans.Any(span => span is { Scope: "Microsoft.AspNetCore", Service: "diten-up", Kind: Server })) return "no request is traced";
        if (!receiver.Logs.Any(log => log.Service is "diten-silo" && log.Text.Contains(" finished round ", StringComparison.Ordinal) && rounds.Contains(log.TraceId))) return "no record of the log belongs to a round";
        var points = receiver.Points;
        var twins = points.Where(point => point is { Name: "diten.twins", Service: "diten-silo" }).ToArray();
        if (twins.Select(point => point.Labels["liveness"]).Distinct(StringComparer.Ordinal).Count() != 4 || (int)twins.Sum(point => point.Value) != 10) return $"{twins.Sum(point => point.Value)} twins of {twins.Length} kinds";
        if (!points.Any(point => point is { Name: "diten.station.members", Service: "diten-silo", Value: 10 })) return "no station has ten members";
        if (!points.Any(point => point is { Name: "diten.storage.duration", Count: > 0 })) return "no store is measured";
        if (!points.Any(point => point is { Name: "http.server.request.duration", Service: "diten-up", Count: > 0 } && point.Labels.ContainsKey("http.route"))) return "no request is measured";
        return points.Any(point => point is { Name: "orleans-app-requests-latency", Service: "diten-silo" }) ? null : "Orleans is not measured";
    }
}
