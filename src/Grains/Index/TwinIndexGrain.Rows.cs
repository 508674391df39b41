using Diten.Interfaces;
using Microsoft.Extensions.Logging;

namespace Diten.Grains.Index;

/// <summary>Rows in the store, and what is done on time.</summary>
internal sealed partial class TwinIndexGrain
{
    /// <summary>Looks for silence; stores a share of the pages that only hold what is told again, and what could not be stored before.</summary>
    private async Task OnTimeAsync()
    {
        LookForSilence();
        ForgetRemovals();
        CountTwins();
        var (now, refresh) = (clock.GetUtcNow(), options.Value.IndexRefreshInterval);
        var left = 1 + (int)(_pages.All.Count * (options.Value.LivenessInterval / refresh));
        var isDue = _isBehind;
        foreach (var page in _pages.All)
        {
            if (page.StaleSince is not { } since || now - since < refresh) continue;
            page.IsUrgent = isDue = true;
            if (--left == 0) break;
        }

        // A failure is logged there and tried again next time.
        if (isDue) await FlushAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private static string NameOf(long page) => $"index-page-{page}";

    private async Task WritePageAsync(IndexPage page, StoredIndexPage copy)
    {
        var isUncertain = page.IsUncertain;
        page.IsUncertain = true;
        page.Tag = await WriteAsync(NameOf(page.Number), copy, page.Tag, isUncertain);
        page.IsUncertain = false;
    }

    private async Task WriteRootAsync(StoredIndexRoot root)
    {
        var isUncertain = _isRootUncertain;
        _isRootUncertain = true;
        _rootTag = await WriteAsync(RootName, root, _rootTag, isUncertain);
        _isRootUncertain = false;
    }

    private async Task<string?> WriteAsync<T>(string name, T state, string? tag, bool isUncertain)
        where T : class, IWrittenByActivation, new()
    {
        if (isUncertain)
        {
            var (there, newest) = await ReadAsync<T>(name);
            if (there is not null && !IsSame(there.Writer, Writer) && !IsSame(newest, tag))
            {
                DeactivateOnIdle();
                throw new StateNotStoredException($"{name} was written by another activation; this one ends");
            }

            tag = newest;
        }

        var entry = new GrainState<T>(state, tag) { RecordExists = tag is not null };
        await storage.WriteStateAsync(name, GrainContext.GrainId, entry);
        return entry.ETag;
    }

    private async Task<(T? Stored, string? Tag)> ReadAsync<T>(string name)
        where T : class, new()
    {
        var entry = new GrainState<T>(new T());
        await storage.ReadStateAsync(name, GrainContext.GrainId, entry);
        return (entry.RecordExists ? entry.State : null, entry.ETag);
    }

    private static bool IsSame(string? a, string? b) => string.Equals(a, b, StringComparison.Ordinal);

    [LoggerMessage(1201, LogLevel.Warning, "Index shard {Shard}: {Pages} pages were not stored; tried again")]
    private static partial void LogNotStored(ILogger log, long shard, int pages, Exception failure);
}
