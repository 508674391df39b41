using Diten.Core.Twins;
using Diten.Grains.Hosting;
using Diten.Interfaces.Index;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace Diten.Grains.Index;

/// <summary>
/// One shard of the index. All its calls interleave: what they do to the pages is done between two awaits, and those that wait
/// for the store share its next write.
/// </summary>
[GrainType("twin-index")]
internal sealed partial class TwinIndexGrain(
    [FromKeyedServices(StorageNames.State)] IGrainStorage storage,
    IOptions<TwinGrainOptions> options,
    TimeProvider clock,
    ILogger<TwinIndexGrain> log) : Grain, ITwinIndexGrain
{
    private const int MostListed = 10_000;

    private readonly IndexPages _pages = new(options.Value.IndexPageEntries);

    private TwinOptions Rules => options.Value.Rules;

    public Task UpsertAsync(IReadOnlyList<IndexEntryMessage> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        foreach (var entry in entries) _removed.Remove(entry.Device);
        return TakeAsync(entries);
    }

    private Task TakeAsync(IReadOnlyList<IndexEntryMessage> entries)
    {
        var (now, isUrgent) = (clock.GetUtcNow(), false);
        foreach (var entry in entries)
        {
            isUrgent |= _pages.Upsert(entry, now) == IndexChange.Urgent;
            // What is held, not what came: an older entry may arrive late from a silo that the twin has left.
            Watch(_pages.Find(entry.Device)!);
        }

        // Also where nothing changed by this call: the same entry may be waiting for the store since the call before, which failed.
        return isUrgent || _isBehind ? FlushAsync() : Task.CompletedTask;
    }

    public async Task<string> TellAsync(IReadOnlyList<IndexEntryMessage> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        await TakeAsync(_removed.Count == 0 ? entries : [.. entries.Where(entry => !_removed.ContainsKey(entry.Device))]);
        return Writer;
    }

    public Task<IReadOnlyList<IndexEntryMessage>> ListAsync(IndexQueryMessage query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (now, limit) = (clock.GetUtcNow(), Math.Clamp(query.Limit, 1, MostListed));
        var found = new List<IndexEntryMessage>();
        foreach (var entry in _pages.After(query.After))
        {
            if (!Fits(entry, query, now)) continue;
            found.Add(entry);
            if (found.Count == limit) break;
        }

        return Task.FromResult<IReadOnlyList<IndexEntryMessage>>(found);
    }

    public Task<long[]> CountAsync()
    {
        var (now, counts) = (clock.GetUtcNow(), new long[4]);
        foreach (var page in _pages.All)
        {
            foreach (var entry in page.Entries) counts[LivenessOf(entry, now)]++;
        }

        return Task.FromResult(counts);
    }

    private bool Fits(IndexEntryMessage entry, IndexQueryMessage query, DateTimeOffset now) =>
        (query.Station is null || string.Equals(entry.Station, query.Station, StringComparison.Ordinal))
        && (query.Drifting is null || entry.Drifting == query.Drifting)
        && (query.Contains is null || entry.Device.Contains(query.Contains, StringComparison.OrdinalIgnoreCase))
        && (query.Liveness is null || LivenessOf(entry, now) == query.Liveness);

    private int LivenessOf(IndexEntryMessage entry, DateTimeOffset now) => (int)Twin.LivenessAt(entry.HeardAt, entry.LastWill, now, Rules);
}
