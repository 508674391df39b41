using System.Collections.Concurrent;
using Diten.Grains.Hosting;
using Diten.Grains.Twins;
using Diten.Interfaces.Index;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Diten.Grains.Index;

/// <summary>
/// Tells the index of a silo's changed twins, all together once per interval: a twin that changes often is told once, as it is
/// then, and a shard gets a few messages and not one per twin. What could not be told is told with the next interval.
/// </summary>
internal sealed partial class TwinIndexOutbox(IServiceProvider services, IOptions<TwinGrainOptions> options, TimeProvider clock, ILogger<TwinIndexOutbox> log) : BackgroundService
{
    private const int BatchEntries = 1000;

    private readonly ConcurrentQueue<TwinGrain> _changed = new();
    private readonly ToldTwins[] _told = [.. Enumerable.Range(0, IndexShards.Count).Select(_ => new ToldTwins())];

    private IGrainFactory? _grains;

    private IGrainFactory Grains => _grains ??= services.GetRequiredService<IGrainFactory>();

    /// <summary>A twin changed; called on its own scheduler.</summary>
    public void Tell(TwinGrain twin)
    {
        if (twin.TryMarkForIndex()) _changed.Enqueue(twin);
    }

    /// <summary>A change that nothing later would tell: returns when the index has it in the store.</summary>
    public Task TellNowAsync(TwinGrain twin) => twin.IndexEntry() is { } entry ? Shard(IndexShards.Of(entry.Device)).UpsertAsync([entry]) : Task.CompletedTask;

    /// <summary>A twin is gone: returns when the index has it no more.</summary>
    public Task RemoveNowAsync(string device) => Shard(IndexShards.Of(device)).RemoveAsync(device);

    /// <summary>Tells all that wait.</summary>
    public async Task FlushAsync()
    {
        var batches = new List<(TwinGrain Twin, IndexEntryMessage Entry)>?[IndexShards.Count];
        for (var left = _changed.Count; left > 0 && _changed.TryDequeue(out var twin); left--)
        {
            // In this order: a change after the mark is taken away is queued again.
            twin.UnmarkForIndex();
            if (twin.IndexEntry() is { } entry) (batches[IndexShards.Of(entry.Device)] ??= []).Add((twin, entry));
        }

        var sending = new List<Task>();
        for (var shard = 0; shard < batches.Length; shard++)
        {
            if (batches[shard] is not { } batch) continue;
            foreach (var part in batch.Chunk(BatchEntries)) sending.Add(SendAsync(shard, part));
        }

        await Task.WhenAll(sending);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.IndexInterval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await FlushAsync();
        }
        catch (OperationCanceledException)
        {
            await FlushAsync();
        }
    }

    private async Task SendAsync(int shard, (TwinGrain Twin, IndexEntryMessage Entry)[] part)
    {
        try
        {
            var taker = await Shard(shard).TellAsync(Array.ConvertAll(part, p => p.Entry));
            var again = _told[shard].Took(taker, part.Select(p => p.Twin), clock.GetUtcNow(), options.Value.IndexRefreshInterval * 1.5);
            if (again.Count == 0) return;
            LogToldAgain(log, shard, again.Count);
            foreach (var twin in again) Tell(twin);
        }
        catch (Exception failure)
        {
            LogNotTold(log, shard, part.Length, failure);
            foreach (var (twin, _) in part) Tell(twin);
        }
    }

    private ITwinIndexGrain Shard(int shard) => Grains.GetGrain<ITwinIndexGrain>(shard);

    [LoggerMessage(1101, LogLevel.Warning, "Index shard {Shard} could not be told of {Count} twins; tried again with the next interval")]
    private static partial void LogNotTold(ILogger log, int shard, int count, Exception failure);

    [LoggerMessage(1102, LogLevel.Information, "Index shard {Shard} came up anew; {Count} twins are told to it again")]
    private static partial void LogToldAgain(ILogger log, int shard, int count);
}
