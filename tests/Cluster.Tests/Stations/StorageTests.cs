using Diten.Cluster.Tests.Hosting;
using Diten.Cluster.Tests.Twins;
using Diten.Interfaces;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;

namespace Diten.Cluster.Tests.Stations;

[Collection(StationCollection.Name)]
public sealed class StorageTests(StationCluster cluster)
{
    [Fact]
    public async Task Updates_and_old_versions_leave_the_model_store()
    {
        var fleet = new TestFleet(cluster.Grains, "clean-1", 1);
        await fleet.StartAsync();
        var references = new List<ModelReferenceMessage> { (await fleet.Station.GetModelAsync(null))! };
        var updates = new List<string>();
        for (var round = 1; round <= 6; round++)
        {
            await fleet.OfferAllAsync(round);
            var upload = fleet.Upload(fleet.Devices[0], round, TestFleet.Made(80, round), round - 1);
            updates.Add(ParameterBytes.HashOf(upload.Parameters));
            await fleet.SendAsync(fleet.Devices[0], upload);
            await fleet.ReachAsync(round, PhaseCode.Aggregated);
            references.Add((await fleet.Station.GetModelAsync(null))!);
        }

        // With one participant the aggregate is its update, so what is left are the versions that are kept.
        var store = new ModelStore(cluster.Grains);
        await Eventually.HoldsAsync(async () => await store.GetAsync(references[2]) is null, "version 2 is forgotten");
        // Version 0 may also be another station's here: content has owners, and goes with the last.
        await Eventually.HoldsAsync(async () => await store.GetAsync(references[1]) is null, "version 1 is forgotten");
        for (var version = 3; version <= 6; version++) Assert.NotNull(await store.GetAsync(references[version]));
        Assert.Null(await fleet.Station.GetModelAsync(2));
        Assert.Equal(6, updates.Distinct(StringComparer.Ordinal).Count());
        await StationCluster.DeactivateAsync(fleet.Station);
        Assert.Equal(6, (await fleet.PullAsync()).Version);
        Assert.Equal(3, (await fleet.PullAsync(3)).Version);
    }

    [Fact]
    public async Task A_thousand_members_come_back_from_their_pages_and_an_upload_writes_none_of_them()
    {
        var station = cluster.Station("many-1");
        Assert.True((await station.ConfigureAsync(TestFleet.Settings with { StartAt = 1000, Participants = 1 })).Accepted);
        var replies = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => station.RegisterAsync(
            new RegistrationMessage { Device = $"many-{i:d4}", Epoch = 1 + (i % 3), Samples = 10 + i, LastUpdate = i, RoundsTaken = i, FrequencyHz = 1e9, SubcarrierRate = 1e5 + i })));
        Assert.All(replies, reply => Assert.True(reply.Accepted, reply.Error));
        Assert.NotNull(await station.DeregisterAsync("many-0500", 1 + (500 % 3)));
        await StationCluster.DeactivateAsync(station);
        var status = await station.GetStatusAsync();
        Assert.Equal((999, 1), (status.Members, status.Round));
        var again = await station.RegisterAsync(new RegistrationMessage { Device = "many-0999", Epoch = 1 + (999 % 3), Samples = 5, FrequencyHz = 1e9, SubcarrierRate = 1e5 });
        Assert.Equal((true, 999L), (again.Accepted, again.LastUpdate));
        var ticket = await station.DeregisterAsync("many-0500", 1 + (500 % 3));
        Assert.Equal((510.0, 500L, 500, 1e5 + 500), (ticket!.Samples, ticket.LastUpdate, ticket.RoundsTaken, ticket.SubcarrierRate));
    }

    [Fact]
    public async Task Without_its_store_a_station_says_so_in_words_that_every_client_knows()
    {
        var fleet = new TestFleet(cluster.Grains, "unread-1", 1);
        await fleet.StartAsync();
        await StationCluster.DeactivateAsync(fleet.Station);
        FaultyStorage.Break("unread-1", new StorageFault { FailReads = true });
        var read = await Assert.ThrowsAsync<StateNotStoredException>(() => fleet.Station.GetStatusAsync());
        Assert.Contains("unread-1", read.Message, StringComparison.Ordinal);
        FaultyStorage.Heal("unread-1");
        Assert.Equal(1, (await fleet.Station.GetStatusAsync()).Members);
        FaultyStorage.Break("unread-1", new StorageFault { FailWrites = true });
        await Assert.ThrowsAsync<StateNotStoredException>(() => fleet.RegisterAsync(fleet.Devices[0]));
        FaultyStorage.Heal("unread-1");
    }

    [Fact]
    public async Task Many_uploads_at_once_share_writes()
    {
        var fleet = new TestFleet(cluster.Grains, "group-1", 24);
        await fleet.StartAsync();
        await fleet.OfferAllAsync(1);
        var before = FaultyStorage.Writes("group-1");
        var gate = new TaskCompletionSource();
        FaultyStorage.Break("group-1", new StorageFault { Hold = gate.Task });
        var sent = fleet.Devices.Select((device, i) => fleet.SendAsync(device, fleet.Upload(device, 1, TestFleet.Made(i, 1)))).ToArray();
        await Eventually.HoldsAsync(async () => (await fleet.Station.GetStatusAsync()).Buffered == 24, "all have arrived");
        Assert.DoesNotContain(sent, task => task.IsCompleted);
        gate.SetResult();
        FaultyStorage.Heal("group-1");
        Assert.All(await Task.WhenAll(sent), reply => Assert.Equal(UploadCode.Accepted, reply.Code));
        // One write was under way, one more took all the rest; what follows belongs to the end of the round.
        await fleet.ReachAsync(2, PhaseCode.CollectingOffers);
        Assert.InRange(FaultyStorage.Writes("group-1") - before, 2, 12);
    }
}
