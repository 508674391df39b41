using Diten.Cluster.Tests.Hosting;
using Diten.Interfaces.Index;
using Diten.Interfaces.Twins;
using static Diten.Cluster.Tests.Twins.Messages;

namespace Diten.Cluster.Tests.Twins;

/// <summary>Machines' twins that are taken away are gone from memory, store and index, whatever fails on the way.</summary>
[Collection(TwinCollection.Name)]
public sealed class RemovalTests(TwinCluster cluster)
{
    private static readonly RegisterDeviceMessage s_machine = new() { Station = "bs-1", Samples = 0, X = 3 };

    [Fact]
    public async Task One_that_learns_is_kept()
    {
        var twin = await cluster.RegisterAsync("removal-learns");
        Assert.Equal((WriteCode.Invalid, "device"), await twin.RemoveAsync() is var kept ? (kept.Code, kept.Field) : default);
        Assert.Equal(600, (await twin.GetAsync())!.Samples);
        Assert.NotNull(await EntryAsync("removal-learns"));
    }

    [Fact]
    public async Task A_removal_that_the_store_refuses_is_told_and_made_again()
    {
        const string Id = "removal-store";
        var twin = cluster.Twin(Id);
        await RegisterAsync(twin, s_machine);
        FaultyStorage.Break(Id, new StorageFault { FailWrites = true });
        await Assert.ThrowsAnyAsync<Exception>(twin.RemoveAsync);
        Assert.NotNull(await twin.GetAsync());
        Assert.NotNull(await EntryAsync(Id));
        FaultyStorage.Heal(Id);
        Assert.Equal(WriteCode.Accepted, (await twin.RemoveAsync()).Code);
        Assert.Null(await twin.GetAsync());

        // Lost between the store and the index: asked again, it finishes what was not done.
        await cluster.ShardOf(Id).UpsertAsync([new IndexEntryMessage { Device = Id, Revision = 1, Station = "bs-1" }]);
        Assert.Equal(WriteCode.NotFound, (await twin.RemoveAsync()).Code);
        Assert.Null(await EntryAsync(Id));
        await TwinCluster.DeactivateAsync(cluster.ShardOf(Id));
        Assert.Null(await EntryAsync(Id));
    }

    [Fact]
    public async Task What_was_under_way_does_not_bring_a_removed_twin_back_and_a_new_registration_does()
    {
        const string Id = "removal-late";
        var (twin, shard) = (cluster.Twin(Id), cluster.ShardOf(Id));
        await RegisterAsync(twin, s_machine);
        var late = (await EntryAsync(Id))! with { Revision = 9 };
        await twin.RemoveAsync();
        await shard.TellAsync([late]);
        Assert.Null(await EntryAsync(Id));
        Assert.Equal((true, 0L), await RegisterAsync(twin, s_machine));
        Assert.NotNull(await EntryAsync(Id));
        await twin.ReportAsync(Report(1, ("x", 1)), null);
        await Eventually.HoldsAsync(async () => (await EntryAsync(Id))!.HeardAt is not null, "the new one is told of as any other");
    }

    private static async Task<(bool Accepted, long LastSequence)> RegisterAsync(ITwinGrain twin, RegisterDeviceMessage request) =>
        await twin.RegisterAsync(request) is var reply ? (reply.Accepted, reply.LastSequence) : default;

    private async Task<IndexEntryMessage?> EntryAsync(string id) =>
        (await cluster.ShardOf(id).ListAsync(new IndexQueryMessage { Contains = id, Limit = 10_000 })).SingleOrDefault(entry => entry.Device == id);
}
