using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Diten.Tests;

/// <summary>A collector on loopback that keeps what is exported to it by OTLP, over HTTP or gRPC.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly bool _grpc;
    private readonly Func<string, Task> _beforeAnswer;
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();
    private readonly ConcurrentQueue<ReceivedLog> _logs = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentDictionary<(ReceivedFrom From, string Name), ReceivedPoint[]> _points = new();
    private readonly ConcurrentDictionary<(ReceivedFrom From, string Name, string Labels), (long At, ReceivedPoint Point)> _series = new();

    private OtlpReceiver(WebApplication app, bool grpc, Func<string, Task> beforeAnswer) => (_app, _grpc, _beforeAnswer) = (app, grpc, beforeAnswer);

    /// <summary>The variables that make a process export to it, often.</summary>
    public IReadOnlyDictionary<string, string?> Environment
    {
        get
        {
            var variables = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _app.Urls.Single(),
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
                ["OTEL_BSP_MAX_QUEUE_SIZE"] = "200000",
                ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
            };
            // gRPC is the default.
            if (!_grpc) variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
            return variables;
        }
    }

    public IReadOnlyList<ReceivedSpan> Spans => [.. _spans];

    public IReadOnlyList<ReceivedLog> Logs => [.. _logs];

    /// <summary>The newest value of every series of every process.</summary>
    public IReadOnlyList<ReceivedPoint> Points => [.. _points.Values.SelectMany(points => points)];

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<string> Faults => [.. _faults];

    /// <summary>The newest value of every series that was told within the last time, also of those that their process tells no more.</summary>
    public IReadOnlyList<ReceivedPoint> PointsOf(TimeSpan time) => [.. _series.Values.Where(series => Stopwatch.GetElapsedTime(series.At) < time).Select(series => series.Point)];

    /// <summary>Starts a receiver.</summary>
    /// <param name="grpc">Whether it speaks gRPC and not HTTP.</param>
    /// <param name="beforeAnswer">What an answer waits for, by the name of the signal; what is given up meanwhile is not kept.</param>
    public static async Task<OtlpReceiver> StartAsync(bool grpc = false, Func<string, Task>? beforeAnswer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var app = builder.Build();
        var receiver = new OtlpReceiver(app, grpc, beforeAnswer ?? (_ => Task.CompletedTask));
        foreach (var (signal, service) in new[] { ("traces", "trace.v1.TraceService"), ("metrics", "metrics.v1.MetricsService"), ("logs", "logs.v1.LogsService") })
        {
            if (grpc) app.MapPost($"/opentelemetry.proto.collector.{service}/Export", context => receiver.TakeGrpcAsync(signal, context));
            else app.MapPost($"/v1/{signal}", context => receiver.TakeHttpAsync(signal, context));
        }
        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeHttpAsync(string signal, HttpContext context)
    {
        var body = await BodyAsync(context);
        await _beforeAnswer(signal).WaitAsync(context.RequestAborted);
        Take(signal, body);
        context.Response.ContentType = "application/x-protobuf";
    }

    /// <summary>A call of one message: a byte that says whether it is compressed (by gzip), four for its length, the message; the answer is an empty one.</summary>
    private async Task TakeGrpcAsync(string signal, HttpContext context)
    {
        var body = await BodyAsync(context);
        if (context.Request.ContentType is not "application/grpc") _faults.Enqueue($"{signal}: content type {context.Request.ContentType}");
        else if (body.Length < 5 || BinaryPrimitives.ReadInt32BigEndian(body.Span[1..]) != body.Length - 5) _faults.Enqueue($"{signal}: a frame of {body.Length} bytes");
        else Take(signal, body.Span[0] == 0 ? body[5..] : await InflatedAsync(body[5..]));
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[5]);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    private static async Task<ReadOnlyMemory<byte>> InflatedAsync(ReadOnlyMemory<byte> message)
    {
        using var plain = new MemoryStream();
        await using var gzip = new GZipStream(new MemoryStream(message.ToArray()), CompressionMode.Decompress);
        await gzip.CopyToAsync(plain);
        return plain.ToArray();
    }

    private void Take(string signal, ReadOnlyMemory<byte> body)
    {
        try
        {
            foreach (var (from, item) in OtlpMessage.Items(body)) Take(signal, from, item);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or IndexOutOfRangeException)
        {
            _faults.Enqueue($"{signal}: {e}");
        }
    }

    private void Take(string signal, ReceivedFrom from, ProtobufFields item)
    {
        if (signal is "traces") _spans.Enqueue(OtlpMessage.Span(from, item));
        else if (signal is "logs") _logs.Enqueue(OtlpMessage.Log(from, item));
        else Keep(from, item.Text(1), [.. OtlpMessage.Points(from, item)]);
    }

    private void Keep(ReceivedFrom from, string metric, ReceivedPoint[] points)
    {
        _points[(from, metric)] = points;
        foreach (var point in points)
            _series[(from, metric, string.Join('\n', point.Labels.Select(label => $"{label.Key}={label.Value}").Order(StringComparer.Ordinal)))] = (Stopwatch.GetTimestamp(), point);
    }
}
