using Diten.Cluster.Tests.Hosting;
using Diten.Core.Network;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;
using Diten.Simulation.Engine;

namespace Diten.Cluster.Tests.Fleet;

/// <summary>Devices as real clients: what they learn together through the grains.</summary>
[Collection(FleetCollection.Name)]
public sealed class FleetLearningTests(FleetCluster cluster)
{
    [Fact]
    public async Task Devices_learn_as_well_as_in_the_simulator()
    {
        var options = SmallFleet.Options with { Rounds = 12, Participants = 8 };
        await using var fleet = SmallFleet.Start(cluster.Grains, SmallFleet.Fleet(options, "learn-1") with { Prefix = "learner" });
        await fleet.FinishedAsync();
        var rounds = await JudgedAsync("learn-1", options.Rounds);

        var simulator = new Simulator(options, SmallFleet.Workload(options));
        var simulated = Enumerable.Range(0, options.Rounds).Select(_ => simulator.RunRound(CancellationToken.None).Accuracy!.Value).ToArray();
        Assert.True(rounds[^1].Accuracy > rounds[0].Accuracy + 0.1, $"accuracy rose from {rounds[0].Accuracy} to {rounds[^1].Accuracy} only");
        // The same initial model, data, seeds of training and rules; another order of arrival.
        Assert.InRange(rounds[^1].Accuracy!.Value, simulated[^1] - 0.08, simulated[^1] + 0.08);
        Assert.All(rounds, round => Assert.Equal(8, round.Participants));
        Assert.Equal(Enumerable.Range(1, 12), rounds.Select(round => round.ModelVersion));
    }

    [Theory]
    [InlineData("softmax")]
    [InlineData("lenet5")]
    public async Task The_first_model_is_the_simulators_for_the_same_seed(string model)
    {
        var options = SmallFleet.Options with { Rounds = 1, Participants = 4, Devices = 4, Model = model, Seed = 23, Adoption = "adopt" };
        var drawn = ParameterBytes.HashOf(ParameterBytes.Of(new Simulator(options, SmallFleet.Workload(options)).GlobalModel.Span));
        await using var fleet = SmallFleet.Start(cluster.Grains, SmallFleet.Fleet(options, $"first-{model}") with { Prefix = $"first-{model}", Macro = $"first-{model}-macro" });
        await fleet.FinishedAsync();
        var station = cluster.Station($"first-{model}");
        Assert.Equal(drawn, (await station.GetModelAsync(0))!.Hash);
        Assert.Equal(drawn, (await cluster.Grains.GetGrain<IMacroStationGrain>($"first-{model}-macro").GetModelAsync(0))!.Hash);
    }

    [Fact]
    public async Task Who_took_part_is_counted_by_station_and_twins_alike_and_last_wills_are_heard()
    {
        var options = SmallFleet.Options with { Rounds = 5, Adoption = "adopt" };
        var fleet = SmallFleet.Start(cluster.Grains, SmallFleet.Fleet(options, "count-1") with { Prefix = "counted" });
        await using (fleet)
        {
            await fleet.FinishedAsync();
            var rounds = await cluster.Station("count-1").GetRoundsAsync(1, 100, withDevices: true);
            Assert.All(rounds, round => Assert.Equal((5, 5), (round.Participants, round.Devices.Where(row => row.Participated).Select(row => row.Device).Distinct(StringComparer.Ordinal).Count())));
            await Eventually.HoldsAsync(
                async () => await SumAsync(fleet, twin => twin.RoundsTaken) == rounds.Sum(round => round.Participants), "the twins know of every round");
            // Everyone adopts: each device holds the newest model.
            Assert.All(fleet.Fleet.Devices, device => Assert.Equal(5, device.BaseVersion));
            Assert.All(fleet.Fleet.Devices, device => Assert.True(device.Reports > 0));
        }
        foreach (var device in fleet.Fleet.Devices) Assert.Equal((int)Liveness.Offline, (await cluster.Twin(device.Id).GetAsync())!.Liveness);
    }

    [Fact]
    public async Task A_model_above_a_megabyte_goes_through_the_store_and_twins_are_linked()
    {
        var options = SmallFleet.Options with { Model = "mcmahan-cnn", Devices = 3, Participants = 2, Rounds = 2, SamplesMean = 10, SamplesDeviation = 2, SamplesMinimum = 5 };
        var setup = SmallFleet.Fleet(options, "large-1") with { Prefix = "large", TellsQuality = false, OfferSeconds = 60, UploadSeconds = 60, Neighbours = 2 };
        await using var fleet = SmallFleet.Start(cluster.Grains, setup);
        await fleet.FinishedAsync();
        var rounds = await cluster.Station("large-1").GetRoundsAsync(1, 10, withDevices: false);
        Assert.All(rounds, round => Assert.Equal((2, 0), (round.Participants, round.RefusedReasons.Length)));
        var model = (await cluster.Station("large-1").GetModelAsync(null))!;
        Assert.Equal((2, 4L * 1_663_370), (model.Version, model.Bytes));
        foreach (var device in fleet.Fleet.Devices) Assert.Equal(2, (await cluster.Twin(device.Id).GetAsync())!.LinkIds.Length);
    }

    [Fact]
    public async Task A_new_fleet_goes_on_where_the_last_one_was()
    {
        var options = SmallFleet.Options with { Rounds = 0 };
        var setup = SmallFleet.Fleet(options, "again-1") with { Prefix = "again" };
        long reports, updates;
        await using (var first = SmallFleet.Start(cluster.Grains, setup))
        {
            await ReachesAsync("again-1", 3);
            await Eventually.HoldsAsync(() => first.Fleet.Devices.All(device => device.Reports > 1), "everyone has reported");
            (reports, updates) = (first.Fleet.Devices[0].Reports, first.Fleet.Devices.Sum(device => device.Updates));
        }
        var before = await cluster.Station("again-1").GetStatusAsync();
        await using var second = SmallFleet.Start(cluster.Grains, setup);
        await ReachesAsync("again-1", before.FinishedRound + 3);
        Assert.True(second.Fleet.Devices[0].Reports > reports);
        Assert.True(second.Fleet.Devices.Sum(device => device.Updates) >= updates);
        var rounds = await cluster.Station("again-1").GetRoundsAsync(1, 1000, withDevices: false);
        Assert.Equal(Enumerable.Range(1, rounds.Count), rounds.Select(round => round.Round));
        Assert.All(rounds.Skip(before.FinishedRound + 1), round => Assert.Equal(5, round.Participants));
    }

    [Fact]
    public async Task A_device_that_is_handed_over_learns_at_its_new_station_and_keeps_its_count()
    {
        var options = SmallFleet.Options with { Rounds = 0 };
        await using var there = SmallFleet.Start(cluster.Grains, SmallFleet.Fleet(options, "to-1") with { Prefix = "native" });
        await using var here = SmallFleet.Start(cluster.Grains, SmallFleet.Fleet(options, "from-1") with { Prefix = "mover" });
        await ReachesAsync("from-1", 2);
        await ReachesAsync("to-1", 2);
        var reply = await cluster.Twin("mover-007").HandOverAsync("to-1", null);
        Assert.True(reply.Accepted, reply.Error);
        var device = here.Fleet.Devices.Single(one => one.Id is "mover-007");
        await Eventually.HoldsAsync(() => device.Station is "to-1" && device.OfferedRound > 0 && device.OfferCounts, "it offers at its new station");
        await Eventually.HoldsAsync(async () => (await RowsAsync("to-1")).Any(row => row.Device is "mover-007"), "its new station counts it");
        Assert.Equal(19, (await cluster.Station("from-1").GetStatusAsync()).Members);
        Assert.Equal(21, (await cluster.Station("to-1").GetStatusAsync()).Members);
        var left = (await cluster.Station("from-1").GetStatusAsync()).Round;
        await ReachesAsync("from-1", left + 2);
        Assert.DoesNotContain(await RowsAsync("from-1", left + 2), row => row.Device is "mover-007");
    }

    private async Task<IEnumerable<DeviceRoundMessage>> RowsAsync(string station, int from = 1) =>
        (await cluster.Station(station).GetRoundsAsync(from, 100, withDevices: true)).SelectMany(round => round.Devices);

    private async Task<IReadOnlyList<RoundMessage>> JudgedAsync(string station, int count)
    {
        IReadOnlyList<RoundMessage> rounds = [];
        await Eventually.HoldsAsync(
            async () => (rounds = await cluster.Station(station).GetRoundsAsync(1, 100, withDevices: false)).Count == count && rounds.All(round => round.Accuracy is not null),
            "every round is judged");
        return rounds;
    }

    private Task ReachesAsync(string station, int round) =>
        Eventually.HoldsAsync(async () => (await cluster.Station(station).GetStatusAsync()).FinishedRound >= round, $"{station} reaches round {round}");

    private async Task<int> SumAsync(RunningFleet fleet, Func<Interfaces.Twins.TwinMessage, int> of)
    {
        var sum = 0;
        foreach (var device in fleet.Fleet.Devices) sum += of((await cluster.Twin(device.Id).GetAsync())!);
        return sum;
    }
}
