using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;

namespace Diten.Cluster.Tests.Stations;

[Collection(StationCollection.Name)]
public sealed class DeadlineTests(StationCluster cluster)
{
    [Fact]
    public async Task The_wanted_number_with_the_largest_weights_takes_part_and_the_others_go_on()
    {
        var fleet = new TestFleet(cluster.Grains, "wanted-1", 4);
        await fleet.StartAsync(TestFleet.Settings with { Participants = 2 });
        var open = await fleet.ReachAsync(1, PhaseCode.CollectingOffers);
        Assert.Equal(2, open.Participants);
        foreach (var (device, tau) in fleet.Devices.Zip([0.4, 0.1, 0.3, 0.2])) await fleet.OfferAsync(device, open, tau);
        await fleet.ReachAsync(1, PhaseCode.Uploading);
        var codes = new List<OfferCode>();
        foreach (var device in fleet.Devices) codes.Add((await fleet.Station.GetGrantAsync(device.Id, 1)).Code);
        Assert.Equal([OfferCode.TakePart, OfferCode.GoOn, OfferCode.TakePart, OfferCode.GoOn], codes);
        Assert.Equal(OfferCode.Refused, (await fleet.Station.GetGrantAsync(fleet.Devices[0].Id, 2)).Code);
        Assert.Equal(OfferCode.Refused, (await fleet.Station.GetGrantAsync("nobody", 1)).Code);

        var allocation = await fleet.Station.GetAllocationAsync(null);
        Assert.Equal([fleet.Devices[0].Id, fleet.Devices[2].Id], allocation!.Devices);
        Assert.Equal(32, allocation.Owner.Length);
        Assert.True(allocation.LowerBoundSeconds <= allocation.MakespanSeconds * (1 + 1e-9));
        var grant = await fleet.Station.GetGrantAsync(fleet.Devices[2].Id, 1);
        Assert.Equal(Enumerable.Range(0, 32).Where(k => allocation.Owner[k] == 1), grant.Subcarriers);

        foreach (var i in (int[])[0, 2]) await fleet.SendAsync(fleet.Devices[i], fleet.Upload(fleet.Devices[i], 1, TestFleet.Made(i, 1)));
        await fleet.ReachAsync(1, PhaseCode.Aggregated);
        var round = Assert.Single(await fleet.Station.GetRoundsAsync(1, 1, withDevices: true));
        Assert.Equal((2, 4, 1), (round.Participants, round.Devices.Count, round.ModelVersion));
        Assert.Equal([true, false, true, false], round.Devices.Select(row => row.Participated));
        Assert.Equal((3.0, 3.0, 0.0, 6.0), (round.MakespanSeconds, round.MeanSeconds, round.Psi, round.EnergyJoules));
        Assert.Equal((2 * 7850 * 32.0, 4 * 1024.0), (round.ModelBits, round.StateBits));
    }

    [Fact]
    public async Task A_round_to_which_nobody_sends_ends_at_its_deadline_with_the_model_as_it_was()
    {
        var fleet = new TestFleet(cluster.Grains, "deadline-1", 2);
        await fleet.StartAsync(TestFleet.Settings with { UploadSeconds = 0.3 });
        await fleet.OfferAllAsync(1);
        await fleet.ReachAsync(2, PhaseCode.CollectingOffers);
        var round = Assert.Single(await fleet.Station.GetRoundsAsync(1, 5, withDevices: false));
        Assert.Equal((0, 0), (round.Participants, round.ModelVersion));
        Assert.Equal([fleet.Devices[0].Id, fleet.Devices[1].Id], round.Missing);
        Assert.Equal("past-round", (await fleet.Station.UploadAsync(fleet.Upload(fleet.Devices[0], 1, TestFleet.Made(0, 1)))).Reason);
    }

    [Fact]
    public async Task One_that_arrives_is_aggregated_at_the_deadline_and_a_withdrawn_one_is_not_waited_for()
    {
        var fleet = new TestFleet(cluster.Grains, "deadline-2", 3);
        await fleet.StartAsync(TestFleet.Settings with { UploadSeconds = 0.5 });
        await fleet.OfferAllAsync(1);
        await fleet.SendAsync(fleet.Devices[0], fleet.Upload(fleet.Devices[0], 1, TestFleet.Made(0, 1)));
        await fleet.ReachAsync(2, PhaseCode.CollectingOffers);
        var (version, model) = await fleet.PullAsync();
        Assert.Equal(1, version);
        Assert.Equal(TestFleet.Made(0, 1), model);

        var patient = new TestFleet(cluster.Grains, "withdraw-1", 2);
        await patient.StartAsync();
        await patient.OfferAllAsync(1);
        await patient.SendAsync(patient.Devices[0], patient.Upload(patient.Devices[0], 1, TestFleet.Made(0, 1)));
        await patient.Station.WithdrawAsync(patient.Devices[1].Id);
        await patient.ReachAsync(1, PhaseCode.Aggregated);
        Assert.Equal([patient.Devices[1].Id], Assert.Single(await patient.Station.GetRoundsAsync(1, 1, withDevices: false)).Missing);
    }

    [Fact]
    public async Task Offers_close_at_their_deadline_without_those_who_are_away_and_stay_open_while_all_are()
    {
        var fleet = new TestFleet(cluster.Grains, "offers-1", 2);
        await fleet.StartAsync(TestFleet.Settings with { OfferSeconds = 0.3 });
        var open = await fleet.ReachAsync(1, PhaseCode.CollectingOffers);
        var status = open;
        while (status.Deadline == open.Deadline) status = await fleet.Station.WatchAsync(status.Sequence);
        Assert.Equal((1, PhaseCode.CollectingOffers), (status.Round, status.Phase));
        Assert.Equal(OfferCode.Refused, (await fleet.Station.GetGrantAsync(fleet.Devices[1].Id, 1)).Code);
        Assert.Equal(OfferCode.TakePart, (await fleet.OfferAsync(fleet.Devices[1], status)).Code);
        await fleet.ReachAsync(1, PhaseCode.Uploading);
        Assert.Equal(OfferCode.TakePart, (await fleet.Station.GetGrantAsync(fleet.Devices[1].Id, 1)).Code);
        Assert.Equal(OfferCode.Refused, (await fleet.Station.GetGrantAsync(fleet.Devices[0].Id, 1)).Code);
    }

    [Fact]
    public async Task A_station_stops_after_its_rounds_and_quality_goes_to_the_round_that_made_the_version()
    {
        var fleet = new TestFleet(cluster.Grains, "target-1", 2);
        await fleet.StartAsync(TestFleet.Settings with { TargetRounds = 2, AggregateAt = 1 });
        for (var round = 1; round <= 2; round++)
        {
            var status = await fleet.OfferAllAsync(round);
            await fleet.SendAsync(fleet.Devices[0], fleet.Upload(fleet.Devices[0], round, TestFleet.Made(0, round), status.Model!.Version));
            await fleet.ReachAsync(round, PhaseCode.Aggregated);
        }

        await fleet.Station.TellQualityAsync(1, 0.25, 1.5);
        await fleet.Station.TellQualityAsync(2, 0.5, double.NaN);
        await fleet.Station.TellQualityAsync(9, 0.9, 1);
        await StationCluster.DeactivateAsync(fleet.Station);
        var rounds = await fleet.Station.GetRoundsAsync(0, 10, withDevices: true);
        Assert.Equal([0.25, 0.5], rounds.Select(round => round.Accuracy));
        Assert.Equal([1.5, null], rounds.Select(round => round.Loss));
        Assert.All(rounds, round => Assert.Equal(2, round.Devices.Count));
        var end = await fleet.Station.GetStatusAsync();
        Assert.Equal((2, PhaseCode.Aggregated, 2), (end.Round, end.Phase, end.FinishedRound));
        Assert.Equal(2, (await fleet.PullAsync()).Version);
        Assert.Equal(1, (await fleet.PullAsync(1)).Version);
        Assert.Null(await fleet.Station.GetModelAsync(3));
    }
}
