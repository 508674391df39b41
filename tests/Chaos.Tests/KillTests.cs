using Diten.Chaos.Tests.Checks;
using Diten.Chaos.Tests.Hosting;
using Diten.Chaos.Tests.Load;
using Diten.Cluster.Tests.Hosting;
using Diten.Interfaces.Stations;
using Orleans.Runtime;

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
            var station = client.Grains.GetGrain<IStationGrain>("bs-1");
            var bs1 = await HostOfAsync(cluster, client, station, station.GetStatusAsync);
            await using var load = await ClusterLoad.StartAsync(client, macro: await MacroElsewhereAsync(cluster, client, bs1));
            await load.NextMacroRoundAsync(TimeSpan.FromSeconds(60));

            // The first stays dead until training has gone on without it.
            var first = await KillHostAsync(cluster, client, load, load.Stations[0]);
            var (rounds, above) = await NextAsync(load);
            fixture.Say($"kill: {first.Name} killed in the middle of a round; every station's next round finished after {rounds:F1} s and the next macro round after {above:F1} s, without it");
            first.Start();
            await first.ReadyAsync();
            await load.NextRoundsAsync(s_recovery);

            // The second is the macro base station's, and comes back at once.
            var second = await KillHostAsync(cluster, client, load, load.Stations[0], client.Grains.GetGrain<IMacroStationGrain>(load.Macro!.Station));
            second.Start();
            (rounds, above) = await NextAsync(load);
            fixture.Say($"kill: {second.Name}, with the macro base station, killed in the middle of a round and started again; every station's next round finished after {rounds:F1} s and the next macro round after {above:F1} s");
            await load.StopAsync();
            fixture.Say($"kill: {load.Figures}");

            // The first to return after the loss of all has nobody to vote with, and must not wait for the others for ever.
            var alone = await cluster.ReadBackAsync(1, async reader =>
            {
                Problems.None(await StoredTwins.ProblemsAsync(reader, load.Devices));
                Problems.None(await StoredRounds.ProblemsAsync(reader, load));
                Problems.None(await StoredMacroRounds.ProblemsAsync(reader, load));
            });
            fixture.Say($"kill: after the loss of all silos one alone served again after {alone:F1} s, with everything that was acknowledged");
        });
    }

    private static async Task<SiloProcess> KillHostAsync(SiloCluster cluster, ClusterClient client, ClusterLoad load, StationFollower station, IAddressable? hosted = null)
    {
        await load.MiddleOfRoundAsync(station);
        var host = await cluster.HostOfAsync(client, hosted ?? station.Grain);
        await host.KillAsync();
        return host;
    }

    /// <summary>Times until the next rounds, of base stations and of the macro base station, are over.</summary>
    private static async Task<(double Stations, double Macro)> NextAsync(ClusterLoad load)
    {
        var (stations, macro) = (load.NextRoundsAsync(s_recovery), load.NextMacroRoundAsync(s_recovery));
        return (await stations, await macro);
    }

    /// <summary>A macro base station whose silo is not the one that is killed first.</summary>
    private static async Task<string> MacroElsewhereAsync(SiloCluster cluster, ClusterClient client, SiloProcess not)
    {
        for (var i = 1; ; i++)
        {
            var macro = client.Grains.GetGrain<IMacroStationGrain>($"macro-{i}");
            if (await HostOfAsync(cluster, client, macro, macro.GetStatusAsync) != not) return $"macro-{i}";
        }
    }

    /// <summary>The silo of a grain that nobody has called yet; asked again while the grain is on its way.</summary>
    private static Task<SiloProcess> HostOfAsync(SiloCluster cluster, ClusterClient client, IAddressable grain, Func<Task> wake) => ClusterClient.AskAsync(async () =>
    {
        await wake();
        return await cluster.HostOfAsync(client, grain);
    });
}
