using Diten.Client.Fleet;
using Diten.Cluster.Tests.Hosting;

namespace Diten.Cluster.Tests.Fleet;

/// <summary>Engines that learn their remaining life.</summary>
[Collection(FleetCollection.Name)]
public sealed class TurbofanTests(FleetCluster cluster)
{
    [Fact]
    public async Task Engines_report_their_sensors_and_how_long_they_will_last()
    {
        var options = FleetWorkload.Suit(SmallFleet.Options with { Devices = 4, Participants = 2, Rounds = 2, Dataset = "telemetry", LearningRate = 0.05 }, "turbofan");
        var workload = FleetWorkload.Load("turbofan", options, folder: null);
        Assert.Equal(4, workload.Workload.Shards.Count);
        await using var fleet = SmallFleet.Start(cluster.Grains, SmallFleet.Fleet(options, "engines-1") with { Prefix = "engine" }, workload);
        await fleet.FinishedAsync();
        await Eventually.HoldsAsync(
            async () => (await cluster.Twin("engine-001").GetAsync())!.RemainingUsefulLifeCycles is >= 0 and < 1000, "the twin predicts the remaining life");
        var twin = (await cluster.Twin("engine-001").GetAsync())!;
        var state = twin.StateNames.Zip(twin.StateValues).ToDictionary(StringComparer.Ordinal);
        Assert.InRange(state["turbineOutletTemperatureK"], 700, 900);
        Assert.InRange(state["compressorOutletPressurePa"], 3e6, 5e6);
        Assert.True(state["cycle"] >= 1);
        // A regression has a loss and no accuracy.
        var rounds = await cluster.Station("engines-1").GetRoundsAsync(1, 10, withDevices: false);
        Assert.All(rounds, round => Assert.Null(round.Accuracy));
        await Eventually.HoldsAsync(async () => (await cluster.Station("engines-1").GetRoundsAsync(1, 10, withDevices: false)).All(round => round.Loss > 0), "every round is judged");
    }

    [Fact]
    public void As_many_generated_engines_as_are_wanted_but_no_more_recorded_ones_than_there_are()
    {
        var options = FleetWorkload.Suit(SmallFleet.Options with { Devices = 120, Dataset = "telemetry" }, "turbofan");
        Assert.Equal(120, FleetWorkload.Load("turbofan", options, folder: null).Workload.Shards.Count);
    }
}
