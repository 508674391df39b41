using Diten.Chaos.Tests.Checks;
using Diten.Chaos.Tests.Hosting;
using Diten.Chaos.Tests.Load;
using Diten.Cluster.Tests.Hosting;

namespace Diten.Chaos.Tests;

/// <summary>PostgreSQL does not answer, or is gone, for 20 s; Acknowledged mode.</summary>
[Collection("Chaos"), Trait("Category", "Chaos")]
public sealed class OutageTests(ChaosFixture fixture)
{
    private static readonly TimeSpan s_outage = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_recovery = TimeSpan.FromSeconds(30);

    // An acknowledgement of what was stored just before may be on its way.
    private static readonly TimeSpan s_underWay = TimeSpan.FromSeconds(1);

    [PostgresFact]
    public async Task Without_its_store_nothing_is_acknowledged_and_when_it_returns_the_cluster_goes_on()
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

    private async Task OutageAsync(ClusterLoad load, string what, Func<Task> begin, Func<Task> end)
    {
        var unknown = load.Devices.Sum(d => d.UnknownReports);
        await begin();
        var from = TimeProvider.System.GetUtcNow() + s_underWay;
        await Task.Delay(s_outage);
        var to = TimeProvider.System.GetUtcNow();
        await end();
        var acknowledged = load.Devices.SelectMany(d => d.Reports.Where(r => r.At > from && r.At < to).Select(r => $"{d.Device}/{r.Sequence}"));
        Assert.Empty(acknowledged);
        var failed = load.Devices.Sum(d => d.UnknownReports) - unknown;
        Assert.True(failed > 0, "no write was seen to fail while the store was away");
        fixture.Say($"outage: PostgreSQL {what} for {s_outage.TotalSeconds} s: {failed} reports failed visibly, none was acknowledged; every station's next round finished {await load.NextRoundsAsync(s_recovery):F1} s after its return");
    }
}
