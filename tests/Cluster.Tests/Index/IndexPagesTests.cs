using Diten.Grains.Index;
using Diten.Interfaces.Index;

namespace Diten.Cluster.Tests.Index;

/// <summary>The sorted pages against a sorted dictionary.</summary>
public sealed class IndexPagesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 8)]
    [InlineData(4, 100)]
    public void Are_in_order_whatever_comes_in_which_order(int seed, int pageEntries)
    {
        var (random, pages, plain) = (new Random(seed), new IndexPages(pageEntries), new SortedDictionary<string, long>(StringComparer.Ordinal));
        for (var i = 1; i <= 2000; i++)
        {
            var id = $"d-{random.Next(500)}";
            var isNew = !plain.ContainsKey(id);
            plain[id] = i;
            Assert.Equal(isNew ? IndexChange.Urgent : IndexChange.Refreshed, pages.Upsert(Entry(id, i), s_now));
        }

        Assert.Equal(plain.Count, pages.Count);
        Assert.Equal(plain.Keys, pages.After(null).Select(e => e.Device), StringComparer.Ordinal);
        Assert.Equal(plain.Values, pages.After(null).Select(e => e.Revision));
        Assert.All(pages.All, p => Assert.InRange(p.Entries.Count, 1, pageEntries));
        Assert.Equal(pages.All.Count, pages.All.Select(p => p.Number).Distinct().Count());
        foreach (var after in new[] { "", "d-", "d-2", "d-250", "d-2500", "d-99", "z" })
            Assert.Equal(plain.Keys.Where(k => string.CompareOrdinal(k, after) > 0), pages.After(after).Select(e => e.Device), StringComparer.Ordinal);
    }

    [Fact]
    public void Ids_in_order_fill_their_pages_and_a_change_touches_one()
    {
        var pages = new IndexPages(100);
        for (var i = 0; i < 10_000; i++) pages.Upsert(Entry($"d-{i:00000}", 1), s_now);
        Assert.Equal(100, pages.All.Count);
        foreach (var page in pages.All) (page.IsUrgent, page.StaleSince) = (false, null);
        Assert.Equal(IndexChange.None, pages.Upsert(Entry("d-05000", 1), s_now));
        Assert.Equal(IndexChange.Refreshed, pages.Upsert(Entry("d-05000", 2), s_now));
        Assert.Equal(s_now, Assert.Single(pages.All, p => p.StaleSince is not null).StaleSince);
        Assert.DoesNotContain(pages.All, p => p.IsUrgent);
        Assert.Equal(IndexChange.Urgent, pages.Upsert(Entry("d-05000", 3) with { Station = "bs-2" }, s_now));
        Assert.Single(pages.All, p => p.IsUrgent);
        Assert.Equal(IndexChange.None, pages.Upsert(Entry("d-05000", 2) with { Station = "bs-1" }, s_now));
    }

    private static IndexEntryMessage Entry(string id, long revision) => new() { Device = id, Revision = revision, Station = "bs-1" };
}
