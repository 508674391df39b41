using Diten.Cluster.Tests.Hosting;
using Diten.Core.Twins;
using Diten.Interfaces.Index;
using Diten.Interfaces.Twins;
using static Diten.Cluster.Tests.Twins.Messages;

namespace Diten.Cluster.Tests.Twins;

[Collection(MovedClockCollection.Name)]
public sealed class LivenessTests(MovedClockCluster cluster)
{
    private const int Unknown = 0;
    private const int Online = 1;
    private const int Stale = 2;
    private const int Offline = 3;

    [Fact]
    public async Task Silence_is_seen_in_reads_and_lists_without_the_twin_doing_anything()
    {
        var twin = await cluster.RegisterAsync("silent-1");
        Assert.Equal(Unknown, (await twin.GetAsync())!.Liveness);
        await twin.ReportAsync(Report(1, ("x", 1)), null);
        await Eventually.HoldsAsync(async () => await ListedAsync("silent-1", Online), "listed as online");
        Assert.Equal(Online, (await twin.GetAsync())!.Liveness);
        var revision = (await twin.GetAsync())!.Revision;
        // Out of memory or not: it makes no difference.
        await TwinCluster.DeactivateAsync(twin);
        MovedClockCluster.Ahead(TimeSpan.FromSeconds(61));
        Assert.True(await ListedAsync("silent-1", Stale));
        Assert.Equal((Stale, revision), (await twin.GetAsync()) is { } stale ? (stale.Liveness, stale.Revision) : default);
        MovedClockCluster.Ahead(TimeSpan.FromSeconds(120));
        Assert.True(await ListedAsync("silent-1", Offline));
        await twin.ReportAsync(Report(2, ("x", 1)), null);
        Assert.Equal(Online, (await twin.GetAsync())!.Liveness);
    }

    [Fact]
    public async Task Linked_twins_are_told_when_one_falls_silent()
    {
        var (silent, other) = (await cluster.RegisterAsync("silent-2"), await cluster.RegisterAsync("silent-3"));
        await silent.LinkAsync("silent-3", LinkKinds.RadioNeighbour);
        await other.LinkAsync("silent-2", LinkKinds.RadioNeighbour);
        await silent.ReportAsync(Report(1, ("x", 1)), null);
        await Eventually.HoldsAsync(async () => await ListedAsync("silent-2", Online), "listed as online");
        await TwinCluster.DeactivateAsync(silent);
        foreach (var (seconds, word) in new[] { (61, "stale"), (120, "offline") })
        {
            MovedClockCluster.Ahead(TimeSpan.FromSeconds(seconds));
            await Eventually.HoldsAsync(async () => (await other.GetAsync())!.Deltas.Any(d => d.Note == $"silent-2: {word}"), $"told that it is {word}");
        }

        // Nobody goes on telling.
        var revision = (await silent.GetAsync())!.Revision;
        await cluster.ShardOf("silent-2").ListAsync(new IndexQueryMessage());
        await silent.NoticeLivenessAsync();
        Assert.Equal(revision, (await silent.GetAsync())!.Revision);
    }

    [Fact]
    public async Task An_old_word_of_a_twin_that_arrives_late_does_not_end_the_watch_over_it()
    {
        var (silent, other) = (await cluster.RegisterAsync("silent-6"), await cluster.RegisterAsync("silent-7"));
        await silent.LinkAsync("silent-7", LinkKinds.RadioNeighbour);
        await other.LinkAsync("silent-6", LinkKinds.RadioNeighbour);
        await silent.ReportAsync(Report(1, ("x", 1)), null);
        await Eventually.HoldsAsync(async () => await ListedAsync("silent-6", Online), "listed as online");
        // As it was before it was linked: from the silo that it was on then, and whose turn to tell came late.
        await cluster.ShardOf("silent-6").TellAsync([new IndexEntryMessage { Device = "silent-6", Station = "bs-1", Revision = 1 }]);
        MovedClockCluster.Ahead(TimeSpan.FromSeconds(61));
        await Eventually.HoldsAsync(async () => (await other.GetAsync())!.Deltas.Any(d => d.Note == "silent-6: stale"), "told that it is stale");
    }

    [Fact]
    public async Task A_twin_that_cannot_be_reached_when_its_device_falls_silent_is_told_again()
    {
        var (silent, other) = (await cluster.RegisterAsync("silent-4"), await cluster.RegisterAsync("silent-5"));
        await silent.LinkAsync("silent-5", LinkKinds.RadioNeighbour);
        await other.LinkAsync("silent-4", LinkKinds.RadioNeighbour);
        await silent.ReportAsync(Report(1, ("x", 1)), null);
        await Eventually.HoldsAsync(async () => await ListedAsync("silent-4", Online), "listed as online");
        FaultyStorage.Break("silent-4", new StorageFault { FailReads = true });
        await TwinCluster.DeactivateAsync(silent);
        // Until it is really gone it could be told without being read.
        var management = cluster.Grains.GetGrain<IManagementGrain>(0);
        await Eventually.HoldsAsync(async () => (await management.GetDetailedGrainStatistics()).All(one => one.GrainId != silent.GetGrainId()), "out of memory");
        MovedClockCluster.Ahead(TimeSpan.FromSeconds(61));
        await Eventually.HoldsAsync(() => FaultyStorage.FailedReads("silent-4") > 0, "it is told and does not come up");
        FaultyStorage.Heal("silent-4");
        await Eventually.HoldsAsync(async () => (await other.GetAsync())!.Deltas.Any(d => d.Note == "silent-4: stale"), "told that it is stale");
    }

    [Fact]
    public async Task A_last_will_is_offline_at_once_until_the_device_is_heard_again()
    {
        var (dying, other) = (await cluster.RegisterAsync("dying"), await cluster.RegisterAsync("mourning"));
        await dying.LinkAsync("mourning", LinkKinds.RadioNeighbour);
        await other.LinkAsync("dying", LinkKinds.RadioNeighbour);
        await dying.ReportAsync(Report(1, ("x", 1)), null);
        await dying.LastWillAsync();
        await dying.LastWillAsync();
        Assert.Equal(Offline, (await dying.GetAsync())!.Liveness);
        Assert.True(await ListedAsync("dying", Offline));
        await Eventually.HoldsAsync(async () => (await other.GetAsync())!.Deltas.Any(d => d.Note == "dying: offline"), "told");
        await TwinCluster.DeactivateAsync(dying);
        Assert.Equal(Offline, (await dying.GetAsync())!.Liveness);
        // A late copy of an old report is no sign of life.
        Assert.Equal(WriteCode.Duplicate, (await dying.ReportAsync(Report(1, ("x", 1)), null)).Code);
        Assert.Equal(Offline, (await dying.GetAsync())!.Liveness);
        await dying.ReportAsync(Report(2, ("x", 1)), null);
        Assert.Equal(Online, (await dying.GetAsync())!.Liveness);
    }

    private async Task<bool> ListedAsync(string id, int liveness) =>
        (await cluster.ShardOf(id).ListAsync(new IndexQueryMessage { Contains = id, Liveness = liveness, Limit = 10 })).Any(e => e.Device == id);
}
