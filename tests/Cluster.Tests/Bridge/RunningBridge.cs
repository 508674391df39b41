using System.Collections.Concurrent;
using Diten.Client.Bridge;
using Diten.Cluster.Tests.Hosting;
using Diten.Core.Network;
using Microsoft.Extensions.Logging.Abstractions;

namespace Diten.Cluster.Tests.Bridge;

/// <summary>A bridge in this process.</summary>
internal sealed class RunningBridge : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Task _running;

    private RunningBridge(BridgeOptions options, ITwinNetwork network) =>
        _running = new MessageBridge(options, network, TimeProvider.System, _lines.Enqueue, NullLogger.Instance).RunAsync(_stop.Token);

    public string Said => string.Join('\n', _lines);

    /// <summary>Ends when the bridge does.</summary>
    public Task Ended => _running;

    /// <summary>Starts a bridge and waits until it is connected.</summary>
    public static async Task<RunningBridge> StartAsync(MosquittoBroker broker, ITwinNetwork network, BridgeOptions? options = null)
    {
        var bridge = Begin(broker, network, options);
        await bridge.SaysAsync("connected to the broker");
        return bridge;
    }

    /// <summary>Starts a bridge.</summary>
    public static RunningBridge Begin(MosquittoBroker broker, ITwinNetwork network, BridgeOptions? options = null) =>
        new((options ?? new BridgeOptions()) with { Host = options is { Tls: true } ? "localhost" : "127.0.0.1", Port = broker.Port, LongestPause = TimeSpan.FromSeconds(1) }, network);

    /// <summary>Waits until it has said something.</summary>
    public Task SaysAsync(string what) => Eventually.BecomesAsync(() => Task.FromResult(Said.Contains(what, StringComparison.Ordinal) ? null : _running.IsFaulted ? throw _running.Exception! : Said), what);

    /// <summary>Stops it as an operator would.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
