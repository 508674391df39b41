using Diten.Cluster.Tests.Hosting;
using Diten.Cluster.Tests.Twins;
using Diten.Core.Stations;
using Diten.Interfaces;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;
using Orleans.Runtime;

namespace Diten.Cluster.Tests.Stations;

[Collection(StationCollection.Name)]
public sealed class RestartTests(StationCluster cluster)
{
    [Fact]
    public async Task In_the_middle_of_a_round_what_was_acknowledged_is_kept_and_counted_once()
    {
        var fleet = new TestFleet(cluster.Grains, "restart-1", 4);
        await fleet.StartAsync();
        var (_, initial) = await fleet.PullAsync();
        var core = BaseStation.Create("restart-1", new StationOptions { Parameters = 7850 }, initial);
        foreach (var device in fleet.Devices) BaseStation.Register(core, new Registration(device.Id, device.Epoch, device.Samples));
        BaseStation.BeginRound(core, 0);
        var open = await fleet.ReachAsync(1, PhaseCode.CollectingOffers);
        for (var i = 0; i < 4; i++)
        {
            await fleet.OfferAsync(fleet.Devices[i], open, 1 + i);
            BaseStation.Offer(core, new UpdateOffer(fleet.Devices[i].Id, 1, 1, 1 + i), 0);
        }

        BaseStation.CloseOffers(core, 0);
        var before = await fleet.ReachAsync(1, PhaseCode.Uploading);
        var grant = await fleet.Station.GetGrantAsync(fleet.Devices[2].Id, 1);
        var uploads = fleet.Devices.Select((device, i) => fleet.Upload(device, 1, TestFleet.Made(i, 1))).ToArray();
        for (var i = 0; i < 4; i++) BaseStation.Upload(core, new DeviceUpdate(uploads[i].Device, 1, 1, 1, 0, TestFleet.Made(i, 1)), 0);
        for (var i = 0; i < 2; i++) Assert.Equal(UploadCode.Accepted, (await fleet.SendAsync(fleet.Devices[i], uploads[i])).Code);

        await StationCluster.DeactivateAsync(fleet.Station);

        var after = await fleet.ReachAsync(1, PhaseCode.Uploading);
        Assert.True(after.Sequence > before.Sequence);
        Assert.Equal((1, PhaseCode.Uploading, 4, 2, 2), (after.Round, after.Phase, after.Members, after.Buffered, after.Awaited));
        Assert.Equal(before.Deadline, after.Deadline);
        var grantAgain = await fleet.Station.GetGrantAsync(fleet.Devices[2].Id, 1);
        Assert.Equal(grant.Subcarriers, grantAgain.Subcarriers);
        for (var i = 0; i < 2; i++) Assert.Equal(UploadCode.AlreadyCounted, (await fleet.Station.UploadAsync(uploads[i])).Code);
        for (var i = 2; i < 4; i++) Assert.Equal(UploadCode.Accepted, (await fleet.SendAsync(fleet.Devices[i], uploads[i])).Code);
        await fleet.ReachAsync(1, PhaseCode.Aggregated);
        BaseStation.Aggregate(core);
        Assert.Equal(core.Model, (await fleet.PullAsync()).Parameters);

        await StationCluster.DeactivateAsync(fleet.Station);
        Assert.Equal(core.Model, (await fleet.PullAsync()).Parameters);
        Assert.Equal(UploadCode.AlreadyCounted, (await fleet.Station.UploadAsync(uploads[3])).Code);
        foreach (var device in fleet.Devices) Assert.Equal(2, (await fleet.Station.GetStatusAsync()).Round);
    }

    [Fact]
    public async Task A_round_whose_offers_were_lost_with_the_silo_takes_them_again()
    {
        var fleet = new TestFleet(cluster.Grains, "restart-2", 3);
        await fleet.StartAsync();
        var open = await fleet.ReachAsync(1, PhaseCode.CollectingOffers);
        await fleet.OfferAsync(fleet.Devices[0], open);
        Assert.Equal(OfferCode.Pending, (await fleet.Station.GetGrantAsync(fleet.Devices[0].Id, 1)).Code);
        await StationCluster.DeactivateAsync(fleet.Station);
        Assert.Equal(OfferCode.Refused, (await fleet.Station.GetGrantAsync(fleet.Devices[0].Id, 1)).Code);
        await fleet.OfferAllAsync(1);
        Assert.Equal(OfferCode.TakePart, (await fleet.Station.GetGrantAsync(fleet.Devices[0].Id, 1)).Code);
    }

    [Fact]
    public async Task A_device_that_withdrew_is_not_waited_for_after_a_restart_either()
    {
        var fleet = new TestFleet(cluster.Grains, "withdrew-1", 3);
        await fleet.StartAsync();
        await fleet.OfferAllAsync(1);
        Assert.Equal(UploadCode.Accepted, (await fleet.SendAsync(fleet.Devices[0], fleet.Upload(fleet.Devices[0], 1, TestFleet.Made(0, 1)))).Code);
        // The last will, as the twin passes it on.
        await fleet.Twin(fleet.Devices[1]).LastWillAsync();
        await Eventually.HoldsAsync(async () => (await fleet.Station.GetStatusAsync()).Awaited == 1, "the station does not wait for it");
        await StationCluster.DeactivateAsync(fleet.Station);
        var after = await fleet.ReachAsync(1, PhaseCode.Uploading);
        Assert.Equal((1, 1, 1), (after.Round, after.Buffered, after.Awaited));

        // With the last one that is awaited the round ends, long before its deadline; in the next one all are back.
        Assert.Equal(UploadCode.Accepted, (await fleet.SendAsync(fleet.Devices[2], fleet.Upload(fleet.Devices[2], 1, TestFleet.Made(2, 1)))).Code);
        await fleet.OfferAllAsync(2);
        Assert.Equal([fleet.Devices[1].Id], Assert.Single(await fleet.Station.GetRoundsAsync(1, 9, withDevices: false)).Missing);
        await StationCluster.DeactivateAsync(fleet.Station);
        Assert.Equal(3, (await fleet.ReachAsync(2, PhaseCode.Uploading)).Awaited);
    }

    [Fact]
    public async Task A_withdrawal_that_was_acknowledged_is_there_after_a_crash()
    {
        var fleet = new TestFleet(cluster.Grains, "withdrew-2", 2);
        await fleet.StartAsync();
        await fleet.OfferAllAsync(1);
        // A withdrawal that cannot be stored is not acknowledged, and the device is waited for.
        FaultyStorage.Break("withdrew-2", new StorageFault { FailWrites = true });
        await Assert.ThrowsAsync<StateNotStoredException>(() => fleet.Station.WithdrawAsync(fleet.Devices[0].Id));
        FaultyStorage.Heal("withdrew-2");
        Assert.Equal(2, (await fleet.ReachAsync(1, PhaseCode.Uploading)).Awaited);
        await fleet.Station.WithdrawAsync(fleet.Devices[0].Id);
        // From now on nothing is written any more, as after a crash: what comes back is what was stored by the acknowledgement.
        FaultyStorage.Break("withdrew-2", new StorageFault { FailWrites = true, From = FaultyStorage.Writes("withdrew-2") });
        await StationCluster.DeactivateAsync(fleet.Station);
        FaultyStorage.Heal("withdrew-2");
        Assert.Equal(1, (await fleet.ReachAsync(1, PhaseCode.Uploading)).Awaited);
    }

    [Fact]
    public async Task A_ticket_is_given_again_after_a_restart_and_the_way_back_is_open()
    {
        var fleet = new TestFleet(cluster.Grains, "ticket-1", 3);
        await fleet.StartAsync();
        var device = fleet.Devices[0];
        var ticket = await fleet.Station.DeregisterAsync(device.Id, device.Epoch);
        Assert.Equal((device.Epoch + 1, device.FrequencyHz, device.Rate), (ticket!.Epoch, ticket.FrequencyHz, ticket.SubcarrierRate));
        await StationCluster.DeactivateAsync(fleet.Station);
        Assert.Equal(ticket, await fleet.Station.DeregisterAsync(device.Id, device.Epoch));
        Assert.Null(await fleet.Station.DeregisterAsync("nobody", 1));
        Assert.Equal(2, (await fleet.Station.GetStatusAsync()).Members);
        Assert.False((await fleet.Station.RegisterAsync(ticket with { Epoch = device.Epoch })).Accepted);
        Assert.True((await fleet.Station.RegisterAsync(ticket with { Epoch = ticket.Epoch + 1 })).Accepted);
        await StationCluster.DeactivateAsync(fleet.Station);
        Assert.Equal(3, (await fleet.Station.GetStatusAsync()).Members);
    }

    [Fact]
    public async Task While_the_store_is_out_uploads_fail_visibly_and_afterwards_they_are_taken_once()
    {
        var fleet = new TestFleet(cluster.Grains, "outage-1", 2);
        await fleet.StartAsync();
        await fleet.OfferAllAsync(1);
        var uploads = fleet.Devices.Select((device, i) => fleet.Upload(device, 1, TestFleet.Made(i, 1))).ToArray();
        FaultyStorage.Break("outage-1", new StorageFault { FailWrites = true, FailReads = true });
        foreach (var upload in uploads) await Assert.ThrowsAsync<StateNotStoredException>(() => fleet.Station.UploadAsync(upload));
        await Assert.ThrowsAsync<StateNotStoredException>(() => fleet.Station.UploadAsync(uploads[0]));
        FaultyStorage.Heal("outage-1");
        Assert.Equal(UploadCode.Accepted, (await fleet.SendAsync(fleet.Devices[0], uploads[0])).Code);

        // The answer of the store is lost: what is stored counts, and the resend says so.
        FaultyStorage.Break("outage-1", new StorageFault { LoseAnswers = true });
        await Assert.ThrowsAsync<StateNotStoredException>(() => fleet.Station.UploadAsync(uploads[1]));
        FaultyStorage.Heal("outage-1");
        Assert.Equal(UploadCode.AlreadyCounted, (await fleet.SendAsync(fleet.Devices[1], uploads[1])).Code);
        await fleet.ReachAsync(1, PhaseCode.Aggregated);
        var round = Assert.Single(await fleet.Station.GetRoundsAsync(1, 9, withDevices: true));
        Assert.Equal((2, 2), (round.Participants, round.Devices.Count(row => row.Participated)));
    }

    [Fact]
    public async Task The_model_store_out_fails_the_upload_too()
    {
        var fleet = new TestFleet(cluster.Grains, "outage-2", 1);
        await fleet.StartAsync();
        await fleet.OfferAllAsync(1);
        // Content of this test alone: its chunk is the same grain for all stations.
        var upload = fleet.Upload(fleet.Devices[0], 1, TestFleet.Made(77, 77));
        var chunk = ModelChunks.KeyOf(ParameterBytes.HashOf(upload.Parameters), 0);
        FaultyStorage.Break(chunk, new StorageFault { FailWrites = true });
        await Assert.ThrowsAsync<StateNotStoredException>(() => fleet.Station.UploadAsync(upload));
        FaultyStorage.Heal(chunk);
        Assert.Equal(UploadCode.Accepted, (await fleet.SendAsync(fleet.Devices[0], upload)).Code);
        await fleet.ReachAsync(1, PhaseCode.Aggregated);
    }

    [Fact]
    public async Task Twins_are_told_of_their_rounds_also_by_a_station_that_was_away()
    {
        var fleet = new TestFleet(cluster.Grains, "told-1", 2);
        await fleet.StartAsync(TestFleet.Settings with { Participants = 1, Adoption = "keep" });
        var open = await fleet.ReachAsync(1, PhaseCode.CollectingOffers);
        await fleet.OfferAsync(fleet.Devices[0], open, 2);
        await fleet.OfferAsync(fleet.Devices[1], open, 1);
        await fleet.ReachAsync(1, PhaseCode.Uploading);
        FaultyStorage.Break(fleet.Devices[0].Id, new StorageFault { FailWrites = true });
        await fleet.SendAsync(fleet.Devices[0], fleet.Upload(fleet.Devices[0], 1, TestFleet.Made(0, 1)));
        await fleet.ReachAsync(1, PhaseCode.Aggregated);
        await Eventually.HoldsAsync(async () => (await fleet.Twin(fleet.Devices[1]).GetAsync())!.UpdateWeight == 1, "the other twin is told");
        await StationCluster.DeactivateAsync(fleet.Station);
        FaultyStorage.Heal(fleet.Devices[0].Id);
        await fleet.Station.GetStatusAsync();
        await Eventually.HoldsAsync(async () => (await fleet.Twin(fleet.Devices[0]).GetAsync())!.RoundsTaken == 1, "the twin is told");
        var twin = (await fleet.Twin(fleet.Devices[0]).GetAsync())!;
        Assert.Equal((1, 1, 3.0, 7850 * 32.0, 3.0), (twin.ModelVersion, twin.LastRound, twin.EnergyJoules, twin.Bits, twin.ObservedRoundSeconds));
        Assert.Equal((0, 0), ((await fleet.Twin(fleet.Devices[1]).GetAsync())!.RoundsTaken, (await fleet.Twin(fleet.Devices[1]).GetAsync())!.ModelVersion));
    }
}
