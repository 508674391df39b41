using Diten.Cluster.Tests.Hosting;
using Diten.Core.Twins;
using Diten.Interfaces.Twins;
using static Diten.Cluster.Tests.Twins.Messages;

namespace Diten.Cluster.Tests.Twins;

[Collection(TwinCollection.Name)]
public sealed class LinkTests(TwinCluster cluster)
{
    [Fact]
    public async Task A_linked_twin_hears_of_changes_and_tells_nobody()
    {
        var (a, b, c) = (await cluster.RegisterAsync("link-a"), await cluster.RegisterAsync("link-b"), await cluster.RegisterAsync("link-c"));
        foreach (var (one, other) in new[] { (a, "link-b"), (b, "link-a"), (b, "link-c"), (c, "link-b") }) Assert.True(await one.LinkAsync(other, LinkKinds.RadioNeighbour));
        Assert.False(await a.LinkAsync("link-b", LinkKinds.RadioNeighbour));
        Assert.Equal(["link-b"], (await a.GetAsync())!.LinkIds);
        var before = await c.GetAsync();
        await a.ReportAsync(Report(1, ("x", 5)), null);
        await Eventually.HoldsAsync(async () => (await b.GetAsync())!.Deltas[0].Note == "link-a: reported", "b hears of a");
        Assert.Equal(5, (await b.GetAsync())!.Deltas[0].Values[0]);
        // b's own report comes to c after anything that b would have passed on.
        await b.ReportAsync(Report(1, ("y", 1)), null);
        await Eventually.HoldsAsync(async () => (await c.GetAsync())!.Revision > before!.Revision, "c hears of b");
        Assert.Equal("link-b: reported", (await c.GetAsync())!.Deltas[0].Note);
        Assert.DoesNotContain((await c.GetAsync())!.Deltas, d => d.Names.Contains("x", StringComparer.Ordinal));

        await a.UnlinkAsync("link-b");
        Assert.Empty((await a.GetAsync())!.LinkIds);
    }

    [Fact]
    public async Task Twins_that_are_linked_with_each_other_report_side_by_side_without_waiting_for_each_other()
    {
        var ids = Enumerable.Range(0, 4).Select(i => $"ring-{i}").ToArray();
        var twins = await Task.WhenAll(ids.Select(id => cluster.RegisterAsync(id)));
        foreach (var twin in twins)
        {
            foreach (var id in ids) await twin.LinkAsync(id, LinkKinds.RadioNeighbour);
        }

        // Every twin is told by the three others while it takes its own reports.
        var all = Task.WhenAll(twins.Select(async twin =>
        {
            for (var i = 1; i <= 150; i++) Assert.Equal(WriteCode.Accepted, (await twin.ReportAsync(Report(i, ("x", i)), null)).Code);
        }));
        await all.WaitAsync(TimeSpan.FromSeconds(25));
        // The last word of each of the others arrives, however many were made one on the way.
        await Task.WhenAll(twins.Select(twin => twin.ReportAsync(Report(151, ("x", 151)), null)));
        foreach (var twin in twins)
        {
            await Eventually.HoldsAsync(
                async () => (await twin.GetAsync())!.Deltas.Where(d => d.Kind == "link" && d.Values is [151]).DistinctBy(d => d.Note, StringComparer.Ordinal).Count() == 3, "all last reports are heard");
            Assert.Equal(151, (await twin.GetAsync())!.Reading("x"));
        }
    }

    [Fact]
    public async Task Many_changes_within_the_interval_are_told_as_one()
    {
        var (teller, hearer) = (await cluster.RegisterAsync("burst-a"), await cluster.RegisterAsync("burst-b"));
        await teller.LinkAsync("burst-b", LinkKinds.RadioNeighbour);
        await hearer.LinkAsync("burst-a", LinkKinds.RadioNeighbour);
        var before = (await hearer.GetAsync())!.Revision;
        await Task.WhenAll(Enumerable.Range(1, 200).Select(i => teller.ReportAsync(Report(i, ("x", i)), null)));
        var last = (await teller.GetAsync())!;
        await Eventually.HoldsAsync(async () => (await hearer.GetAsync())!.Deltas[0].Values is [var x] && x.Equals(last.Reading("x")), "the last one is heard");
        Assert.InRange((await hearer.GetAsync())!.Revision - before, 1, 100);
    }
}
