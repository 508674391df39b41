using System.Runtime.CompilerServices;
using Diten.Core.Network;

namespace Diten.Simulation.Live;

/// <summary>
/// The latest events, numbered, for any number of watchers at their own pace: the writer never waits, and who is too slow
/// misses what has been overwritten.
/// </summary>
internal sealed class EventLog(int capacity)
{
    private readonly Lock _gate = new();
    private readonly NetworkEvent[] _ring = new NetworkEvent[capacity];
    private TaskCompletionSource _news = New();
    private long _last;

    /// <summary>Number of the last event; 0 if none.</summary>
    public long Last
    {
        get
        {
            lock (_gate) return _last;
        }
    }

    /// <summary>Adds events and wakes the watchers once.</summary>
    public void Add(IReadOnlyList<(string Kind, string Subject, int Round)> events)
    {
        TaskCompletionSource news;
        lock (_gate)
        {
            foreach (var (kind, subject, round) in events)
            {
                _last++;
                _ring[_last % _ring.Length] = new NetworkEvent(_last, kind, subject, round);
            }
            (news, _news) = (_news, New());
        }
        news.TrySetResult();
    }

    /// <summary>Events after a number as far as they are still held, then new ones; 0 for new ones only.</summary>
    public async IAsyncEnumerable<NetworkEvent> WatchAsync(long afterId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = afterId > 0 ? afterId : Last;
        while (!cancellationToken.IsCancellationRequested)
        {
            Task news;
            NetworkEvent[] batch;
            lock (_gate) (batch, news) = (After(seen), _news.Task);
            foreach (var item in batch)
            {
                seen = item.Id;
                yield return item;
            }
            // A number from the future (of a former run) is brought back to now.
            if (batch.Length == 0) seen = Math.Min(seen, Last);
            if (batch.Length == 0 && !await Happened(news, cancellationToken)) yield break;
        }
    }

    private NetworkEvent[] After(long seen)
    {
        var first = Math.Max(seen + 1, Math.Max(1, _last - _ring.Length + 1));
        if (first > _last) return [];
        var batch = new NetworkEvent[_last - first + 1];
        for (var i = 0; i < batch.Length; i++) batch[i] = _ring[(first + i) % _ring.Length];
        return batch;
    }

    private static async Task<bool> Happened(Task news, CancellationToken cancellationToken)
    {
        try
        {
            await news.WaitAsync(cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
