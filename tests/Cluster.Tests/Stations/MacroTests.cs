using Diten.Core.Energy;
using Diten.Core.Stations;
using Diten.Core.Wireless;
using Diten.Cluster.Tests.Hosting;
using Diten.Interfaces.Models;
using Diten.Interfaces.Network;
using Diten.Interfaces.Stations;

namespace Diten.Cluster.Tests.Stations;

[Collection(StationCollection.Name)]
public sealed class MacroTests(StationCluster cluster)
{
    [Fact]
    public async Task Aggregates_go_up_after_each_round_and_the_macro_model_comes_back_as_Core_says()
    {
        var macro = cluster.Grains.GetGrain<IMacroStationGrain>("macro-1");
        var fleets = new[] { new TestFleet(cluster.Grains, "macro-1-a", 2), new TestFleet(cluster.Grains, "macro-1-b", 3) };
        foreach (var fleet in fleets) await fleet.StartAsync(TestFleet.Settings with { Macro = "macro-1" });
        var (_, initial) = await fleets[0].PullAsync();
        var core = MacroStation.Create("macro-1", initial);
        foreach (var fleet in fleets) BaseStation.Register(core, new Registration(fleet.Id, 1, 1));

        foreach (var fleet in fleets)
        {
            await fleet.OfferAllAsync(1);
            for (var i = 0; i < fleet.Devices.Length; i++) await fleet.SendAsync(fleet.Devices[i], fleet.Upload(fleet.Devices[i], 1, TestFleet.Made(i, fleet.Devices.Length)));
            await fleet.ReachAsync(1, PhaseCode.Aggregated);
        }

        MacroStation.BeginRound(core, 0);
        foreach (var fleet in fleets)
        {
            var update = new DeviceUpdate(fleet.Id, 1, 1, 1, 0, (await fleet.PullAsync(1)).Parameters);
            MacroStation.Receive(core, update, fleet.Devices.Sum(device => device.Samples), 0);
        }

        BaseStation.Aggregate(core);
        await Eventually.HoldsAsync(async () => (await macro.GetStatusAsync()).FinishedRound == 1, "the macro round is over");
        var reference = await macro.GetModelAsync(null);
        Assert.Equal(core.Model, ParameterBytes.ToFloats((await new ModelStore(cluster.Grains).GetAsync(reference!))!));

        var round = Assert.Single(await macro.GetRoundsAsync(1, 5, withDevices: true));
        var rate = MacroUplink.Rate(16, 32, 20e6, Decibels.ToLinear(25));
        Assert.Equal((2, MacroUplink.Seconds([7850 * 32.0], [rate])), (round.Participants, round.DurationSeconds));
        Assert.Equal(fleets.Select(fleet => fleet.Id), round.Devices.Select(row => row.Device), StringComparer.Ordinal);

        // The round under way goes on with the model it has; the next one begins with the macro base station's.
        foreach (var fleet in fleets)
        {
            await fleet.OfferAllAsync(2);
            for (var i = 0; i < fleet.Devices.Length; i++) await fleet.SendAsync(fleet.Devices[i], fleet.Upload(fleet.Devices[i], 2, TestFleet.Made(i, 9)));
            await fleet.ReachAsync(3, PhaseCode.CollectingOffers);
        }

        Assert.Contains((await cluster.Grains.GetGrain<INetworkGrain>(0).GetStationsAsync()), entry => entry.Station == "macro-1" && entry.IsMacro);
    }

    [Fact]
    public async Task A_base_station_takes_the_macro_model_before_its_next_round_once_also_after_a_restart()
    {
        var fleet = new TestFleet(cluster.Grains, "macro-2-a", 1);
        await fleet.StartAsync();
        var store = new ModelStore(cluster.Grains);
        var model = TestFleet.Made(5, 5);
        var bytes = ParameterBytes.Of(model);
        var reference = new ModelReferenceMessage { Version = 4, Hash = await store.PutAsync(bytes, "test"), Bytes = bytes.Length };
        await fleet.OfferAllAsync(1);
        await fleet.Station.TakeModelAsync(reference);
        await StationCluster.DeactivateAsync(fleet.Station);
        await fleet.Station.TakeModelAsync(reference);
        await store.ReleaseAsync(reference.Hash, reference.Bytes, "test");
        Assert.Equal(0, (await fleet.PullAsync()).Version);
        await fleet.SendAsync(fleet.Devices[0], fleet.Upload(fleet.Devices[0], 1, TestFleet.Made(0, 1)));
        await fleet.ReachAsync(2, PhaseCode.CollectingOffers);
        var (version, taken) = await fleet.PullAsync();
        Assert.Equal(2, version);
        Assert.Equal(model, taken);
        Assert.Equal(TestFleet.Made(0, 1), (await fleet.PullAsync(1)).Parameters);
        await fleet.Station.TakeModelAsync(reference);
        await fleet.OfferAllAsync(2);
        await fleet.SendAsync(fleet.Devices[0], fleet.Upload(fleet.Devices[0], 2, TestFleet.Made(0, 2), 2));
        await fleet.ReachAsync(3, PhaseCode.CollectingOffers);
        Assert.Equal(3, (await fleet.PullAsync()).Version);
    }

    [Fact]
    public async Task A_macro_round_goes_on_after_a_restart_and_counts_each_base_station_once()
    {
        var macro = cluster.Grains.GetGrain<IMacroStationGrain>("macro-3");
        foreach (var station in (string[])["macro-3-a", "macro-3-b"]) await macro.JoinAsync(station, TestFleet.Settings);
        await Assert.ThrowsAsync<ArgumentException>(() => macro.JoinAsync("macro-3-c", TestFleet.Settings with { Model = "mlp", Parameters = 3 }));
        var store = new ModelStore(cluster.Grains);
        Task<UploadReply> Send(string station, int round, int seed, double samples) => SendAsync(macro, station, round, seed, samples);

        Assert.Equal("unknown-device", (await Send("stranger", 1, 1, 10)).Reason);
        Assert.Equal(UploadCode.Accepted, (await Send("macro-3-a", 1, 1, 10)).Code);
        Assert.Equal(UploadCode.AlreadyCounted, (await Send("macro-3-a", 1, 1, 10)).Code);
        await StationCluster.DeactivateAsync(macro);
        Assert.Equal(UploadCode.AlreadyCounted, (await Send("macro-3-a", 1, 1, 10)).Code);
        Assert.Equal(UploadCode.Accepted, (await Send("macro-3-a", 2, 2, 30)).Code);
        await StationCluster.DeactivateAsync(macro);
        Assert.Equal((PhaseCode.Uploading, 1, 1), ((await macro.GetStatusAsync()).Phase, (await macro.GetStatusAsync()).Buffered, (await macro.GetStatusAsync()).Awaited));
        Assert.Equal("damaged", (await macro.ReceiveAsync(new MacroUploadMessage
        {
            Station = "macro-3-b", StationRound = 1, Samples = 10, Model = new ModelReferenceMessage { Version = 1, Hash = ParameterBytes.HashOf([1]), Bytes = 1 },
        })).Reason);
        Assert.Equal(UploadCode.Accepted, (await Send("macro-3-b", 1, 3, 10)).Code);
        await Eventually.HoldsAsync(async () => (await macro.GetStatusAsync()).FinishedRound == 1, "the macro round is over");
        var core = MacroStation.Create("macro-3", new float[7850]);
        foreach (var station in (string[])["macro-3-a", "macro-3-b"]) BaseStation.Register(core, new Registration(station, 1, 1));
        MacroStation.BeginRound(core, 0);
        MacroStation.Receive(core, new DeviceUpdate("macro-3-a", 1, 1, 2, 0, TestFleet.Made(2, 3)), 30, 0);
        MacroStation.Receive(core, new DeviceUpdate("macro-3-b", 1, 1, 1, 0, TestFleet.Made(3, 3)), 10, 0);
        BaseStation.Aggregate(core);
        Assert.Equal(core.Model, ParameterBytes.ToFloats((await store.GetAsync((await macro.GetModelAsync(null))!))!));
    }

    [Fact]
    public async Task A_base_station_that_sends_nothing_holds_up_two_macro_rounds_and_no_more()
    {
        var macro = cluster.Grains.GetGrain<IMacroStationGrain>("macro-4");
        foreach (var station in (string[])["macro-4-a", "macro-4-b"]) await macro.JoinAsync(station, TestFleet.Settings with { OfferSeconds = 0.1, UploadSeconds = 0.1 });
        for (var round = 1; round <= 4; round++)
        {
            Assert.Equal(UploadCode.Accepted, (await SendAsync(macro, "macro-4-a", round, round, 10)).Code);
            StationStatusMessage status;
            do
            {
                status = await macro.GetStatusAsync();
                Assert.InRange(status.Awaited, 0, round > MacroStation.MissedRounds ? 0 : 1);
            }
            while (status.FinishedRound < round);
        }

        Assert.All(await macro.GetRoundsAsync(1, 4, withDevices: false), round => Assert.Equal(["macro-4-b"], round.Missing));
        Assert.Equal(UploadCode.Accepted, (await SendAsync(macro, "macro-4-b", 1, 9, 10)).Code);
        await Eventually.HoldsAsync(async () => (await macro.GetStatusAsync()).FinishedRound == 5, "the macro round is over");
        Assert.Equal(["macro-4-a"], Assert.Single(await macro.GetRoundsAsync(5, 1, withDevices: false)).Missing);
    }

    private async Task<UploadReply> SendAsync(IMacroStationGrain macro, string station, int round, int seed, double samples)
    {
        var bytes = ParameterBytes.Of(TestFleet.Made(seed, 3));
        var hash = await new ModelStore(cluster.Grains).PutAsync(bytes, station);
        return await macro.ReceiveAsync(new MacroUploadMessage
        {
            Station = station, StationRound = round, Samples = samples, Model = new ModelReferenceMessage { Version = round, Hash = hash, Bytes = bytes.Length },
        });
    }
}
