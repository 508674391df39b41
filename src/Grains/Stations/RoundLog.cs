using Diten.Interfaces.Stations;

namespace Diten.Grains.Stations;

/// <summary>Finished rounds: pages without device rows, and a ring of the rows of the last rounds; held are what is not stored yet and the newest page.</summary>
internal sealed class RoundLog
{
    /// <summary>Rounds of a page.</summary>
    public const int PageSize = 64;

    /// <summary>Rounds whose device rows are kept.</summary>
    public const int KeptRows = 256;

    private readonly Dictionary<int, List<RoundMessage>> _pages = [];
    private readonly SortedSet<int> _dirtyPages = [];
    private readonly SortedDictionary<int, IReadOnlyList<DeviceRoundMessage>> _rows = [];
    private readonly SortedSet<int> _dirtyRows = [];

    /// <summary>Page of a round, t from 1.</summary>
    public static int PageOf(int round) => (round - 1) / PageSize;

    /// <summary>Stored name of a page.</summary>
    public static string PageName(int page) => $"rounds/{page}";

    /// <summary>Stored name of a round's rows; the ring writes over the oldest.</summary>
    public static string RowsName(int round) => $"rows/{round % KeptRows}";

    /// <summary>Adds the next finished round.</summary>
    public void Add(RoundMessage round)
    {
        _rows[round.Round] = round.Devices;
        _dirtyRows.Add(round.Round);
        Put(round with { Devices = [] });
    }

    /// <summary>Replaces a round's figures, or adds it.</summary>
    public void Put(RoundMessage brief)
    {
        var number = PageOf(brief.Round);
        if (!_pages.TryGetValue(number, out var page)) _pages[number] = page = [];
        var at = page.FindIndex(round => round.Round >= brief.Round);
        if (at < 0) page.Add(brief);
        else if (page[at].Round == brief.Round) page[at] = brief;
        else page.Insert(at, brief);
        _dirtyPages.Add(number);
    }

    /// <summary>Takes a stored page, without the rounds that came to nothing because the head was never written.</summary>
    public void Load(int page, StoredRounds? stored, int finished) => _pages[page] = stored?.Rounds.FindAll(round => round.Round <= finished) ?? [];

    /// <summary>A page that is held; null if it must be read.</summary>
    public IReadOnlyList<RoundMessage>? Held(int page) => _pages.GetValueOrDefault(page);

    /// <summary>Rows that are held; null if they must be read.</summary>
    public IReadOnlyList<DeviceRoundMessage>? HeldRows(int round) => _rows.GetValueOrDefault(round);

    /// <summary>Takes what must be written: copies that do not change any more.</summary>
    public (List<(int Page, StoredRounds Value)> Pages, List<(int Round, StoredRows Value)> Rows) TakeDirty()
    {
        var pages = _dirtyPages.Select(page => (page, new StoredRounds { Rounds = [.. _pages[page]] })).ToList();
        var rows = _dirtyRows.Select(round => (round, new StoredRows { Round = round, Devices = _rows[round] })).ToList();
        _dirtyPages.Clear();
        _dirtyRows.Clear();
        return (pages, rows);
    }

    /// <summary>Marks what was taken as changed again, after a write that failed.</summary>
    public void MarkDirty(IEnumerable<int> pages, IEnumerable<int> rounds)
    {
        _dirtyPages.UnionWith(pages);
        _dirtyRows.UnionWith(rounds);
    }

    /// <summary>Lets go of what is stored and older than the newest page and the last rounds that are still to be told.</summary>
    public void Trim(int finished, int told)
    {
        foreach (var page in _pages.Keys)
        {
            if (page < PageOf(Math.Max(1, finished)) && !_dirtyPages.Contains(page)) _pages.Remove(page);
        }

        foreach (var round in _rows.Keys.Where(round => round <= told && round < finished && !_dirtyRows.Contains(round)).ToArray()) _rows.Remove(round);
    }
}
