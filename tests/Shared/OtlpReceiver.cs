using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Diten.Tests;

internal sealed record ReceivedSpan(
    string Service, string Instance, string Scope, string Name, string TraceId, string SpanId, string ParentId, int Kind, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> Links);

internal sealed record ReceivedPoint(string Service, string Scope, string Name, string Unit, IReadOnlyDictionary<string, string> Labels, double Value, long Count);

internal sealed record ReceivedLog(string Service, string Scope, string Text, string TraceId, IReadOnlyDictionary<string, string> Attributes);

/// <summary>A collector on loopback that keeps what is exported to it by OTLP over HTTP.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();
    private readonly ConcurrentQueue<ReceivedLog> _logs = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private volatile IReadOnlyList<ReceivedPoint> _points = [];

    private OtlpReceiver(WebApplication app) => _app = app;

    /// <summary>The variables that make a process export to it, often.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _app.Urls.Single(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        ["OTEL_BSP_MAX_QUEUE_SIZE"] = "200000",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
    };

    public IReadOnlyList<ReceivedSpan> Spans => [.. _spans];

    public IReadOnlyList<ReceivedLog> Logs => [.. _logs];

    /// <summary>The newest value of every series of every process.</summary>
    public IReadOnlyList<ReceivedPoint> Points => _points;

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<string> Faults => [.. _faults];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.MapPost("/v1/{signal}", async (string signal, HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            receiver.Take(signal, body.ToArray());
            context.Response.ContentType = "application/x-protobuf";
        });
        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Take(string signal, byte[] body)
    {
        try
        {
            foreach (var resource in new ProtobufFields(body).All(1))
            {
                var process = Attributes(resource.One(1), 1);
                var (service, instance) = (process.GetValueOrDefault("service.name", ""), process.GetValueOrDefault("service.instance.id", ""));
                foreach (var scope in resource.All(2))
                {
                    var name = scope.One(1).Text(1);
                    foreach (var item in scope.All(2)) Take(signal, (service, instance, name), item);
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or IndexOutOfRangeException)
        {
            _faults.Enqueue($"{signal}: {e}");
        }
    }

    private void Take(string signal, (string Service, string Instance, string Scope) from, ProtobufFields item)
    {
        switch (signal)
        {
            case "traces":
                _spans.Enqueue(new ReceivedSpan(
                    from.Service, from.Instance, from.Scope, item.Text(5), item.Hex(1), item.Hex(2), item.Hex(4), (int)item.Number(6), Attributes(item, 9), [.. item.All(13).Select(link => link.Hex(1))]));
                break;
            case "logs":
                _logs.Enqueue(new ReceivedLog(from.Service, from.Scope, item.One(5).Text(1), item.Hex(9), Attributes(item, 6)));
                break;
            case "metrics":
                TakeMetric(from, item);
                break;
            default:
                throw new InvalidDataException($"no such signal: {signal}");
        }
    }

    private void TakeMetric((string Service, string Instance, string Scope) from, ProtobufFields metric)
    {
        var (name, unit) = (metric.Text(1), metric.Text(3));
        var fresh = metric.All(5).Concat(metric.All(7)).SelectMany(data => data.All(1))
            .Select(point => new ReceivedPoint(from.Service, from.Scope, name, unit, Attributes(point, 7), point.Has(4) ? point.Real(4) : (long)point.Number(6), 0))
            .Concat(metric.All(9).SelectMany(data => data.All(1))
                .Select(point => new ReceivedPoint(from.Service, from.Scope, name, unit, Attributes(point, 9), point.Real(5), (long)point.Number(4)))).ToArray();
        lock (_logs) _points = [.. _points.Where(old => (old.Service, old.Scope, old.Name) != (from.Service, from.Scope, name)), .. fresh];
    }

    private static Dictionary<string, string> Attributes(ProtobufFields message, int number)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in message.All(number)) attributes[pair.Text(1)] = Value(pair.One(2));
        return attributes;
    }

    private static string Value(ProtobufFields any) =>
        any.Has(1) ? any.Text(1)
        : any.Has(2) ? any.Number(2) != 0 ? "true" : "false"
        : any.Has(3) ? ((long)any.Number(3)).ToString(System.Globalization.CultureInfo.InvariantCulture)
        : any.Has(4) ? any.Real(4).ToString("R", System.Globalization.CultureInfo.InvariantCulture)
        : "";
}
