namespace Diten.Core.Twins;

/// <summary>
/// The histories of readings that have always been reported together: what they have in common, their times, is held once, and a
/// report is one row. Only what the raw ring has dropped is held as aggregates.
/// </summary>
/// <param name="names">Names of the readings, in the order of the columns.</param>
internal sealed class HistoryGroup(string[] names)
{
    private RowRing _raw = new(names.Length);
    private Dropped? _dropped;

    public string[] Names => names;

    public ref RowRing Raw => ref _raw;

    /// <summary>Whether any point was dropped.</summary>
    public bool HasDropped => _dropped is not null;

    /// <summary>Aggregates of dropped points by minute: key is <see cref="KeyOf"/>, numbers are all minima, all maxima, all sums.</summary>
    public ref RowRing Minutes => ref Aggregates.Minutes;

    /// <summary>The same by hour.</summary>
    public ref RowRing Hours => ref Aggregates.Hours;

    private Dropped Aggregates => _dropped ??= new Dropped(3 * names.Length);

    /// <summary>Key of an aggregate: which minute or hour, and how many points.</summary>
    public static long KeyOf(int index, int count) => ((long)index << 32) | (uint)count;

    /// <summary>Minute or hour of a key.</summary>
    public static int IndexOf(long key) => (int)(key >> 32);

    /// <summary>Points of a key.</summary>
    public static int CountOf(long key) => (int)key;

    /// <summary>Adds a point of each reading.</summary>
    public void Append(long ticks, ReadOnlySpan<double> values, TwinOptions options)
    {
        var at = _raw.Count;
        while (at > 0 && _raw.Key(at - 1) > ticks) at--;
        // More than one only where the bound was larger when the points came.
        while (_raw.Count >= options.RawPoints && at > 0)
        {
            Drop(_raw.Key(0), _raw.Numbers(0), options);
            _raw.Drop();
            at--;
        }

        if (_raw.Count >= options.RawPoints) Drop(ticks, values, options);
        else values.CopyTo(_raw.Insert(at, ticks, options.RawPoints));
    }

    /// <summary>Some of its readings as a group of their own; the two share nothing.</summary>
    public HistoryGroup Select(ReadOnlySpan<int> columns)
    {
        var part = new HistoryGroup(Pick(columns)) { _raw = _raw.Select(columns) };
        if (_dropped is null) return part;
        var parts = new int[3 * columns.Length];
        for (var p = 0; p < parts.Length; p++) parts[p] = (p / columns.Length * names.Length) + columns[p % columns.Length];
        part._dropped = new Dropped(parts.Length) { Minutes = _dropped.Minutes.Select(parts), Hours = _dropped.Hours.Select(parts) };
        return part;
    }

    private string[] Pick(ReadOnlySpan<int> columns)
    {
        var picked = new string[columns.Length];
        for (var c = 0; c < picked.Length; c++) picked[c] = names[columns[c]];
        return picked;
    }

    private void Drop(long ticks, ReadOnlySpan<double> values, TwinOptions options)
    {
        Take(ref Minutes, (int)(ticks / TimeSpan.TicksPerMinute), values, options.MinuteAggregates);
        Take(ref Hours, (int)(ticks / TimeSpan.TicksPerHour), values, options.HourAggregates);
    }

    private static void Take(ref RowRing ring, int index, ReadOnlySpan<double> values, int capacity)
    {
        var at = ring.Count;
        while (at > 0 && IndexOf(ring.Key(at - 1)) > index) at--;
        var n = values.Length;
        if (at == 0 || IndexOf(ring.Key(at - 1)) != index)
        {
            var row = ring.Insert(at, KeyOf(index, 1), capacity);
            if (row.IsEmpty) return;
            values.CopyTo(row);
            values.CopyTo(row[n..]);
            values.CopyTo(row[(2 * n)..]);
            return;
        }

        ring.Key(at - 1)++;
        var numbers = ring.Numbers(at - 1);
        var min = numbers[..n];
        var max = numbers.Slice(n, n);
        var sum = numbers[(2 * n)..];
        for (var i = 0; i < n; i++)
        {
            min[i] = Math.Min(min[i], values[i]);
            max[i] = Math.Max(max[i], values[i]);
            sum[i] += values[i];
        }
    }

    /// <summary>Aggregates of dropped points; there are none while the raw ring holds all.</summary>
    private sealed class Dropped(int width)
    {
        public RowRing Minutes = new(width);
        public RowRing Hours = new(width);
    }
}
