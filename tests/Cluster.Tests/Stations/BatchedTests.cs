using Diten.Cluster.Tests.Hosting;
using Diten.Cluster.Tests.Twins;
using Diten.Interfaces;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;

namespace Diten.Cluster.Tests.Stations;

[Collection(BatchedStationCollection.Name)]
public sealed class BatchedTests(BatchedStationCluster cluster)
{
    [Fact]
    public async Task Rounds_go_on_without_waiting_for_the_store_and_all_is_there_after_a_graceful_end()
    {
        var fleet = new TestFleet(cluster.Grains, "batched-1", 3);
        await fleet.StartAsync();
        var version = 0;
        for (var round = 1; round <= 3; round++)
        {
            await fleet.OfferAllAsync(round);
            for (var i = 0; i < 3; i++) Assert.Equal(UploadCode.Accepted, (await fleet.SendAsync(fleet.Devices[i], fleet.Upload(fleet.Devices[i], round, TestFleet.Made(i, round), version))).Code);
            await fleet.ReachAsync(round, PhaseCode.Aggregated);
            Assert.Equal(++version, (await fleet.PullAsync()).Version);
        }

        await fleet.OfferAllAsync(4);
        var upload = fleet.Upload(fleet.Devices[0], 4, TestFleet.Made(0, 4), version);
        Assert.Equal(UploadCode.Accepted, (await fleet.Station.UploadAsync(upload)).Code);
        var (_, model) = await fleet.PullAsync();
        await StationCluster.DeactivateAsync(fleet.Station);
        Assert.Equal(model, (await fleet.PullAsync()).Parameters);
        Assert.Equal(UploadCode.AlreadyCounted, (await fleet.SendAsync(fleet.Devices[0], upload)).Code);
        var status = await fleet.Station.GetStatusAsync();
        Assert.Equal((4, PhaseCode.Uploading, 1, 3), (status.Round, status.Phase, status.Buffered, status.FinishedRound));
        Assert.Equal([3, 3, 3], (await fleet.Station.GetRoundsAsync(1, 9, withDevices: true)).Select(round => round.Devices.Count));
    }

    [Fact]
    public async Task What_is_acknowledged_is_stored_within_the_flush_interval()
    {
        var fleet = new TestFleet(cluster.Grains, "batched-2", 2);
        await fleet.StartAsync();
        await fleet.OfferAllAsync(1);
        var upload = fleet.Upload(fleet.Devices[0], 1, TestFleet.Made(50, 1));
        var chunk = cluster.Grains.GetGrain<IModelChunkGrain>(ModelChunks.KeyOf(ParameterBytes.HashOf(upload.Parameters), 0));
        Assert.Equal(UploadCode.Accepted, (await fleet.SendAsync(fleet.Devices[0], upload)).Code);
        await Eventually.HoldsAsync(async () => await chunk.GetAsync() is not null, "the update is in the model store");
        await StationCluster.DeactivateAsync(chunk);
        Assert.NotNull(await chunk.GetAsync());
    }

    [Fact]
    public async Task While_the_store_is_out_no_more_than_an_interval_is_acknowledged_and_nothing_is_lost_when_it_is_back()
    {
        var fleet = new TestFleet(cluster.Grains, "batched-3", 3);
        await fleet.StartAsync();
        await fleet.OfferAllAsync(1);
        FaultyStorage.Break("batched-3", new StorageFault { FailWrites = true });
        var before = FaultyStorage.Writes("batched-3");
        var uploads = fleet.Devices.Select((device, i) => fleet.Upload(device, 1, TestFleet.Made(i + 60, 1))).ToArray();
        await fleet.SendAsync(fleet.Devices[0], uploads[0]);
        await Eventually.HoldsAsync(() => FaultyStorage.Writes("batched-3") > before + 1, "a flush has failed");
        await Assert.ThrowsAsync<StateNotStoredException>(() => fleet.Station.UploadAsync(uploads[1]));
        FaultyStorage.Heal("batched-3");
        Assert.Equal(UploadCode.AlreadyCounted, (await fleet.SendAsync(fleet.Devices[1], uploads[1])).Code);
        await fleet.SendAsync(fleet.Devices[2], uploads[2]);
        await fleet.ReachAsync(1, PhaseCode.Aggregated);
        Assert.Equal(3, Assert.Single(await fleet.Station.GetRoundsAsync(1, 9, withDevices: false)).Participants);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_at_all_is_waited_for_just_the_same()
    {
        var fleet = new TestFleet(cluster.Grains, "batched-4", 3);
        await fleet.StartAsync();
        await fleet.OfferAllAsync(1);
        var upload = fleet.Upload(fleet.Devices[0], 1, TestFleet.Made(70, 1));
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        FaultyStorage.Break("batched-4", new StorageFault { Hold = hold.Task });
        try
        {
            Task<UploadReply>? waits = null;
            await Eventually.HoldsAsync(
                async () =>
                {
                    waits = fleet.Station.UploadAsync(upload);
                    return await Task.WhenAny(waits, Task.Delay(TimeSpan.FromSeconds(0.5))) != waits;
                },
                "an upload waits for the store");
            FaultyStorage.Heal("batched-4");
            hold.SetResult();
            Assert.NotEqual(UploadCode.Refused, (await waits!).Code);
        }
        finally
        {
            hold.TrySetResult();
        }
    }
}
