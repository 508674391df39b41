using Diten.Cluster.Tests.Hosting;
using Diten.Interfaces.Stations;

namespace Diten.Cluster.Tests.Fleet;

/// <summary>A silo that is killed in the middle of the training.</summary>
public sealed class SiloLossTests(FleetCluster cluster) : IClassFixture<FleetCluster>
{
    private static readonly string[] s_stations = ["kill-1", "kill-2"];

    [Fact]
    public async Task Training_goes_on_and_nobody_is_counted_twice()
    {
        var options = SmallFleet.Options with { Rounds = 0 };
        await using var fleet = SmallFleet.Start(cluster.Grains, SmallFleet.Fleet(options, s_stations) with { Scenario = options with { Stations = 2 }, Prefix = "killed", TimeScale = 1 });
        foreach (var station in s_stations) await ReachesAsync(station, 2);
        await cluster.Cluster.KillSiloAsync(cluster.Cluster.SecondarySilos[0]);
        foreach (var station in s_stations) await ReachesAsync(station, await FinishedAsync(station) + 2);
        // Nothing else finishes while it is read.
        await fleet.StopAsync();

        foreach (var station in s_stations)
        {
            var rounds = await RoundsAsync(station);
            foreach (var round in rounds)
            {
                var took = round.Devices.Where(row => row.Participated).Select(row => row.Device).ToArray();
                Assert.Equal(round.Participants, took.Length);
                Assert.Equal(took.Length, took.Distinct(StringComparer.Ordinal).Count());
            }

            var updates = rounds.SelectMany(round => round.Devices).Where(row => row.Participated).Select(row => (row.Device, row.Update)).ToArray();
            Assert.Equal(updates.Length, updates.Distinct().Count());
        }

        foreach (var device in fleet.Fleet.Devices) Assert.True((await cluster.Twin(device.Id).GetAsync())!.LastSequence >= device.Reports - 1);
    }

    /// <summary>All rounds of which the rows are kept (256): the station whose silo lives runs on while the other one's is being missed.</summary>
    private async Task<List<RoundMessage>> RoundsAsync(string station)
    {
        var finished = await FinishedAsync(station);
        var first = Math.Max(1, finished - 200);
        var rounds = new List<RoundMessage>();
        while (first + rounds.Count <= finished)
        {
            var page = await cluster.Station(station).GetRoundsAsync(first + rounds.Count, 64, withDevices: true);
            Assert.NotEmpty(page);
            rounds.AddRange(page);
        }

        Assert.Equal(Enumerable.Range(first, rounds.Count), rounds.Select(round => round.Round));
        return rounds;
    }

    private Task ReachesAsync(string station, int round) =>
        Eventually.HoldsAsync(async () => await FinishedAsync(station) >= round, $"{station} reaches round {round}");

    private async Task<int> FinishedAsync(string station) => (await Eventually.AnswersAsync(() => cluster.Station(station).GetStatusAsync())).FinishedRound;
}
