using Diten.Core.Stations;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;

namespace Diten.Cluster.Tests.Stations;

[Collection(StationCollection.Name)]
public sealed class RoundTests(StationCluster cluster)
{
    [Fact]
    public async Task A_round_goes_from_offers_to_a_model_that_is_Cores_bit_for_bit()
    {
        var fleet = new TestFleet(cluster.Grains, "round-1", 4);
        await fleet.StartAsync();
        var (version, initial) = await fleet.PullAsync();
        Assert.Equal(0, version);
        var core = BaseStation.Create("round-1", new StationOptions { Parameters = 7850 }, initial);
        foreach (var device in fleet.Devices) BaseStation.Register(core, new Registration(device.Id, device.Epoch, device.Samples, FrequencyHz: device.FrequencyHz, SubcarrierRate: device.Rate));

        for (var round = 1; round <= 2; round++)
        {
            var open = await fleet.ReachAsync(round, PhaseCode.CollectingOffers);
            BaseStation.BeginRound(core, 0);
            for (var i = 0; i < 4; i++)
            {
                Assert.NotEqual(OfferCode.Refused, (await fleet.OfferAsync(fleet.Devices[i], open, 0.3 * (i + 1))).Code);
                BaseStation.Offer(core, new UpdateOffer(fleet.Devices[i].Id, fleet.Devices[i].Epoch, round, 0.3 * (i + 1)), 0);
            }

            BaseStation.CloseOffers(core, 0);
            await fleet.ReachAsync(round, PhaseCode.Uploading);
            var grants = await Task.WhenAll(fleet.Devices.Select(device => fleet.Station.GetGrantAsync(device.Id, round)));
            Assert.All(grants, grant => Assert.Equal(OfferCode.TakePart, grant.Code));
            Assert.All(grants, grant => Assert.NotEmpty(grant.Subcarriers));
            Assert.All(grants, grant => Assert.NotNull(grant.Deadline));
            var dealt = grants.SelectMany(grant => grant.Subcarriers).ToArray();
            Assert.Equal(dealt.Length, dealt.Distinct().Count());

            for (var i = 0; i < 4; i++)
            {
                var upload = fleet.Upload(fleet.Devices[i], round, TestFleet.Made(i, round), version);
                Assert.Equal(UploadCode.Accepted, (await fleet.SendAsync(fleet.Devices[i], upload)).Code);
                BaseStation.Upload(core, new DeviceUpdate(upload.Device, upload.Epoch, round, upload.Sequence, version, TestFleet.Made(i, round)), 0);
            }

            BaseStation.Aggregate(core);
            await fleet.ReachAsync(round, PhaseCode.Aggregated);
            (version, var model) = await fleet.PullAsync();
            Assert.Equal(round, version);
            Assert.Equal(core.Model, model);
        }
    }
}
