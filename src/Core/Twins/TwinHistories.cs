namespace Diten.Core.Twins;

/// <summary>The histories of a twin's readings. Appended to in place; a report is appended once, however often it is tried.</summary>
public sealed class TwinHistories
{
    // Each reading is in one group. Most devices name the same readings in every report, and have one group.
    private HistoryGroup[] _groups = [];

    /// <summary>Empty.</summary>
    public TwinHistories()
    {
    }

    /// <summary>From stored parts.</summary>
    /// <param name="readings">History by reading.</param>
    /// <param name="lastSequence">Sequence number of the last report in it.</param>
    public TwinHistories(IReadOnlyDictionary<string, ReadingHistory> readings, long lastSequence)
    {
        ArgumentNullException.ThrowIfNull(readings);
        _groups = HistoryGroups.Join(readings);
        LastSequence = lastSequence;
    }

    /// <summary>Sequence number of the last report in it.</summary>
    public long LastSequence { get; private set; }

    /// <summary>History by reading, in ordinal order of names; made when it is asked for.</summary>
    public IReadOnlyDictionary<string, ReadingHistory> Readings
    {
        get
        {
            var readings = new SortedList<string, ReadingHistory>(StringComparer.Ordinal);
            foreach (var group in _groups)
            {
                for (var c = 0; c < group.Names.Length; c++) readings.Add(group.Names[c], new ReadingHistory(group, c));
            }

            return readings;
        }
    }

    /// <summary>Raw points held, of all readings.</summary>
    public int RawPoints
    {
        get
        {
            var sum = 0;
            foreach (var group in _groups) sum += group.Raw.Count * group.Names.Length;
            return sum;
        }
    }

    internal ReadingHistory? Find(string name)
    {
        foreach (var group in _groups)
        {
            if (Array.IndexOf(group.Names, name) is var c and >= 0) return new ReadingHistory(group, c);
        }

        return null;
    }

    /// <summary>Takes the readings of a report, once.</summary>
    internal void Append(in ReportColumns report, Readings merged, TwinOptions options)
    {
        if (report.Sequence <= LastSequence) return;
        LastSequence = report.Sequence;
        var ticks = report.At.UtcTicks;
        // A device that sends several parts by turns has a group for each.
        foreach (var group in _groups)
        {
            if (!report.Names.SequenceEqual(group.Names)) continue;
            group.Append(ticks, report.Values, options);
            return;
        }

        var (groups, reported) = HistoryGroups.Split(_groups, report.Names, merged);
        _groups = groups;
        Span<double> values = stackalloc double[64];
        if (report.Values.Length > values.Length) values = new double[report.Values.Length];
        foreach (var (group, columns) in reported)
        {
            for (var c = 0; c < columns.Length; c++) values[c] = report.Values[columns[c]];
            group.Append(ticks, values[..columns.Length], options);
        }
    }
}
