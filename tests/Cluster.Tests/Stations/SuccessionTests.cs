using Diten.Cluster.Tests.Hosting;
using Diten.Grains.Hosting;
using Diten.Grains.Stations;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Diten.Cluster.Tests.Stations;

/// <summary>
/// An activation that does not know that it has a successor, as on a silo that was voted out while it was out of reach: played
/// here by a store beside the station's own, on the same records.
/// </summary>
[Collection(StationCollection.Name)]
public sealed class SuccessionTests(StationCluster cluster)
{
    [Fact]
    public async Task Nothing_that_its_successor_has_written_is_overwritten()
    {
        var fleet = new TestFleet(cluster.Grains, "succession-1", 2);
        await fleet.StartAsync();
        await fleet.OfferAllAsync(1);
        var (store, book) = await LoadBesideAsync(fleet);
        // The successor: it loads after the other, and finishes the round.
        await StationCluster.DeactivateAsync(fleet.Station);
        await TakePartAsync(fleet, 1);
        var before = Assert.Single(await fleet.Station.GetRoundsAsync(1, 9, withDevices: true));

        // The other one finishes the same round with nobody, and has members as they were.
        book.Rounds.Add(before with { Participants = 0, Devices = [], ModelVersion = 0 });
        book.Pages.Touch(fleet.Devices[0].Id);
        (book.PlanDirty, book.FinishedRound) = (true, 1);
        await Assert.ThrowsAsync<InconsistentStateException>(() => store.WriteAsync(book));
        // Also when it has forgotten what it knew of the records.
        await Assert.ThrowsAsync<InconsistentStateException>(() => store.WriteAsync(book));

        await StationCluster.DeactivateAsync(fleet.Station);
        var after = Assert.Single(await fleet.Station.GetRoundsAsync(1, 9, withDevices: true));
        Assert.Equal(2, after.Participants);
        Assert.Equal(before.Devices, after.Devices);
        foreach (var device in fleet.Devices) Assert.Equal(UploadCode.AlreadyCounted, (await fleet.Station.UploadAsync(fleet.Upload(device, 1, []) with { Sequence = 1 })).Code);
        await fleet.OfferAllAsync(2);
        await TakePartAsync(fleet, 2);
        Assert.Equal([1, 2], (await fleet.Station.GetRoundsAsync(1, 9, withDevices: false)).Select(round => round.ModelVersion));
    }

    [Fact]
    public async Task Who_was_replaced_without_knowing_it_acknowledges_nothing_and_then_goes_on_from_what_is_stored()
    {
        var fleet = new TestFleet(cluster.Grains, "succession-2", 2);
        await fleet.StartAsync();
        await fleet.OfferAllAsync(1);
        // Here the station itself is the one that was replaced.
        await LoadBesideAsync(fleet);
        var upload = fleet.Upload(fleet.Devices[0], 1, TestFleet.Made(0, 1));
        await Assert.ThrowsAnyAsync<Exception>(() => fleet.Station.UploadAsync(upload));
        Assert.Equal(UploadCode.Accepted, (await fleet.SendAsync(fleet.Devices[0], upload)).Code);
        Assert.Equal(UploadCode.Accepted, (await fleet.SendAsync(fleet.Devices[1], fleet.Upload(fleet.Devices[1], 1, TestFleet.Made(1, 1)))).Code);
        await fleet.ReachAsync(1, PhaseCode.Aggregated);
        Assert.Equal(2, Assert.Single(await fleet.Station.GetRoundsAsync(1, 9, withDevices: true)).Participants);
    }

    private static async Task TakePartAsync(TestFleet fleet, int round)
    {
        for (var i = 0; i < fleet.Devices.Length; i++)
        {
            var device = fleet.Devices[i];
            Assert.Equal(UploadCode.Accepted, (await fleet.SendAsync(device, fleet.Upload(device, round, TestFleet.Made(i, round), round - 1))).Code);
        }

        await fleet.ReachAsync(round, PhaseCode.Aggregated);
    }

    private async Task<(StationStore Store, StationBook Book)> LoadBesideAsync(TestFleet fleet)
    {
        var silo = (InProcessSiloHandle)cluster.Cluster.Silos[0];
        var storage = silo.SiloHost.Services.GetRequiredKeyedService<IGrainStorage>(StorageNames.State);
        var store = new StationStore(fleet.Id, new RecordStore(storage, fleet.Station.GetGrainId()), new ModelStore(cluster.Grains));
        return (store, await store.LoadAsync() ?? throw new InvalidOperationException("the station is not stored"));
    }
}
