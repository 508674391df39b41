using Diten.Client.Mapping;
using Diten.Core.Network;
using Diten.Interfaces.Index;
using Diten.Interfaces.Twins;

namespace Diten.Client.Cluster;

/// <summary>Asks for many twins: which there are says the index, in 16 shards at once; what they are they say themselves.</summary>
/// <param name="calls">Asks.</param>
internal sealed class TwinReads(ClusterCalls calls)
{
    private const int ShardPage = 2000;
    private static readonly int[] s_shards = [.. Enumerable.Range(0, IndexShards.Count)];

    /// <summary>One page. The index may be a little behind, so a twin that no longer fits the filter is left out.</summary>
    public async Task<TwinPage> ListAsync(TwinFilter filter, CancellationToken cancellationToken)
    {
        var limit = Math.Clamp(filter.Limit, 1, 1000);
        var query = filter.ToMessage(limit + 1);
        var parts = await calls.AskAllAsync(s_shards, (grains, shard) => grains.GetGrain<ITwinIndexGrain>(shard).ListAsync(query), cancellationToken);
        string[] ids = [.. parts.SelectMany(part => part).Select(entry => entry.Device).Order(StringComparer.Ordinal).Take(limit + 1)];
        string[] wanted = ids.Length > limit ? ids[..limit] : ids;
        var twins = await calls.AskAllAsync(wanted, static (grains, id) => grains.GetGrain<ITwinGrain>(id).GetAsync(), cancellationToken);
        return new TwinPage(
            [.. twins.OfType<TwinMessage>().Select(TwinMapping.ToCore).Where(twin => Fits(twin, filter))],
            ids.Length > limit ? wanted[^1] : null);
    }

    /// <summary>How many there are, by the index.</summary>
    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        var counts = await calls.AskAllAsync(s_shards, static (grains, shard) => grains.GetGrain<ITwinIndexGrain>(shard).CountAsync(), cancellationToken);
        return (int)counts.Sum(liveness => liveness.Sum());
    }

    /// <summary>What the index holds of all twins, at most about so many, in no order.</summary>
    public Task<IReadOnlyList<IndexEntryMessage>> EntriesAsync(int most, CancellationToken cancellationToken) => EntriesAsync(most, liveness: null, cancellationToken);

    /// <summary>The same with their liveness, in ordinal order of ids: the silos know by which periods it is judged, so they are asked for each.</summary>
    public async Task<IReadOnlyList<(IndexEntryMessage Entry, Liveness Liveness)>> LivenessAsync(int most, CancellationToken cancellationToken)
    {
        var parts = await Task.WhenAll(Enum.GetValues<Liveness>().Select(async liveness =>
            (await EntriesAsync(most, (int)liveness, cancellationToken)).Select(entry => (Entry: entry, Liveness: liveness))));
        // One that changed between two answers may be in both.
        return [.. parts.SelectMany(part => part).DistinctBy(pair => pair.Entry.Device, StringComparer.Ordinal).OrderBy(pair => pair.Entry.Device, StringComparer.Ordinal).Take(most)];
    }

    private async Task<IReadOnlyList<IndexEntryMessage>> EntriesAsync(int most, int? liveness, CancellationToken cancellationToken)
    {
        var parts = await Task.WhenAll(s_shards.Select(shard => ShardAsync(shard, (most / IndexShards.Count) + 1, liveness, cancellationToken)));
        return [.. parts.SelectMany(part => part)];
    }

    private async Task<List<IndexEntryMessage>> ShardAsync(int shard, int most, int? liveness, CancellationToken cancellationToken)
    {
        var entries = new List<IndexEntryMessage>();
        while (entries.Count < most)
        {
            var query = new IndexQueryMessage { Liveness = liveness, After = entries.Count > 0 ? entries[^1].Device : null, Limit = Math.Min(ShardPage, most - entries.Count) };
            var page = await calls.AskAsync(grains => grains.GetGrain<ITwinIndexGrain>(shard).ListAsync(query), cancellationToken);
            entries.AddRange(page);
            if (page.Count < query.Limit) break;
        }
        return entries;
    }

    private static bool Fits(TwinSnapshot twin, TwinFilter filter) =>
        (filter.Station is null || string.Equals(twin.Station, filter.Station, StringComparison.Ordinal))
        && (filter.Liveness is null || twin.Liveness == filter.Liveness)
        && (filter.Drifting is null || twin.Drifting == filter.Drifting);
}
