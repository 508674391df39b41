using Diten.Cluster.Tests.Hosting;
using Diten.Cluster.Tests.Twins;
using Diten.Grains.Index;
using Diten.Interfaces;
using Diten.Interfaces.Index;
using Diten.Interfaces.Twins;
using Orleans.Runtime;
using static Diten.Cluster.Tests.Twins.Messages;

namespace Diten.Cluster.Tests.Index;

[Collection(TwinCollection.Name)]
public sealed class IndexTests(TwinCluster cluster)
{
    [Fact]
    public async Task A_new_twin_is_in_the_index_when_its_registration_is_answered_also_after_the_shard_was_out_of_memory()
    {
        // Several per shard, so that pages are cut.
        var ids = Enumerable.Range(0, 200).Select(i => $"index-new-{i:000}").ToArray();
        await Task.WhenAll(ids.Select(id => cluster.RegisterAsync(id)));
        Assert.Equal(ids, await ListAsync("index-new-"));
        await RestartShardsAsync();
        Assert.Equal(ids, await ListAsync("index-new-"));
    }

    [Fact]
    public async Task A_list_follows_its_twin_within_the_bound()
    {
        var twin = await cluster.RegisterAsync("index-follow");
        var shortest = double.PositiveInfinity;
        // A machine that is busy with something else may hold up any one of them.
        for (var sequence = 1; sequence <= 10 && !(shortest <= IndexShards.StalenessSeconds); sequence++)
        {
            var begin = TimeProvider.System.GetTimestamp();
            var reply = await twin.ReportAsync(Report(sequence, ("x", sequence)), null);
            await Eventually.HoldsAsync(async () => await FindAsync("index-follow") is { } entry && entry.Revision == reply.Revision && entry.HeardAt is not null, "the list shows the report");
            shortest = Math.Min(shortest, TimeProvider.System.GetElapsedTime(begin).TotalSeconds);
        }

        Assert.InRange(shortest, 0, IndexShards.StalenessSeconds);
        Assert.Equal(1, (await FindAsync("index-follow", new IndexQueryMessage { Liveness = 1 }))!.HeardAt is null ? 0 : 1);

        await twin.LastWillAsync();
        Assert.True((await FindAsync("index-follow"))!.LastWill);
        Assert.NotNull(await FindAsync("index-follow", new IndexQueryMessage { Liveness = 3 }));
        Assert.Null(await FindAsync("index-follow", new IndexQueryMessage { Liveness = 1 }));
        await RestartShardsAsync();
        Assert.True((await FindAsync("index-follow"))!.LastWill);
    }

    [Fact]
    public async Task A_shard_that_is_lost_with_what_it_had_not_stored_hears_it_again()
    {
        var shard = cluster.ShardOf("index-lost");
        var key = FaultyStorage.KeyOf(cluster.Cluster.Options.ClusterId, shard.GetGrainId());
        var twin = await cluster.RegisterAsync("index-lost");
        var reply = await twin.ReportAsync(Report(1, ("x", 1)), null);
        await Eventually.HoldsAsync(async () => (await FindAsync("index-lost"))!.Revision == reply.Revision, "the list shows the report");
        // It leaves without having stored the revision, as with its silo.
        FaultyStorage.Break(key, new StorageFault { FailWrites = true });
        await TwinCluster.DeactivateAsync(shard);
        Assert.NotEqual(reply.Revision, (await FindAsync("index-lost"))!.Revision);
        FaultyStorage.Heal(key);
        // Any other twin of that silo and shard makes it known; here the same silo is made to tell one that is not the lost one.
        var others = Enumerable.Range(0, 400).Select(i => $"index-lost-{i}").Where(id => IndexShards.Of(id) == IndexShards.Of("index-lost")).Take(8);
        foreach (var id in others) await (await cluster.RegisterAsync(id)).ReportAsync(Report(1, ("x", 1)), null);
        await Eventually.HoldsAsync(async () => (await FindAsync("index-lost"))!.Revision == reply.Revision, "the list shows the report again");
    }

    [Fact]
    public async Task Filters_and_cursors_give_each_twin_once_in_order()
    {
        var ids = Enumerable.Range(0, 60).Select(i => $"index-page-{i:00}").ToArray();
        await Task.WhenAll(ids.Select((id, i) => cluster.RegisterAsync(id, i % 3 == 0 ? "bs-index-a" : "bs-index-b")));
        var wanted = ids.Where((_, i) => i % 3 == 0).ToArray();
        var found = new List<string>();
        for (var shard = 0; shard < IndexShards.Count; shard++)
        {
            string? after = null;
            while (true)
            {
                var page = await cluster.Grains.GetGrain<ITwinIndexGrain>(shard).ListAsync(
                    new IndexQueryMessage { Station = "bs-index-a", Contains = "dex-page", After = after, Limit = 1 });
                if (page.Count == 0) break;
                found.Add(Assert.Single(page).Device);
                Assert.Equal(shard, IndexShards.Of(found[^1]));
                Assert.True(after is null || string.CompareOrdinal(after, found[^1]) < 0);
                after = found[^1];
            }
        }

        Assert.Equal(wanted, found.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Counts_are_by_liveness()
    {
        var shard = cluster.Grains.GetGrain<ITwinIndexGrain>(IndexShards.Of("index-count"));
        await cluster.RegisterAsync("index-count");
        var before = await shard.CountAsync();
        await cluster.Twin("index-count").LastWillAsync();
        var after = await shard.CountAsync();
        // Other tests' twins may be there too.
        Assert.Equal(before.Sum(), after.Sum());
        Assert.True(after[3] >= before[3] + 1);
    }

    [Fact]
    public async Task Older_entries_change_nothing_and_a_store_that_fails_is_told_to_the_caller()
    {
        var shard = cluster.Grains.GetGrain<ITwinIndexGrain>(999);
        var entry = new IndexEntryMessage { Device = "index-direct", Revision = 5, Station = "bs-1", HeardAt = Start };
        await shard.UpsertAsync([entry]);
        await shard.UpsertAsync([entry with { Revision = 4, Station = "bs-2" }]);
        Assert.Equal("bs-1", Assert.Single(await shard.ListAsync(new IndexQueryMessage())).Station);
        // A twin that lost its last interval begins again at an earlier revision, and is heard later.
        await shard.UpsertAsync([entry with { Revision = 4, Station = "bs-2", HeardAt = Start.AddSeconds(1) }]);
        Assert.Equal("bs-2", Assert.Single(await shard.ListAsync(new IndexQueryMessage())).Station);

        var key = FaultyStorage.KeyOf(cluster.Cluster.Options.ClusterId, shard.GetGrainId());
        foreach (var fault in new[] { new StorageFault { FailWrites = true }, new StorageFault { LoseAnswers = true } })
        {
            FaultyStorage.Break(key, fault);
            var next = entry with { Revision = 10, Device = $"index-{fault.LoseAnswers}" };
            await Assert.ThrowsAsync<StateNotStoredException>(() => shard.UpsertAsync([next]));
            // Not even the same again is acknowledged while it is not stored.
            await Assert.ThrowsAsync<StateNotStoredException>(() => shard.UpsertAsync([next]));
            FaultyStorage.Heal(key);
            await shard.UpsertAsync([next]);
        }

        await TwinCluster.DeactivateAsync(shard);
        Assert.Equal(["index-False", "index-True", "index-direct"], (await shard.ListAsync(new IndexQueryMessage())).Select(e => e.Device), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_registration_is_not_answered_while_the_index_cannot_be_stored()
    {
        var shard = cluster.ShardOf("index-broken");
        var key = FaultyStorage.KeyOf(cluster.Cluster.Options.ClusterId, shard.GetGrainId());
        FaultyStorage.Break(key, new StorageFault { FailWrites = true });
        try
        {
            await Assert.ThrowsAsync<StateNotStoredException>(() => cluster.Twin("index-broken").RegisterAsync(Device()));
        }
        finally
        {
            FaultyStorage.Heal(key);
        }

        await cluster.RegisterAsync("index-broken");
        await TwinCluster.DeactivateAsync(shard);
        Assert.NotNull(await FindAsync("index-broken"));
    }

    private async Task<string[]> ListAsync(string contains)
    {
        var lists = await Task.WhenAll(Enumerable.Range(0, IndexShards.Count)
            .Select(s => cluster.Grains.GetGrain<ITwinIndexGrain>(s).ListAsync(new IndexQueryMessage { Contains = contains, Limit = 1000 })));
        return [.. lists.SelectMany(l => l).Select(e => e.Device).Order(StringComparer.Ordinal)];
    }

    private async Task<IndexEntryMessage?> FindAsync(string id, IndexQueryMessage? query = null) =>
        (await cluster.ShardOf(id).ListAsync((query ?? new IndexQueryMessage()) with { Contains = id, Limit = 1 })).SingleOrDefault();

    private Task RestartShardsAsync() => Task.WhenAll(
        Enumerable.Range(0, IndexShards.Count).Select(s => TwinCluster.DeactivateAsync(cluster.Grains.GetGrain<ITwinIndexGrain>(s))));
}
