using Diten.Chaos.Tests.Checks;
using Diten.Chaos.Tests.Hosting;
using Diten.Chaos.Tests.Load;
using Diten.Cluster.Tests.Hosting;

namespace Diten.Chaos.Tests;

/// <summary>kill -9 of silos in the middle of rounds, Acknowledged mode.</summary>
[Collection("Chaos"), Trait("Category", "Chaos")]
public sealed class KillTests(ChaosFixture fixture)
{
    private static readonly TimeSpan s_recovery = TimeSpan.FromSeconds(30);

    [PostgresFact]
    public async Task Two_silos_killed_one_after_the_other_lose_nothing_and_training_goes_on()
    {
        await using var cluster = await SiloCluster.StartThreeAsync(fixture);
        await cluster.RunAsync(async () =>
        {
            await using var client = await cluster.ConnectAsync();
            await using var load = await ClusterLoad.StartAsync(client);
            await load.NextRoundsAsync(TimeSpan.FromSeconds(60));

            // The first stays dead until training has gone on without it.
            var first = await KillHostAsync(cluster, client, load, load.Stations[0]);
            fixture.Say($"kill: {first.Name} killed in the middle of a round; every station's next round finished after {await load.NextRoundsAsync(s_recovery):F1} s, without it");
            first.Start();
            await first.ReadyAsync();
            await load.NextRoundsAsync(s_recovery);

            // The second comes back at once.
            var second = await KillHostAsync(cluster, client, load, await OnAnotherAsync(cluster, client, load, first));
            second.Start();
            fixture.Say($"kill: {second.Name} killed in the middle of a round and started again; every station's next round finished after {await load.NextRoundsAsync(s_recovery):F1} s");
            await load.StopAsync();
            fixture.Say($"kill: {load.Figures}");

            // The first to return after the loss of all has nobody to vote with, and must not wait for the others for ever.
            var alone = await cluster.ReadBackAsync(1, async reader =>
            {
                Problems.None(await StoredTwins.ProblemsAsync(reader, load.Devices));
                Problems.None(await StoredRounds.ProblemsAsync(reader, load));
            });
            fixture.Say($"kill: after the loss of all silos one alone served again after {alone:F1} s, with everything that was acknowledged");
        });
    }

    private static async Task<SiloProcess> KillHostAsync(SiloCluster cluster, ClusterClient client, ClusterLoad load, StationFollower station)
    {
        await load.MiddleOfRoundAsync(station);
        var host = await cluster.HostOfAsync(client, station.Grain);
        await host.KillAsync();
        return host;
    }

    private static async Task<StationFollower> OnAnotherAsync(SiloCluster cluster, ClusterClient client, ClusterLoad load, SiloProcess not)
    {
        foreach (var station in load.Stations)
        {
            if (await cluster.HostOfAsync(client, station.Grain) != not) return station;
        }

        return load.Stations[0];
    }
}
