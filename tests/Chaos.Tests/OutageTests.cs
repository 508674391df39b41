using Diten.Chaos.Tests.Checks;
using Diten.Chaos.Tests.Hosting;
using Diten.Chaos.Tests.Load;
using Diten.Cluster.Tests.Hosting;

namespace Diten.Chaos.Tests;

/// <summary>PostgreSQL does not answer, or is gone.</summary>
[Collection("Chaos"), Trait("Category", "Chaos")]
public sealed class OutageTests(ChaosFixture fixture)
{
    private static readonly TimeSpan s_outage = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_recovery = TimeSpan.FromSeconds(30);

    // An acknowledgement of what was stored just before may be on its way.
    private static readonly TimeSpan s_underWay = TimeSpan.FromSeconds(1);

    [PostgresFact]
    public async Task Without_its_store_for_20_s_nothing_is_acknowledged_and_when_it_returns_the_cluster_goes_on()
    {
        await using var cluster = await SiloCluster.StartThreeAsync(fixture);
        await cluster.RunAsync(async () =>
        {
            await using var client = await cluster.ConnectAsync();
            await using var load = await ClusterLoad.StartAsync(client);
            await load.NextRoundsAsync(TimeSpan.FromSeconds(60));
            await OutageAsync(load, "does not answer", fixture.Server.FreezeAsync, fixture.Server.ThawAsync);
            await OutageAsync(load, "is stopped", () => fixture.Server.StopAsync(), fixture.Server.ResumeAsync);
            Assert.All(cluster.Silos, silo => Assert.True(silo.IsRunning, $"{silo.Name} has ended"));
            await load.StopAsync();
            fixture.Say($"outage: {load.Figures}");

            await cluster.ReadBackAsync(3, async reader =>
            {
                Problems.None(await StoredTwins.ProblemsAsync(reader, load.Devices));
                Problems.None(await StoredRounds.ProblemsAsync(reader, load));
            });
        });
    }

    [PostgresFact]
    public async Task Batched_twins_acknowledge_no_longer_than_their_limit_and_nothing_of_it_is_lost_when_the_store_returns()
    {
        // A change waits for 1 s at most, and for 2 s more while the store is out.
        var limit = TimeSpan.FromSeconds(3);
        await using var cluster = await SiloCluster.StartAsync(fixture, [SiloPlan.OnLoopback("silo-1")], "batched", outageLimit: "00:00:02");
        await cluster.RunAsync(async () =>
        {
            await using var client = await cluster.ConnectAsync();
            await using var load = await ClusterLoad.StartAsync(client, stations: 1);
            await load.NextRoundsAsync(TimeSpan.FromSeconds(60));
            await fixture.Server.FreezeAsync();
            var begin = TimeProvider.System.GetUtcNow();
            await Task.Delay(limit * 3);
            var end = TimeProvider.System.GetUtcNow();
            await fixture.Server.ThawAsync();
            // An acknowledgement may be on its way for as long as the limit on a busy machine.
            var (within, late) = (Acknowledged(load, begin, begin + (limit * 2)), Acknowledged(load, begin + (limit * 2), end));
            Assert.Empty(late);
            Assert.All(load.Devices, device => Assert.True(device.UnknownReports > 0, $"{device.Device}: no report was refused"));
            fixture.Say($"outage, batched: {within.Count} reports acknowledged in the first {(limit * 2).TotalSeconds} s without a store, and none in the other {(end - begin - (limit * 2)).TotalSeconds:F0} s; the next round finished {await load.NextRoundsAsync(s_recovery):F1} s after the store's return");
            await load.StopAsync();
            Assert.Equal(0, (await cluster.Silos[0].TerminateAsync()).Code);
            await cluster.ReadBackAsync(1, async reader => Problems.None(await StoredTwins.ProblemsAsync(reader, load.Devices)));
        });
    }

    private static List<string> Acknowledged(ClusterLoad load, DateTimeOffset from, DateTimeOffset to) =>
        [.. load.Devices.SelectMany(d => d.Reports.Where(r => r.At > from && r.At < to).Select(r => $"{d.Device}/{r.Sequence}"))];

    private async Task OutageAsync(ClusterLoad load, string what, Func<Task> begin, Func<Task> end)
    {
        var unknown = load.Devices.Sum(d => d.UnknownReports);
        await begin();
        var from = TimeProvider.System.GetUtcNow() + s_underWay;
        await Task.Delay(s_outage);
        var to = TimeProvider.System.GetUtcNow();
        await end();
        Assert.Empty(Acknowledged(load, from, to));
        var failed = load.Devices.Sum(d => d.UnknownReports) - unknown;
        Assert.True(failed > 0, "no write was seen to fail while the store was away");
        fixture.Say($"outage: PostgreSQL {what} for {s_outage.TotalSeconds} s: {failed} reports failed visibly, none was acknowledged; every station's next round finished {await load.NextRoundsAsync(s_recovery):F1} s after its return");
    }
}
