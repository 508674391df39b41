using Diten.Cluster.Tests.Hosting;

namespace Diten.Cluster.Tests.Fleet;

/// <summary>Messages and answers that are lost: everything is made again, and nothing is counted twice.</summary>
public sealed class LossTests(LossyFleetCluster cluster) : IClassFixture<LossyFleetCluster>
{
    [Fact]
    public async Task Cut_uploads_are_sent_again_and_counted_once()
    {
        var options = SmallFleet.Options with { Rounds = 5 };
        await using var fleet = SmallFleet.Start(cluster.Grains, SmallFleet.Fleet(options, "lossy-1") with { Prefix = "lossy" });
        await fleet.FinishedAsync();
        Assert.True(LossyLink.Lost > 20, $"only {LossyLink.Lost} messages were lost");
        Assert.True(fleet.Fleet.Retries > 20);

        var status = await cluster.Station("lossy-1").GetStatusAsync();
        Assert.True(status.Resent > 0, "no upload was sent again");
        var rounds = await cluster.Station("lossy-1").GetRoundsAsync(1, 100, withDevices: true);
        Assert.Equal(5, rounds.Count);
        foreach (var round in rounds)
        {
            var took = round.Devices.Where(row => row.Participated).ToArray();
            Assert.Equal((5, 5, 5), (round.Participants, took.Length, took.Select(row => row.Device).Distinct(StringComparer.Ordinal).Count()));
        }
        // A device's updates are numbered, and each number is in one aggregate only.
        var updates = rounds.SelectMany(round => round.Devices).Where(row => row.Participated).Select(row => (row.Device, row.Update)).ToArray();
        Assert.Equal(updates.Length, updates.Distinct().Count());
        await Eventually.HoldsAsync(
            async () =>
            {
                var taken = 0;
                foreach (var device in fleet.Fleet.Devices) taken += (await cluster.Twin(device.Id).GetAsync())!.RoundsTaken;
                return taken == 25;
            },
            "the twins have counted 25 parts, each once");
    }
}
