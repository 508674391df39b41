using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;

namespace Diten.Cluster.Tests.Stations;

[Collection(StationCollection.Name)]
public sealed class RefusalTests(StationCluster cluster)
{
    [Fact]
    public async Task What_does_not_belong_into_the_round_is_refused_with_its_reason_and_counted()
    {
        var fleet = new TestFleet(cluster.Grains, "refuse-1", 3);
        await fleet.StartAsync(TestFleet.Settings with { Participants = 2, MaxNorm = 100 });
        var open = await fleet.ReachAsync(1, PhaseCode.CollectingOffers);
        var d = fleet.Devices;
        var model = TestFleet.Made(1, 1);

        Assert.Equal("closed", (await fleet.Station.UploadAsync(fleet.Upload(d[0], 1, model))).Reason);
        Assert.Equal("future-round", (await fleet.OfferAsync(d[0], open with { Round = 2 }, 1)).Reason);
        Assert.Equal("not-finite", (await fleet.OfferAsync(d[0], open, double.NaN)).Reason);
        Assert.Equal("not-finite", (await OfferWithSnr(fleet, d[0], [1, float.NaN, 1, 1, 1, 1, 1, 1])).Reason);
        Assert.Equal("not-finite", (await OfferWithSnr(fleet, d[0], [1, 2])).Reason);
        for (var i = 0; i < 3; i++) Assert.Equal(OfferCode.Pending, (await fleet.OfferAsync(d[i], open, 1 + i)).Code);
        await fleet.ReachAsync(1, PhaseCode.Uploading);

        Assert.Equal("unknown-device", (await fleet.Station.UploadAsync(fleet.Upload(new TestDevice("nobody", 1, 1, 1) { Epoch = 1 }, 1, model))).Reason);
        Assert.Equal("old-epoch", (await fleet.Station.UploadAsync(fleet.Upload(d[1], 1, model) with { Epoch = 7 })).Reason);
        Assert.Equal("not-selected", (await fleet.Station.UploadAsync(fleet.Upload(d[0], 1, model))).Reason);
        Assert.Equal("past-round", (await fleet.Station.UploadAsync(fleet.Upload(d[1], 0, model))).Reason);
        Assert.Equal("future-round", (await fleet.Station.UploadAsync(fleet.Upload(d[1], 1, model, baseVersion: 3))).Reason);
        Assert.Equal("wrong-shape", (await fleet.Station.UploadAsync(fleet.Upload(d[1], 1, [1, 2, 3]))).Reason);
        Assert.Equal("wrong-shape", (await fleet.Station.UploadAsync(fleet.Upload(d[1], 1, model) with { Parameters = [1, 2, 3] })).Reason);
        Assert.Equal("not-finite", (await fleet.Station.UploadAsync(fleet.Upload(d[1], 1, [.. model[..^1], float.NaN]))).Reason);
        Assert.Equal("norm-out-of-bounds", (await fleet.Station.UploadAsync(fleet.Upload(d[1], 1, [.. model[..^1], 1e6f]))).Reason);
        Assert.Equal("damaged", (await fleet.Station.UploadAsync(fleet.Upload(d[1], 1, model) with { Parameters = null })).Reason);
        Assert.Equal("damaged", (await fleet.Station.UploadAsync(fleet.Upload(d[1], 1, model) with { Parameters = null, Hash = ParameterBytes.HashOf([1]) })).Reason);
        Assert.Equal("closed", (await fleet.OfferAsync(d[1], open, 1)).Reason);

        foreach (var i in (int[])[1, 2]) Assert.Equal(UploadCode.Accepted, (await fleet.SendAsync(d[i], fleet.Upload(d[i], 1, model))).Code);
        await fleet.ReachAsync(2, PhaseCode.CollectingOffers);
        Assert.Equal("past-round", (await fleet.OfferAsync(d[0], open, 1)).Reason);
        var status = await fleet.Station.GetStatusAsync();
        var refused = status.RefusedReasons.Zip(status.RefusedCounts).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        Assert.Equal((3L, 2L, 2L, 4L), (refused["not-finite"] - 1, refused["wrong-shape"], refused["damaged"], refused["past-round"] + refused["closed"]));
        var round = Assert.Single(await fleet.Station.GetRoundsAsync(1, 10, withDevices: false));
        Assert.Equal(2, round.Participants);
        Assert.Contains("norm-out-of-bounds", round.RefusedReasons, StringComparer.Ordinal);
    }

    [Fact]
    public async Task An_update_sent_again_is_acknowledged_and_counted_once_in_whatever_round()
    {
        var fleet = new TestFleet(cluster.Grains, "resend-1", 2);
        await fleet.StartAsync();
        await fleet.OfferAllAsync(1);
        var first = fleet.Upload(fleet.Devices[0], 1, TestFleet.Made(0, 1));
        Assert.Equal(UploadCode.Accepted, (await fleet.SendAsync(fleet.Devices[0], first)).Code);
        var again = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => fleet.Station.UploadAsync(first)));
        Assert.All(again, reply => Assert.Equal(UploadCode.AlreadyCounted, reply.Code));
        await fleet.SendAsync(fleet.Devices[1], fleet.Upload(fleet.Devices[1], 1, TestFleet.Made(1, 1)));
        await fleet.ReachAsync(2, PhaseCode.CollectingOffers);
        Assert.Equal(UploadCode.AlreadyCounted, (await fleet.Station.UploadAsync(first)).Code);
        Assert.Equal(6, (await fleet.Station.GetStatusAsync()).Resent);
        Assert.Equal(2, Assert.Single(await fleet.Station.GetRoundsAsync(1, 1, withDevices: true)).Devices.Count(row => row.Participated));
    }

    [Fact]
    public async Task Settings_that_cannot_be_are_refused_by_name_and_those_in_force_stay()
    {
        var station = cluster.Station("settings-1");
        var good = TestFleet.Settings;
        (StationSettingsMessage Settings, string Names)[] bad =
        [
            (good with { Model = "nonsense" }, "nonsense"), (good with { Parameters = 7 }, "7850"), (good with { Allocator = "x" }, "allocator"),
            (good with { Aggregation = "x" }, "x"), (good with { OfferSeconds = 0 }, "offerSeconds"), (good with { BlockSubcarriers = 5 }, "blockSubcarriers"),
            (good with { Adoption = "maybe" }, "adoption"), (good with { StartAt = 0 }, "startAt"), (good with { Tau0 = -1 }, "tau0"), (good with { WeightScale = 0 }, "weightScale"),
        ];
        foreach (var (settings, names) in bad)
        {
            var reply = await station.ConfigureAsync(settings);
            Assert.False(reply.Accepted);
            Assert.Contains(names, reply.Error, StringComparison.Ordinal);
        }

        Assert.Null(await station.GetSettingsAsync());
        Assert.False((await station.RegisterAsync(new RegistrationMessage { Device = "a", Epoch = 1, Samples = 5 })).Accepted);
        Assert.True((await station.ConfigureAsync(good)).Accepted);
        Assert.True((await station.ConfigureAsync(good)).Accepted);
        var other = await station.ConfigureAsync(good with { Participants = 12 });
        Assert.False(other.Accepted);
        Assert.Contains("participants", other.Error, StringComparison.Ordinal);
        Assert.Equal(good, await station.GetSettingsAsync());
    }

    private static Task<OfferReply> OfferWithSnr(TestFleet fleet, TestDevice device, float[] snr) => fleet.Twin(device).OfferAsync(
        new OfferMessage { Round = 1, UpdateWeight = 1, FrequencyHz = 1e9, Epoch = device.Epoch, BlockSnr = snr });
}
