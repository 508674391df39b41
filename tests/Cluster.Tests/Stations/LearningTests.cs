using Diten.Core.Aggregation;
using Diten.Core.Stations;
using Diten.Interfaces.Stations;
using Diten.Learning;
using Diten.Learning.Data;
using Diten.Learning.Data.Digits;
using Diten.Learning.Data.Partitions;
using Diten.Learning.Models;

namespace Diten.Cluster.Tests.Stations;

[Collection(StationCollection.Name)]
public sealed class LearningTests(StationCluster cluster)
{
    [Theory]
    [InlineData("softmax", "adopt", 0)]
    [InlineData("lenet5", "keep", 2)]
    public async Task Devices_that_really_train_get_the_same_model_as_Core_alone_and_it_learns(string name, string adoption, int wanted)
    {
        const int Devices = 3, Rounds = 3;
        var learner = LearnerFactory.Create(name);
        var data = GeneratedDigits.Load(seed: 5, train: 240, test: 100);
        var shards = Partition.Iid(data.Train, Devices, seed: 5);
        var fleet = new TestFleet(cluster.Grains, $"learn-{name}", Devices);
        await fleet.StartAsync(TestFleet.Settings with { Model = name, Parameters = learner.ParameterCount, Participants = wanted, Adoption = adoption, Allocator = "dnn" });
        var (version, initial) = await fleet.PullAsync();
        var core = BaseStation.Create("core", new StationOptions { Parameters = learner.ParameterCount, Selection = wanted == 0 ? SelectionRule.All : SelectionRule.Top(wanted) }, initial);
        foreach (var device in fleet.Devices) BaseStation.Register(core, new Registration(device.Id, device.Epoch, device.Samples));
        var own = fleet.Devices.Select(_ => initial.ToArray()).ToArray();
        var bases = new int[Devices];
        var options = new TrainOptions { LearningRate = 0.05f };

        for (var round = 1; round <= Rounds; round++)
        {
            var open = await fleet.ReachAsync(round, PhaseCode.CollectingOffers);
            BaseStation.BeginRound(core, 0);
            for (var i = 0; i < Devices; i++)
            {
                learner.Train(own[i], shards[i], options, round, own[i]);
                var scale = new PopulationScale(open.LowerRatio, open.UpperRatio, open.RatioScale);
                var gap = BaseStation.RoundGap(core, fleet.Devices[i].Id)!.Value;
                var tau = UpdateWeight.Compute(gap, ModelNorm.RelativeChange(own[i], core.Model), fleet.Devices[i].Rate, fleet.Devices[i].FrequencyHz, scale, new UpdateWeightOptions());
                await fleet.OfferAsync(fleet.Devices[i], open, tau);
                BaseStation.Offer(core, new UpdateOffer(fleet.Devices[i].Id, fleet.Devices[i].Epoch, round, tau), 0);
            }

            var chosen = BaseStation.CloseOffers(core, 0).Selected;
            await fleet.ReachAsync(round, PhaseCode.Uploading);
            for (var i = 0; i < Devices; i++)
            {
                var device = fleet.Devices[i];
                if (!chosen.Contains(device.Id, StringComparer.Ordinal)) continue;
                var upload = fleet.Upload(device, round, own[i], bases[i]);
                Assert.Equal(UploadCode.Accepted, (await fleet.SendAsync(device, upload)).Code);
                BaseStation.Upload(core, new DeviceUpdate(device.Id, device.Epoch, round, upload.Sequence, bases[i], own[i].ToArray()), 0);
            }

            BaseStation.Aggregate(core);
            await fleet.ReachAsync(round, PhaseCode.Aggregated);
            (version, var model) = await fleet.PullAsync();
            Assert.Equal(core.Model, model);
            for (var i = 0; i < Devices; i++)
            {
                if (!BaseStation.TakesNewModel(adoption == "keep" ? AdoptionRule.Keep : AdoptionRule.Adopt, chosen.Contains(fleet.Devices[i].Id, StringComparer.Ordinal))) continue;
                (own[i], bases[i]) = (model.ToArray(), version);
            }
        }

        Assert.True(learner.Evaluate(core.Model, data.Test).Loss < learner.Evaluate(initial, data.Test).Loss);
    }
}
