using Diten.Interfaces.Index;

namespace Diten.Grains.Index;

/// <summary>What an entry changed.</summary>
internal enum IndexChange
{
    /// <summary>Nothing, or it is older than what is held.</summary>
    None,

    /// <summary>Something that its twin tells again by itself: revision, times, rounds.</summary>
    Refreshed,

    /// <summary>A new twin, or something that would not be told again.</summary>
    Urgent,
}

/// <summary>
/// A shard's entries in ordinal order of ids, in pages of bounded size: a change touches one page in memory and in the store,
/// however many there are. A full page is cut in two; one that grows at its end (ids in order) leaves a full page behind.
/// </summary>
internal sealed class IndexPages(int pageEntries)
{
    private readonly List<IndexPage> _pages = [new IndexPage(0, "")];

    public IReadOnlyList<IndexPage> All => _pages;

    /// <summary>Number of the next page.</summary>
    public long NextNumber { get; private set; } = 1;

    /// <summary>Whether the list of pages changed since it was stored.</summary>
    public bool IsCut { get; set; }

    public int Count
    {
        get
        {
            var sum = 0;
            foreach (var page in _pages) sum += page.Entries.Count;
            return sum;
        }
    }

    /// <summary>Goes on from stored pages, in order; the first begins with the empty id.</summary>
    public void Restore(IEnumerable<IndexPage> pages, long nextNumber)
    {
        _pages.Clear();
        _pages.AddRange(pages);
        NextNumber = nextNumber;
    }

    public IndexChange Upsert(IndexEntryMessage entry, DateTimeOffset now)
    {
        var p = PageOf(entry.Device);
        var page = _pages[p];
        var at = page.Find(entry.Device);
        if (at >= 0)
        {
            var change = Compare(page.Entries[at], entry);
            if (change == IndexChange.None) return change;
            // The id that is held already stays the one instance of it.
            page.Entries[at] = entry with { Device = page.Entries[at].Device };
            Touch(page, change, now);
            return change;
        }

        page.Entries.Insert(~at, entry);
        page.IsUrgent = true;
        if (page.Entries.Count > pageEntries) Cut(p, atEnd: ~at == page.Entries.Count - 1);
        return IndexChange.Urgent;
    }

    /// <summary>Takes an entry away; false if there is none.</summary>
    public bool Remove(string device)
    {
        var page = _pages[PageOf(device)];
        if (page.Find(device) is not (var at and >= 0)) return false;
        page.Entries.RemoveAt(at);
        page.IsUrgent = true;
        return true;
    }

    public IndexEntryMessage? Find(string device)
    {
        var page = _pages[PageOf(device)];
        return page.Find(device) is var at and >= 0 ? page.Entries[at] : null;
    }

    /// <summary>Entries after an id, in order; from the start for null.</summary>
    public IEnumerable<IndexEntryMessage> After(string? device)
    {
        var p = device is null ? 0 : PageOf(device);
        var at = device is null ? 0 : _pages[p].Find(device) is var found and >= 0 ? found + 1 : ~_pages[p].Find(device);
        for (; p < _pages.Count; p++, at = 0)
        {
            var entries = _pages[p].Entries;
            for (var i = at; i < entries.Count; i++) yield return entries[i];
        }
    }

    private static IndexChange Compare(IndexEntryMessage held, IndexEntryMessage news)
    {
        var isLater = Nullable.Compare(news.HeardAt, held.HeardAt) > 0;
        // A twin that lost its last interval with its silo begins again at an earlier revision; then the time tells.
        if (news.Revision < held.Revision && !isLater) return IndexChange.None;
        var isSame = string.Equals(news.Station, held.Station, StringComparison.Ordinal) && news.LastWill == held.LastWill && news.Drifting == held.Drifting
            && news.Linked == held.Linked && news.X.Equals(held.X) && news.Y.Equals(held.Y);
        if (!isSame) return IndexChange.Urgent;
        return news.Revision != held.Revision || isLater || news.LastRound != held.LastRound ? IndexChange.Refreshed : IndexChange.None;
    }

    private static void Touch(IndexPage page, IndexChange change, DateTimeOffset now)
    {
        if (change == IndexChange.Urgent) page.IsUrgent = true;
        else page.StaleSince ??= now;
    }

    private void Cut(int p, bool atEnd)
    {
        var page = _pages[p];
        var keep = atEnd ? page.Entries.Count - 1 : page.Entries.Count / 2;
        var upper = new IndexPage(NextNumber++, page.Entries[keep].Device) { Entries = page.Entries[keep..], IsUrgent = true, StaleSince = page.StaleSince };
        page.Entries.RemoveRange(keep, page.Entries.Count - keep);
        _pages.Insert(p + 1, upper);
        IsCut = true;
    }

    private int PageOf(string device)
    {
        var (low, high) = (0, _pages.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (string.CompareOrdinal(_pages[middle].Low, device) <= 0) low = middle;
            else high = middle - 1;
        }

        return low;
    }
}
