namespace Diten.Core.Twins;

/// <summary>The histories of a twin's readings. Appended to in place; a report is appended once, however often it is tried.</summary>
public sealed class TwinHistories
{
    // Two arrays in ordinal order of names: a process holds hundreds of thousands of these.
    private readonly SortedList<string, ReadingHistory> _readings;

    /// <summary>Empty.</summary>
    public TwinHistories()
        => _readings = new SortedList<string, ReadingHistory>(StringComparer.Ordinal);

    /// <summary>From stored parts.</summary>
    /// <param name="readings">History by reading.</param>
    /// <param name="lastSequence">Sequence number of the last report in it.</param>
    public TwinHistories(IReadOnlyDictionary<string, ReadingHistory> readings, long lastSequence)
    {
        _readings = new SortedList<string, ReadingHistory>(readings.Count, StringComparer.Ordinal);
        foreach (var (name, history) in readings) _readings.Add(name, history);
        LastSequence = lastSequence;
    }

    /// <summary>Sequence number of the last report in it.</summary>
    public long LastSequence { get; private set; }

    /// <summary>History by reading.</summary>
    public IReadOnlyDictionary<string, ReadingHistory> Readings => _readings;

    /// <summary>Raw points held, of all readings.</summary>
    public int RawPoints
    {
        get
        {
            var sum = 0;
            foreach (var history in _readings.Values) sum += history.RawCount;
            return sum;
        }
    }

    internal void Append(DeviceReport report, Readings merged, TwinOptions options)
    {
        if (report.Sequence <= LastSequence) return;
        LastSequence = report.Sequence;
        foreach (var (name, value) in report.State)
        {
            if (!_readings.TryGetValue(name, out var history)) _readings[merged.NameOf(name)] = history = new ReadingHistory();
            history.Append(report.At.UtcTicks, value, options);
        }
    }
}
