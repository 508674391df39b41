using System.Globalization;
using Diten.Core.Telemetry;
using Diten.Grains.Mapping;
using Diten.Interfaces;

namespace Diten.Grains.Index;

/// <summary>
/// The store: a root that lists the pages, and the pages. When a page was cut, the new page is written first, then the root,
/// then the page that got smaller; a crash in between leaves entries in two places, of which the root's list tells the right one.
/// </summary>
internal sealed partial class TwinIndexGrain
{
    private const string RootName = "index-root";
    private const int ReadAtOnce = 16;

    private readonly StringPool _pool = new();
    private string? _rootTag;
    private bool _isRootUncertain;

    // A write failed: what is urgent waits for the next one.
    private bool _isBehind;
    private Task _lastWrite = Task.CompletedTask;
    private Task? _nextWrite;

    private string Writer => GrainContext.ActivationId.ToString();

    private long Shard => this.GetPrimaryKeyLong();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await LoadAsync();
        _gauge = new TwinGauge(Shard.ToString(CultureInfo.InvariantCulture), clock.GetUtcNow());
        var interval = options.Value.LivenessInterval;
        this.RegisterGrainTimer(static (shard, _) => shard.OnTimeAsync(), this, new GrainTimerCreationOptions(interval, interval) { Interleave = true, KeepAlive = true });
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _gauge?.Remove();
        foreach (var page in _pages.All) page.IsUrgent |= page.StaleSince is not null;
        await FlushAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private async Task LoadAsync()
    {
        (var root, _rootTag) = await ReadAsync<StoredIndexRoot>(RootName);
        if (root is not { Pages: { Length: > 0 } numbers, Lows: var lows }) return;
        var pages = new List<IndexPage>(numbers.Length);
        for (var from = 0; from < numbers.Length; from += ReadAtOnce)
        {
            var some = Enumerable.Range(from, Math.Min(ReadAtOnce, numbers.Length - from));
            pages.AddRange(await Task.WhenAll(some.Select(i => LoadPageAsync(numbers[i], lows[i], i + 1 < lows.Length ? lows[i + 1] : null))));
        }

        _pages.Restore(pages, root.NextPage);
        foreach (var entry in _pages.After(null)) Watch(entry);
    }

    private async Task<IndexPage> LoadPageAsync(long number, string low, string? next)
    {
        var (stored, tag) = await ReadAsync<StoredIndexPage>(NameOf(number));
        var page = new IndexPage(number, low) { Tag = tag };
        for (var i = 0; i < stored?.Devices.Length; i++)
        {
            // What is beyond the page's end was moved to the next page, and this one was not written since.
            if (next is null || string.CompareOrdinal(stored.Devices[i], next) < 0) page.Entries.Add(TwinIndexMapping.ToWire(stored, i, _pool));
        }

        return page;
    }

    /// <summary>Completes when all that is urgent now is in the store. Those who ask while a write runs share the next one.</summary>
    private Task FlushAsync() => _nextWrite ??= FlushNextAsync();

    private async Task FlushNextAsync()
    {
        // Not before the caller has the task: from the copy on, whoever comes needs another write.
        await Task.Yield();
        await _lastWrite.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _nextWrite = null;
        await (_lastWrite = WriteAsync());
    }

    private async Task WriteAsync()
    {
        // All copies are made before the first await, so that they are of one moment.
        var dirty = new List<(IndexPage Page, StoredIndexPage Copy)>();
        foreach (var page in _pages.All)
        {
            if (!page.IsUrgent) continue;
            dirty.Add((page, TwinIndexMapping.ToStored(page.Entries, Writer)));
            (page.IsUrgent, page.StaleSince) = (false, null);
        }

        var root = _pages.IsCut || _rootTag is null ? RootNow() : null;
        _pages.IsCut = false;
        var isRootStored = root is null;
        try
        {
            var isNew = dirty.ToLookup(d => d.Page.Tag is null);
            await Task.WhenAll(isNew[true].Select(d => WritePageAsync(d.Page, d.Copy)));
            if (root is not null) await WriteRootAsync(root);
            isRootStored = true;
            await Task.WhenAll(isNew[false].Select(d => WritePageAsync(d.Page, d.Copy)));
            _isBehind = false;
        }
        catch (Exception failure)
        {
            foreach (var (page, _) in dirty) page.IsUrgent = true;
            _pages.IsCut |= !isRootStored;
            _isBehind = true;
            LogNotStored(log, Shard, dirty.Count, failure);
            throw new StateNotStoredException($"index shard {Shard}: the store did not answer as it should ({failure.GetType().Name}: {failure.Message}); try again", failure);
        }
    }

    private StoredIndexRoot RootNow() => new()
    {
        Pages = [.. _pages.All.Select(p => p.Number)],
        Lows = [.. _pages.All.Select(p => p.Low)],
        NextPage = _pages.NextNumber,
        Writer = Writer,
    };
}
