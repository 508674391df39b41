using Diten.Cluster.Tests.Hosting;
using Diten.Cluster.Tests.Twins;
using Diten.Interfaces.Stations;

namespace Diten.Cluster.Tests.Stations;

/// <summary>Twins that cannot be told of their rounds for longer than anybody would wait.</summary>
public sealed class OutboxTests(HurriedStationCluster cluster) : IClassFixture<HurriedStationCluster>
{
    [Fact]
    public async Task A_twin_that_is_out_for_long_holds_up_nobody_and_hears_of_every_round_in_the_end()
    {
        const int Rounds = 3;
        var fleet = new TestFleet(cluster.Grains, "patient-1", 2);
        await fleet.StartAsync();
        var (silent, other) = (fleet.Devices[0], fleet.Devices[1]);
        await RoundAsync(fleet, 1, silent);
        for (var round = 2; round <= Rounds; round++)
        {
            await RoundAsync(fleet, round);
            var told = round;
            await Eventually.HoldsAsync(async () => (await fleet.Twin(other).GetAsync())!.RoundsTaken == told, $"the other twin is told of round {told}");
        }

        // 4 tries for the first round, then one with each pause of 0.5, 1, 2 … 60, 60 s: half an hour of the station's time.
        var tries = FaultyStorage.Writes(silent.Id);
        await Eventually.HoldsAsync(() => FaultyStorage.Writes(silent.Id) >= tries + 30, "the twin is tried again and again");
        // A station that is loaded anew knows who is behind. (What it knew is stored with the next change of anything.)
        await fleet.OfferAllAsync(Rounds + 1);
        await ClusterFixture.DeactivateAsync(fleet.Station);
        await fleet.Station.GetStatusAsync();
        tries = FaultyStorage.Writes(silent.Id);
        await Eventually.HoldsAsync(() => FaultyStorage.Writes(silent.Id) >= tries + 10, "the twin is tried by the station that came back");
        Assert.Equal(0, (await fleet.Twin(silent).GetAsync())!.RoundsTaken);

        FaultyStorage.Heal(silent.Id);
        await Eventually.HoldsAsync(async () => (await fleet.Twin(silent).GetAsync())!.RoundsTaken == Rounds, "the twin is told of all rounds");
        var twin = (await fleet.Twin(silent).GetAsync())!;
        Assert.Equal((Rounds, Rounds, 3.0 * Rounds), (twin.LastRound, twin.ModelVersion, twin.EnergyJoules));
    }

    private static async Task RoundAsync(TestFleet fleet, int round, TestDevice? silenced = null)
    {
        await fleet.OfferAllAsync(round);
        // From here on the twin can be read, but what it is told cannot be stored.
        if (silenced is not null) FaultyStorage.Break(silenced.Id, new StorageFault { FailWrites = true });
        for (var i = 0; i < fleet.Devices.Length; i++)
        {
            var device = fleet.Devices[i];
            Assert.Equal(UploadCode.Accepted, (await fleet.SendAsync(device, fleet.Upload(device, round, TestFleet.Made(i, round), round - 1))).Code);
        }

        await fleet.ReachAsync(round, PhaseCode.Aggregated);
    }
}
