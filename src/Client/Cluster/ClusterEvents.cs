using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Diten.Core.Network;
using Diten.Interfaces.Index;
using Diten.Interfaces.Stations;
using Diten.Simulation.Live;

namespace Diten.Client.Cluster;

/// <summary>
/// What happens in the cluster, numbered by this process: stations are followed by long polls, twins by looking through the
/// index while somebody watches. Following begins with the first watcher and goes on, so that who comes back can resume.
/// </summary>
internal sealed class ClusterEvents(IClusterAccess access, StationReads stations, TwinReads twins, ClusterOptions options, TimeProvider time) : IAsyncDisposable
{
    private const int TwinsPerSecond = 5000;
    private const int MaxTwins = 1_000_000;
    private static readonly TimeSpan s_pollTimeout = TimeSpan.FromSeconds(40);

    private readonly EventLog _log = new(options.Events);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Task> _followed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _revisions = new(StringComparer.Ordinal);
    private Task? _running;
    private int _watchers;
    private volatile bool _hasMacro;
    private bool _lost;

    /// <summary>Events from after an id where still held, then new ones; 0 for new ones only.</summary>
    public async IAsyncEnumerable<NetworkEvent> WatchAsync(long afterId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var events = _log.WatchAsync(afterId, cancellationToken).GetAsyncEnumerator(cancellationToken);
        // Listens before the following begins, so that the first watcher misses nothing.
        var next = events.MoveNextAsync().AsTask();
        lock (_gate) _running ??= Task.WhenAll(FollowStationsAsync(), FollowTwinsAsync());
        Interlocked.Increment(ref _watchers);
        try
        {
            for (; await next; next = events.MoveNextAsync().AsTask()) yield return events.Current;
        }
        finally
        {
            Interlocked.Decrement(ref _watchers);
        }
    }

    /// <summary>A twin was changed through this process.</summary>
    public void TwinChanged(string id, long revision)
    {
        if (_revisions.TryGetValue(id, out var known) && known >= revision) return;
        _revisions[id] = revision;
        _log.Add([("twin", id, 0)]);
    }

    /// <summary>A twin was taken away through this process; one of the same id begins anew.</summary>
    public void TwinRemoved(string id)
    {
        _revisions.TryRemove(id, out _);
        _log.Add([("twin", id, 0)]);
    }

    /// <summary>Stops following.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task? running;
        lock (_gate) running = _running;
        if (running is not null) await running;
        await Task.WhenAll(_followed.Values);
        _stop.Dispose();
    }

    private Task FollowStationsAsync() => EveryAsync(() => options.StationPeriod, async () =>
    {
        var entries = await stations.EntriesAsync(_stop.Token);
        _hasMacro = entries.Any(entry => entry.IsMacro);
        foreach (var entry in entries) _ = _followed.GetOrAdd(entry.Station, id => Task.Run(() => FollowAsync(id, entry.IsMacro)));
        Tell(lost: false);
    });

    private async Task FollowAsync(string station, bool isMacro)
    {
        StationStatusMessage? last = null;
        await EveryAsync(() => TimeSpan.Zero, async () =>
        {
            var seen = last?.Sequence ?? 0;
            var poll = isMacro ? access.Grains.GetGrain<IMacroStationGrain>(station).WatchAsync(seen) : access.Grains.GetGrain<IStationGrain>(station).WatchAsync(seen);
            var status = await poll.WaitAsync(s_pollTimeout, time, _stop.Token);
            if (last is not null && status.Sequence != seen) _log.Add(EventsOf(last, status, isMacro || !_hasMacro));
            last = status;
        });
    }

    private static List<(string Kind, string Subject, int Round)> EventsOf(StationStatusMessage before, StationStatusMessage now, bool isTop)
    {
        var events = new List<(string Kind, string Subject, int Round)> { ("station", now.Station, now.Round) };
        if (!isTop) return events;
        for (var round = before.FinishedRound + 1; round <= now.FinishedRound; round++) events.Add(("round", now.Station, round));
        return events;
    }

    private Task FollowTwinsAsync() => EveryAsync(
        () => options.IndexPeriod + TimeSpan.FromSeconds(_revisions.Count / (double)TwinsPerSecond),
        async () =>
        {
            if (Volatile.Read(ref _watchers) == 0) return;
            var first = _revisions.IsEmpty;
            var changed = new List<(string Kind, string Subject, int Round)>();
            var entries = await twins.EntriesAsync(MaxTwins, _stop.Token);
            foreach (var gone in Gone(entries)) changed.Add(("twin", gone, 0));
            foreach (var entry in entries)
            {
                if (_revisions.TryGetValue(entry.Device, out var known) && known >= entry.Revision) continue;
                _revisions[entry.Device] = entry.Revision;
                changed.Add(("twin", entry.Device, entry.LastRound));
            }
            if (changed.Count > 0 && !first) _log.Add(changed);
        });

    /// <summary>Forgets twins that were taken away elsewhere, and tells which.</summary>
    private List<string> Gone(IReadOnlyList<IndexEntryMessage> entries)
    {
        if (_revisions.Count <= entries.Count) return [];
        var there = entries.Select(entry => entry.Device).ToHashSet(StringComparer.Ordinal);
        return [.. _revisions.Keys.Where(id => !there.Contains(id) && _revisions.TryRemove(id, out _))];
    }

    /// <summary>Does it again and again until the end; who cannot be reached is asked again after a second.</summary>
    private async Task EveryAsync(Func<TimeSpan> period, Func<Task> act)
    {
        // It goes on long after the request that has begun it.
        System.Diagnostics.Activity.Current = null;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await act();
                if (period() is var pause && pause > TimeSpan.Zero) await Task.Delay(pause, time, _stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it is, the cluster cannot be followed now and will be tried again.
            catch (Exception)
#pragma warning restore CA1031
            {
                Tell(lost: true);
                await Task.Delay(TimeSpan.FromSeconds(1), time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Tell(bool lost)
    {
        lock (_gate)
        {
            if (_lost == lost) return;
            _lost = lost;
        }
        _log.Add([("status", lost ? "unreachable" : "running", 0)]);
    }
}
