using Diten.Simulation.Live;

namespace Diten.Simulation.Tests.Live;

public sealed class EventLogTests
{
    private static readonly (string, string, int)[] s_two = [("twin", "a", 1), ("round", "b", 1)];

    [Fact]
    public async Task A_watcher_resumes_after_the_last_it_saw()
    {
        var log = new EventLog(100);
        log.Add(s_two);
        log.Add(s_two);
        using var stop = new CancellationTokenSource();
        var ids = new List<long>();
        await foreach (var item in log.WatchAsync(1, stop.Token))
        {
            ids.Add(item.Id);
            if (item.Id == 4) break;
        }

        Assert.Equal([2, 3, 4], ids);
    }

    [Fact]
    public async Task A_slow_watcher_misses_what_is_overwritten_and_nothing_else()
    {
        var log = new EventLog(4);
        for (var i = 0; i < 10; i++) log.Add(s_two);
        var ids = new List<long>();
        await foreach (var item in log.WatchAsync(3, CancellationToken.None))
        {
            ids.Add(item.Id);
            if (item.Id == log.Last) break;
        }

        Assert.Equal([17, 18, 19, 20], ids);
    }

    [Fact]
    public async Task New_watchers_see_new_events_only_and_end_when_cancelled()
    {
        var log = new EventLog(16);
        log.Add(s_two);
        using var stop = new CancellationTokenSource();
        var ids = new List<long>();
        await using var watch = log.WatchAsync(0, stop.Token).GetAsyncEnumerator(CancellationToken.None);
        var next = watch.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        log.Add(s_two);
        Assert.True(await next);
        ids.Add(watch.Current.Id);
        Assert.True(await watch.MoveNextAsync());
        ids.Add(watch.Current.Id);
        var last = watch.MoveNextAsync().AsTask();
        await stop.CancelAsync();
        Assert.False(await last);
        Assert.Equal([3, 4], ids);
    }

    [Fact]
    public async Task A_number_of_a_former_run_is_brought_back_to_now()
    {
        var log = new EventLog(16);
        log.Add(s_two);
        await using var watch = log.WatchAsync(1_000, CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);
        var next = watch.MoveNextAsync().AsTask();
        log.Add(s_two);
        Assert.True(await next);
        Assert.Equal(3, watch.Current.Id);
    }
}
