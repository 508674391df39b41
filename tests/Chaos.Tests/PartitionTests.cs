using Diten.Chaos.Tests.Checks;
using Diten.Chaos.Tests.Hosting;
using Diten.Chaos.Tests.Load;

namespace Diten.Chaos.Tests;

/// <summary>Silos in network namespaces whose ways are cut for longer than it takes to notice; Acknowledged mode.</summary>
[Collection("Chaos"), Trait("Category", "Chaos")]
public sealed class PartitionTests(ChaosFixture fixture)
{
    private static readonly TimeSpan s_recovery = TimeSpan.FromSeconds(30);

    [PartitionFact]
    public async Task Silos_that_cannot_reach_each_other_apply_nothing_twice_and_when_healed_go_on()
    {
        await using var network = await SiloNetwork.CreateAsync(3);
        await fixture.Server.ListenAlsoAsync(network.Here, network.Range);
        await using var cluster = await SiloCluster.StartAsync(fixture, [.. Enumerable.Range(0, 3).Select(network.Plan)], host: network.Here);
        await cluster.RunAsync(async () =>
        {
            await using var client = await cluster.ConnectAsync();
            await using var load = await ClusterLoad.StartAsync(client);
            await load.NextRoundsAsync(TimeSpan.FromSeconds(60));

            // The others are out of reach, the database and the clients are not: both sides could write.
            await PartitionAsync(cluster, client, load, "cut off from the other silos", network.CutAsync, network.HealAsync);
            // Out of reach of everything: it learns that it was voted out only when the plug is in again.
            await PartitionAsync(cluster, client, load, "unplugged", network.UnplugAsync, network.PlugAsync);
            await load.StopAsync();
            fixture.Say($"partition: {load.Figures}");

            await cluster.ReadBackAsync(3, async reader =>
            {
                Problems.None(await StoredTwins.ProblemsAsync(reader, load.Devices));
                Problems.None(await StoredRounds.ProblemsAsync(reader, load));
            });
        });
    }

    private async Task PartitionAsync(SiloCluster cluster, ClusterClient client, ClusterLoad load, string what, Func<int, Task> cut, Func<int, Task> heal)
    {
        await load.MiddleOfRoundAsync(load.Stations[0]);
        var host = await cluster.HostOfAsync(client, load.Stations[0].Grain);
        var index = cluster.Silos.ToList().IndexOf(host);
        await cut(index);
        fixture.Say($"partition: {host.Name} {what} in the middle of a round; every station's next round finished after {await load.NextRoundsAsync(s_recovery):F1} s");
        await heal(index);
        // A silo that was voted out ends by itself, and whoever watches over it starts it again.
        await host.EndedAsync(TimeSpan.FromSeconds(30));
        host.Start();
        await host.ReadyAsync();
        fixture.Say($"partition: healed, {host.Name} is a member again; every station's next round finished after {await load.NextRoundsAsync(s_recovery):F1} s");
    }
}
