using Diten.Chaos.Tests.Checks;
using Diten.Chaos.Tests.Hosting;
using Diten.Chaos.Tests.Load;
using Diten.Cluster.Tests.Hosting;

namespace Diten.Chaos.Tests;

/// <summary>Silos leave in the Batched mode: in order they lose nothing, killed at most one flush interval.</summary>
[Collection("Chaos"), Trait("Category", "Chaos")]
public sealed class DrainTests(ChaosFixture fixture)
{
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_recovery = TimeSpan.FromSeconds(30);

    // The flush interval of 1 s, and the time that a write may take on a busy machine.
    private static readonly TimeSpan s_behind = TimeSpan.FromSeconds(3);

    [PostgresFact]
    public async Task A_silo_that_is_asked_to_leave_stores_all_that_was_acknowledged()
    {
        await using var cluster = await SiloCluster.StartThreeAsync(fixture, "batched");
        await cluster.RunAsync(async () =>
        {
            await using var client = await cluster.ConnectAsync();
            await using var load = await ClusterLoad.StartAsync(client);
            await load.NextRoundsAsync(TimeSpan.FromSeconds(60));
            await load.MiddleOfRoundAsync(load.Stations[0]);
            await LeaveAsync(await cluster.HostOfAsync(client, load.Stations[0].Grain));
            fixture.Say($"drain: every station's next round finished {await load.NextRoundsAsync(s_recovery):F1} s later");
            await load.StopAsync();
            foreach (var silo in cluster.Silos.Where(s => s.IsRunning)) await LeaveAsync(silo);
            fixture.Say($"drain: {load.Figures}");

            await cluster.ReadBackAsync(3, async reader =>
            {
                Problems.None(await StoredTwins.ProblemsAsync(reader, load.Devices));
                Problems.None(await StoredRounds.ProblemsAsync(reader, load));
            });
        });
    }

    [PostgresFact]
    public async Task Silos_that_are_killed_are_at_most_one_flush_interval_behind()
    {
        await using var cluster = await SiloCluster.StartThreeAsync(fixture, "batched");
        await cluster.RunAsync(async () =>
        {
            await using var client = await cluster.ConnectAsync();
            await using var load = await ClusterLoad.StartAsync(client);
            await load.NextRoundsAsync(TimeSpan.FromSeconds(60));
            var killed = TimeProvider.System.GetUtcNow();
            // What is acknowledged between the first and the last kill is younger than the bound.
            await Task.WhenAll(cluster.Silos.Select(s => s.KillAsync()));
            await load.DisposeAsync();

            await cluster.ReadBackAsync(3, async reader =>
            {
                var ages = load.Devices.ToDictionary(d => d.Device, d => d.Reports.ToDictionary(r => r.Sequence, r => r.At), StringComparer.Ordinal);
                Problems.None(await StoredTwins.ProblemsAsync(reader, load.Devices, (device, report) => ages[device.Device][report] > killed - s_behind));
            });
        });
    }

    private async Task LeaveAsync(SiloProcess silo)
    {
        var (code, took) = await silo.TerminateAsync();
        fixture.Say($"drain: {silo.Name} left {took.TotalSeconds:F1} s after SIGTERM with code {code}");
        Assert.Equal(0, code);
        Assert.True(took < s_drain, $"the drain took {took.TotalSeconds:F1} s");
    }
}
