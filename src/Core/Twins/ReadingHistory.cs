namespace Diten.Core.Twins;

/// <summary>A raw point.</summary>
/// <param name="Ticks">UTC ticks.</param>
/// <param name="Value">Value, SI unit.</param>
public readonly record struct RawPoint(long Ticks, double Value);

/// <summary>Aggregate of one minute or hour.</summary>
/// <param name="Index">Number of the minute or hour since year 1, UTC.</param>
/// <param name="Count">Points in it.</param>
/// <param name="Min">Minimum.</param>
/// <param name="Max">Maximum.</param>
/// <param name="Sum">Sum.</param>
public readonly record struct Bucket(int Index, int Count, double Min, double Max, double Sum)
{
    internal Bucket With(double value) => new(Index, Count + 1, Math.Min(Min, value), Math.Max(Max, value), Sum + value);

    internal Bucket With(in Bucket other) => new(Index, Count + other.Count, Math.Min(Min, other.Min), Math.Max(Max, other.Max), Sum + other.Sum);
}

/// <summary>
/// One reading's bounded history: raw points in time order, and aggregates per minute and hour, which outlive the raw points.
/// Only what the raw ring has dropped is held as aggregates; those of the raw points are made when they are asked for, so that
/// a twin with a short history holds little. A point older than all that a full ring holds goes into the aggregates at once.
/// </summary>
public sealed class ReadingHistory
{
    private Ring<RawPoint> _raw;
    private Dropped? _dropped;

    /// <summary>Raw points, oldest first; a copy.</summary>
    public IReadOnlyList<RawPoint> Raw => Copy(ref _raw);

    /// <summary>Minute aggregates of all points, dropped and raw, oldest first.</summary>
    public IReadOnlyList<Bucket> Minutes => WithRaw(DroppedMinutes, TimeSpan.TicksPerMinute);

    /// <summary>Hour aggregates of all points, dropped and raw, oldest first.</summary>
    public IReadOnlyList<Bucket> Hours => WithRaw(DroppedHours, TimeSpan.TicksPerHour);

    /// <summary>Minute aggregates of the points that the raw ring has dropped, oldest first; a copy.</summary>
    public IReadOnlyList<Bucket> DroppedMinutes => _dropped is null ? [] : Copy(ref _dropped.Minutes);

    /// <summary>Hour aggregates of the points that the raw ring has dropped, oldest first; a copy.</summary>
    public IReadOnlyList<Bucket> DroppedHours => _dropped is null ? [] : Copy(ref _dropped.Hours);

    internal int RawCount => _raw.Count;

    /// <summary>Makes a history of stored parts, each oldest first; the aggregates are those of dropped points.</summary>
    public static ReadingHistory Restore(IReadOnlyList<RawPoint> raw, IReadOnlyList<Bucket> minutes, IReadOnlyList<Bucket> hours)
    {
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(minutes);
        ArgumentNullException.ThrowIfNull(hours);
        var history = new ReadingHistory();
        foreach (var point in raw) history._raw.Insert(history._raw.Count, point, int.MaxValue);
        if (minutes.Count + hours.Count == 0) return history;
        var dropped = history._dropped = new Dropped();
        foreach (var bucket in minutes) dropped.Minutes.Insert(dropped.Minutes.Count, bucket, int.MaxValue);
        foreach (var bucket in hours) dropped.Hours.Insert(dropped.Hours.Count, bucket, int.MaxValue);
        return history;
    }

    internal void Append(long ticks, double value, TwinOptions options)
    {
        var at = _raw.Count;
        while (at > 0 && _raw[at - 1].Ticks > ticks) at--;
        var point = new RawPoint(ticks, value);
        if (_raw.Count >= options.RawPoints) Drop(at == 0 ? point : _raw[0], options);
        _raw.Insert(at, point, options.RawPoints);
    }

    /// <summary>The last raw point at or before a time, or null if none is held any more.</summary>
    internal RawPoint? LastRaw(long ticks)
    {
        for (var i = _raw.Count - 1; i >= 0; i--)
        {
            if (_raw[i].Ticks <= ticks) return _raw[i];
        }

        return null;
    }

    /// <summary>The last whole minute before a time that has no raw point at or before it, of dropped points.</summary>
    internal Bucket? LastMinuteBefore(long ticks) => _dropped is null ? null : LastBefore(ref _dropped.Minutes, ticks / TimeSpan.TicksPerMinute);

    /// <summary>The last whole hour before a time that has no raw point at or before it, of dropped points.</summary>
    internal Bucket? LastHourBefore(long ticks) => _dropped is null ? null : LastBefore(ref _dropped.Hours, ticks / TimeSpan.TicksPerHour);

    private static Bucket? LastBefore(ref Ring<Bucket> ring, long index)
    {
        for (var i = ring.Count - 1; i >= 0; i--)
        {
            if (ring[i].Index < index) return ring[i];
        }

        return null;
    }

    private void Drop(in RawPoint point, TwinOptions options)
    {
        _dropped ??= new Dropped();
        Append(ref _dropped.Minutes, (int)(point.Ticks / TimeSpan.TicksPerMinute), point.Value, options.MinuteAggregates);
        Append(ref _dropped.Hours, (int)(point.Ticks / TimeSpan.TicksPerHour), point.Value, options.HourAggregates);
    }

    private List<Bucket> WithRaw(IReadOnlyList<Bucket> dropped, long unit)
    {
        var all = new List<Bucket>(dropped.Count + 4);
        all.AddRange(dropped);
        for (var i = 0; i < _raw.Count; i++)
        {
            var (index, value) = ((int)(_raw[i].Ticks / unit), _raw[i].Value);
            var at = all.Count;
            while (at > 0 && all[at - 1].Index > index) at--;
            if (at > 0 && all[at - 1].Index == index) all[at - 1] = all[at - 1].With(value);
            else all.Insert(at, new Bucket(index, 1, value, value, value));
        }

        return all;
    }

    private static void Append(ref Ring<Bucket> ring, int index, double value, int capacity)
    {
        var at = ring.Count;
        while (at > 0 && ring[at - 1].Index > index) at--;
        if (at > 0 && ring[at - 1].Index == index) ring[at - 1] = ring[at - 1].With(value);
        else ring.Insert(at, new Bucket(index, 1, value, value, value), capacity);
    }

    private static T[] Copy<T>(ref Ring<T> ring)
        where T : struct
    {
        var copy = new T[ring.Count];
        for (var i = 0; i < copy.Length; i++) copy[i] = ring[i];
        return copy;
    }

    /// <summary>Aggregates of dropped points; there are none while the raw ring holds all.</summary>
    private sealed class Dropped
    {
        public Ring<Bucket> Minutes;
        public Ring<Bucket> Hours;
    }
}
