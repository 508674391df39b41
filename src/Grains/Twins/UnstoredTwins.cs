using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Diten.Grains.Twins;

/// <summary>
/// One per silo: the twins of which something waits for the store (the mode Batched). When the silo is told to stop it stores
/// them first thing, before anything else of the shutdown needs the processor or fails: those that have waited longest first,
/// some at once. What the store does not take then, and what comes later, is stored or taken along when each twin leaves.
/// </summary>
internal sealed partial class UnstoredTwins(TimeProvider clock, ILogger<UnstoredTwins> log) : IHostedLifecycleService, ILifecycleParticipant<ISiloLifecycle>
{
    // About as many as a store works on at once; the rest would only wait there.
    private const int AtOnce = 64;

    // If nothing is stored for so long, the silo leaves with what it has: twins that move take it along.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<TwinGrain, bool> _twins = new();
    private Task _storing = Task.CompletedTask;

    /// <summary>Whether the silo stops; nothing should wait for its flush interval any more.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>A twin has something to be stored.</summary>
    public void Add(TwinGrain twin) => _twins[twin] = true;

    /// <summary>A twin is stored, or leaves.</summary>
    public void Remove(TwinGrain twin) => _twins.TryRemove(twin, out _);

    /// <summary>The host stops; none of its services has been stopped yet.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        IsStopping = true;
        _storing = StoreAllAsync(cancellationToken);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The silo is still a member at this stage, and no grain has left.
    void ILifecycleParticipant<ISiloLifecycle>.Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(UnstoredTwins), ServiceLifecycleStage.Active, static _ => Task.CompletedTask, _ => _storing);

    private async Task StoreAllAsync(CancellationToken cancellationToken)
    {
        var twins = _twins.Keys.OrderBy(twin => twin.UnstoredSince).ToArray();
        if (twins.Length == 0) return;
        var (begin, stored, failed) = (clock.GetTimestamp(), 0, 0);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        giveUp.CancelAfter(s_patience);
        try
        {
            await Parallel.ForEachAsync(twins, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = giveUp.Token }, async (twin, stop) =>
            {
                if (await twin.FlushNowAsync().WaitAsync(stop))
                {
                    Interlocked.Increment(ref stored);
                    Volatile.Write(ref failed, 0);
                    giveUp.CancelAfter(s_patience);
                }
                else if (Interlocked.Increment(ref failed) == AtOnce)
                {
                    // One twin may have its own trouble; so many in a row have the store's.
                    await giveUp.CancelAsync();
                }
            });
        }
        catch (OperationCanceledException)
        {
            // Told below.
        }

        LogStored(log, stored, twins.Length, clock.GetElapsedTime(begin).TotalSeconds);
    }

    [LoggerMessage(1020, LogLevel.Information, "The silo stops: {Stored} of {Twins} twins that waited for the store are stored after {Seconds:F1} s")]
    private static partial void LogStored(ILogger log, int stored, int twins, double seconds);
}
