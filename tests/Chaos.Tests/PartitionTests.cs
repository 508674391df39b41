using Diten.Chaos.Tests.Checks;
using Diten.Chaos.Tests.Hosting;
using Diten.Chaos.Tests.Load;
using Diten.Interfaces.Twins;

namespace Diten.Chaos.Tests;

/// <summary>Silos in network namespaces whose ways are cut for longer than it takes to notice.</summary>
[Collection("Chaos"), Trait("Category", "Chaos")]
public sealed class PartitionTests(ChaosFixture fixture)
{
    private static readonly TimeSpan s_recovery = TimeSpan.FromSeconds(30);

    // A round that a silo took along unstored is open once more, with devices that have done it: it ends at its deadline.
    private static readonly TimeSpan s_longRecovery = TimeSpan.FromSeconds(90);

    // The flush interval, a write, and what a loaded machine adds.
    private static readonly TimeSpan s_behind = TimeSpan.FromSeconds(10);

    // An answer that is on its way when its silo ends.
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(1);

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

    [PartitionFact]
    public async Task Batched_silos_that_cannot_reach_each_other_lose_no_more_than_the_voted_out_one_had_not_stored()
    {
        await using var network = await SiloNetwork.CreateAsync(3);
        await fixture.Server.ListenAlsoAsync(network.Here, network.Range);
        await using var cluster = await SiloCluster.StartAsync(fixture, [.. Enumerable.Range(0, 3).Select(network.Plan)], "batched", network.Here);
        await cluster.RunAsync(async () =>
        {
            await using var client = await cluster.ConnectAsync();
            await using var load = await ClusterLoad.StartAsync(client, mayForget: true);
            await load.NextRoundsAsync(TimeSpan.FromSeconds(60));
            PartedSilo[] parted =
            [
                await PartitionAsync(cluster, client, load, "cut off from the other silos", network.CutAsync, network.HealAsync, s_longRecovery),
                await PartitionAsync(cluster, client, load, "unplugged", network.UnplugAsync, network.PlugAsync, s_longRecovery),
            ];
            await load.StopAsync();
            fixture.Say($"partition, batched: {load.Figures}");
            // Nothing is under way any more: what is not stored now will never be.
            await Task.Delay(s_behind);

            await cluster.ReadBackAsync(3, async reader =>
            {
                var ages = load.Devices.ToDictionary(d => d.Device, d => d.Reports.ToDictionary(r => r.Sequence, r => r.At), StringComparer.Ordinal);
                var lost = await StoredTwins.LostAsync(reader, load.Devices);
                fixture.Say($"partition, batched: {lost.Count} of {load.Devices.Sum(d => d.Reports.Count)} acknowledged reports are not there: {string.Join(", ", lost.Select(one => $"{one.Device} {one.Sequence} of {ages[one.Device][one.Sequence]:mm:ss.f}"))}");
                Problems.None(await StoredTwins.ProblemsAsync(reader, load.Devices, (device, report) => parted.Any(one =>
                    one.Devices.Contains(device.Device) && ages[device.Device][report] > one.From - s_behind && ages[device.Device][report] <= one.To + s_answer)));
                Problems.None(await StoredRounds.ProblemsAsync(reader, load, mayLose: true));
            });
        });
    }

    private async Task<PartedSilo> PartitionAsync(
        SiloCluster cluster, ClusterClient client, ClusterLoad load, string what, Func<int, Task> cut, Func<int, Task> heal, TimeSpan? recovery = null)
    {
        var limit = recovery ?? s_recovery;
        await load.MiddleOfRoundAsync(load.Stations[0]);
        var host = await cluster.HostOfAsync(client, load.Stations[0].Grain);
        var index = cluster.Silos.ToList().IndexOf(host);
        var devices = await DevicesOfAsync(cluster, client, load, host);
        var from = TimeProvider.System.GetUtcNow();
        await cut(index);
        fixture.Say($"partition: {host.Name} {what} in the middle of a round; every station's next round finished after {await load.NextRoundsAsync(limit):F1} s");
        await heal(index);
        // A silo that was voted out ends by itself, and whoever watches over it starts it again.
        await host.EndedAsync(TimeSpan.FromSeconds(30));
        var to = TimeProvider.System.GetUtcNow();
        fixture.Say($"partition: {host.Name} with {devices.Count} devices was out of reach from {from:mm:ss.f} to {to:mm:ss.f}");
        host.Start();
        await host.ReadyAsync();
        fixture.Say($"partition: healed, {host.Name} is a member again; every station's next round finished after {await load.NextRoundsAsync(limit):F1} s");
        return new PartedSilo(devices, from, to);
    }

    /// <summary>Devices whose twins are on a silo or may yet move there: twins follow their station's home by themselves, each with its next call, and need not be where their station is.</summary>
    private static async Task<HashSet<string>> DevicesOfAsync(SiloCluster cluster, ClusterClient client, ClusterLoad load, SiloProcess host)
    {
        var devices = new HashSet<string>(StringComparer.Ordinal);
        foreach (var device in load.Devices)
        {
            if (cluster.HomeOf(device.Station) == host || await cluster.FindHostAsync(client, client.Grains.GetGrain<ITwinGrain>(device.Device)) == host) devices.Add(device.Device);
        }

        return devices;
    }

    /// <summary>A silo that was out of reach.</summary>
    /// <param name="Devices">The devices whose twins were on it.</param>
    /// <param name="From">When it was cut off.</param>
    /// <param name="To">When it had ended.</param>
    private sealed record PartedSilo(HashSet<string> Devices, DateTimeOffset From, DateTimeOffset To);
}
