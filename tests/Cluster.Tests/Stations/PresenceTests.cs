using Diten.Cluster.Tests.Hosting;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;

namespace Diten.Cluster.Tests.Stations;

/// <summary>Offers stay open for an hour here, so that a round which ends at all has not waited for who is away.</summary>
[Collection(StationCollection.Name)]
public sealed class PresenceTests(StationCluster cluster)
{
    private static readonly StationSettingsMessage s_patient = TestFleet.Settings with { OfferSeconds = 3600, UploadSeconds = 3600 };

    [Fact]
    public async Task After_its_last_will_a_device_is_not_waited_for_also_by_a_station_that_was_loaded_anew_until_it_reports()
    {
        var fleet = new TestFleet(cluster.Grains, "presence-1", 3);
        await fleet.StartAsync(s_patient);
        await RoundAsync(fleet, 1, 0, 1, 2);
        var (gone, report) = (fleet.Devices[2], new ReportMessage { Sequence = 1, At = DateTimeOffset.UnixEpoch, Names = ["a"], Values = [1] });
        await fleet.Twin(gone).LastWillAsync();
        await AwayAsync(fleet, 1);
        await RoundAsync(fleet, 2, 0, 1);
        Assert.Equal(3, (await fleet.Station.GetStatusAsync()).Members);
        await StationCluster.DeactivateAsync(fleet.Station);
        await AwayAsync(fleet, 1);
        await RoundAsync(fleet, 3, 0, 1);

        await fleet.Twin(gone).ReportAsync(report, ifRevision: null);
        await AwayAsync(fleet, 0);
        await fleet.ReachAsync(4, PhaseCode.CollectingOffers);
        await StationCluster.DeactivateAsync(fleet.Station);
        await AwayAsync(fleet, 0);
        await RoundAsync(fleet, 4, 0, 1, 2);
        var rounds = await fleet.Station.GetRoundsAsync(1, 4, withDevices: true);
        Assert.Equal([3, 2, 2, 3], rounds.Select(round => round.Participants));
    }

    [Fact]
    public async Task A_device_that_is_silent_for_as_many_rounds_as_was_asked_for_is_away_until_it_offers_also_after_a_reload()
    {
        var fleet = new TestFleet(cluster.Grains, "presence-2", 3);
        await fleet.StartAsync(s_patient with { OfferSeconds = 0.3, UploadSeconds = 0.3, AwayAfter = 2 });
        await AwayAsync(fleet, 1, offering: 2);
        var waited = await fleet.Station.GetStatusAsync();
        Assert.True(waited.Round > 1, "it was waited for in the first round, and is away after the second at the earliest");
        await StationCluster.DeactivateAsync(fleet.Station);
        Assert.Equal((3, 1), ((await fleet.Station.GetStatusAsync()).Members, await AwayNowAsync(fleet)));
        await AwayAsync(fleet, 0, offering: 3);
    }

    [Fact]
    public async Task A_station_whose_devices_are_all_away_stays_in_its_round_and_goes_on_with_the_first_that_is_back()
    {
        var fleet = new TestFleet(cluster.Grains, "presence-3", 2);
        await fleet.StartAsync(s_patient);
        foreach (var device in fleet.Devices) await fleet.Twin(device).LastWillAsync();
        await AwayAsync(fleet, 2);
        var status = await fleet.ReachAsync(1, PhaseCode.CollectingOffers);
        Assert.Equal((1, PhaseCode.CollectingOffers), (status.Round, status.Phase));
        await RoundAsync(fleet, 1, 1);
        Assert.Equal(1, (await fleet.ReachAsync(1, PhaseCode.Aggregated)).Away);
    }

    /// <summary>A round in which only some take part.</summary>
    private static async Task RoundAsync(TestFleet fleet, int round, params int[] devices)
    {
        var status = await fleet.ReachAsync(round, PhaseCode.CollectingOffers);
        foreach (var i in devices) Assert.NotEqual(OfferCode.Refused, (await fleet.OfferAsync(fleet.Devices[i], status)).Code);
        await fleet.ReachAsync(round, PhaseCode.Uploading);
        foreach (var i in devices) Assert.Equal(UploadCode.Accepted, (await fleet.SendAsync(fleet.Devices[i], fleet.Upload(fleet.Devices[i], round, TestFleet.Made(i, round)))).Code);
        await fleet.ReachAsync(round, PhaseCode.Aggregated);
    }

    private static async Task<int> AwayNowAsync(TestFleet fleet) => (await fleet.Station.GetStatusAsync()).Away;

    /// <summary>Waits until so many are away, while the first ones offer; what is too late is refused, and is heard all the same.</summary>
    private static Task AwayAsync(TestFleet fleet, int away, int offering = 0) => Eventually.HoldsAsync(
        async () =>
        {
            var status = await fleet.Station.GetStatusAsync();
            foreach (var device in fleet.Devices.Take(offering)) await fleet.OfferAsync(device, status);
            return await AwayNowAsync(fleet) == away;
        },
        $"{away} devices are away");
}
