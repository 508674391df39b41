using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Diten.Core.Network;
using Diten.Dashboard.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Diten.Dashboard.Api;

/// <summary>Server-Sent Events: one event per change, with ids to resume from, and a heartbeat.</summary>
internal static class EventStream
{
    public static readonly QueryField[] Query = [QueryField.Integer("after", "Resume after this event id; the header Last-Event-ID goes before it", 0, long.MaxValue)];

    public static async Task<IResult> Serve(
        HttpContext context, ITwinNetwork network, TimeProvider time, IOptions<DashboardOptions> options, IHostApplicationLifetime lifetime)
    {
        if (QueryValues.Read(context, out var problem) is not { } query) return problem!;
        var after = query.Long("after") ?? 0;
        var header = context.Request.Headers["Last-Event-ID"].ToString();
        if (header.Length > 0 && (!long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out after) || after < 0))
            return Problems.Field("Last-Event-ID", "must be a whole number, 0 or more");

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache, no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await Write(context, ": ok\nretry: 1000\n\n", stop.Token);
            await Pump(context, network.WatchAsync(after, stop.Token), time, TimeSpan.FromSeconds(options.Value.HeartbeatSeconds), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The reader left or the server stops: the stream simply ends.
        }
        return TypedResults.Empty;
    }

    // The watcher runs beside the writer, so that a heartbeat needs no cancelled wait on the watcher.
    private static async Task Pump(HttpContext context, IAsyncEnumerable<NetworkEvent> events, TimeProvider time, TimeSpan heartbeat, CancellationTokenSource stop)
    {
        var queue = Channel.CreateBounded<NetworkEvent>(new BoundedChannelOptions(1024) { SingleReader = true, SingleWriter = true });
        var watching = Watch(events, queue.Writer, stop.Token);
        try
        {
            while (true)
            {
                var waiting = queue.Reader.WaitToReadAsync(stop.Token).AsTask();
                while (!waiting.IsCompleted)
                {
                    using var beat = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
                    var tick = Task.Delay(heartbeat, time, beat.Token);
                    if (await Task.WhenAny(waiting, tick) == tick && !stop.IsCancellationRequested) await Write(context, ": alive\n\n", stop.Token);
                    await beat.CancelAsync();
                }
                if (!await waiting) break;
                while (queue.Reader.TryRead(out var e)) await Write(context, Format(e), stop.Token);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await watching;
        }
    }

    private static async Task Watch(IAsyncEnumerable<NetworkEvent> events, ChannelWriter<NetworkEvent> queue, CancellationToken stop)
    {
        try
        {
            await foreach (var e in events.WithCancellation(stop)) await queue.WriteAsync(e, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to end.
        }
        finally
        {
            queue.TryComplete();
        }
    }

    private static string Format(NetworkEvent e) => $"id: {e.Id.ToString(CultureInfo.InvariantCulture)}\nevent: {e.Kind}\ndata: {JsonSerializer.Serialize(e, ApiJson.Default.NetworkEvent)}\n\n";

    private static async Task Write(HttpContext context, string text, CancellationToken stop)
    {
        await context.Response.WriteAsync(text, stop);
        await context.Response.Body.FlushAsync(stop);
    }
}
