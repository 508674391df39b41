using Diten.Cluster.Tests.Hosting;
using Diten.Cluster.Tests.Stations;
using Diten.Interfaces.Stations;

namespace Diten.Cluster.Tests.Silo;

/// <summary>A silo that is alone can activate no grain any more once it leaves: what a station has not stored needs chunks of the model store, so it is stored before.</summary>
public sealed class BatchedDrainTests : IDisposable
{
    private readonly SiloFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_silo_that_stops_alone_stores_the_updates_and_models_that_it_had_only_acknowledged()
    {
        // The flush interval is far longer than the test: whatever is stored is stored by the drain.
        (string, string)[] settings = [("Storage:File", _folder["diten.db"]), ("Durability:Mode", "Batched"), ("Durability:FlushInterval", "00:01:00")];
        UploadMessage upload;
        float[] model;
        await using (var silo = await LocalSilo.StartAsync(settings))
        {
            var fleet = new TestFleet(silo.Grains, "bs-1", 2);
            await fleet.StartAsync();
            await fleet.OfferAllAsync(1);
            for (var i = 0; i < 2; i++) Assert.Equal(UploadCode.Accepted, (await fleet.SendAsync(fleet.Devices[i], fleet.Upload(fleet.Devices[i], 1, TestFleet.Made(i, 1)))).Code);
            await fleet.ReachAsync(1, PhaseCode.Aggregated);
            await fleet.OfferAllAsync(2);
            upload = fleet.Upload(fleet.Devices[0], 2, TestFleet.Made(0, 2), 1);
            Assert.Equal(UploadCode.Accepted, (await fleet.Station.UploadAsync(upload)).Code);
            model = (await fleet.PullAsync()).Parameters;
        }

        await using var again = await LocalSilo.StartAsync(settings);
        var station = again.Grains.GetGrain<IStationGrain>("bs-1");
        var status = await station.GetStatusAsync();
        Assert.Equal((2, PhaseCode.Uploading, 1, 1), (status.Round, status.Phase, status.Buffered, status.FinishedRound));
        Assert.Equal(UploadCode.AlreadyCounted, (await station.UploadAsync(upload)).Code);
        Assert.Equal(model, (await new TestFleet(again.Grains, "bs-1", 2).PullAsync()).Parameters);
    }
}
