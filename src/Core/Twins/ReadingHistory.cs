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
    private readonly Ring<RawPoint> _raw = new();
    private Ring<Bucket>? _minutes;
    private Ring<Bucket>? _hours;

    /// <summary>Raw points, oldest first; a copy.</summary>
    public IReadOnlyList<RawPoint> Raw => Copy(_raw);

    /// <summary>Minute aggregates of all points, dropped and raw, oldest first.</summary>
    public IReadOnlyList<Bucket> Minutes => WithRaw(_minutes, TimeSpan.TicksPerMinute);

    /// <summary>Hour aggregates of all points, dropped and raw, oldest first.</summary>
    public IReadOnlyList<Bucket> Hours => WithRaw(_hours, TimeSpan.TicksPerHour);

    /// <summary>Minute aggregates of the points that the raw ring has dropped, oldest first; a copy.</summary>
    public IReadOnlyList<Bucket> DroppedMinutes => _minutes is null ? [] : Copy(_minutes);

    /// <summary>Hour aggregates of the points that the raw ring has dropped, oldest first; a copy.</summary>
    public IReadOnlyList<Bucket> DroppedHours => _hours is null ? [] : Copy(_hours);

    internal int RawCount => _raw.Count;

    /// <summary>Makes a history of stored parts, each oldest first; the aggregates are those of dropped points.</summary>
    public static ReadingHistory Restore(IReadOnlyList<RawPoint> raw, IReadOnlyList<Bucket> minutes, IReadOnlyList<Bucket> hours)
    {
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(minutes);
        ArgumentNullException.ThrowIfNull(hours);
        var history = new ReadingHistory();
        foreach (var point in raw) history._raw.Insert(history._raw.Count, point, int.MaxValue);
        foreach (var bucket in minutes) (history._minutes ??= new()).Insert(history._minutes.Count, bucket, int.MaxValue);
        foreach (var bucket in hours) (history._hours ??= new()).Insert(history._hours.Count, bucket, int.MaxValue);
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
    internal Bucket? LastMinuteBefore(long ticks) => LastBefore(_minutes, ticks / TimeSpan.TicksPerMinute);

    /// <summary>The last whole hour before a time that has no raw point at or before it, of dropped points.</summary>
    internal Bucket? LastHourBefore(long ticks) => LastBefore(_hours, ticks / TimeSpan.TicksPerHour);

    private static Bucket? LastBefore(Ring<Bucket>? ring, long index)
    {
        for (var i = (ring?.Count ?? 0) - 1; i >= 0; i--)
        {
            if (ring![i].Index < index) return ring[i];
        }

        return null;
    }

    private void Drop(in RawPoint point, TwinOptions options)
    {
        Append(_minutes ??= new(), (int)(point.Ticks / TimeSpan.TicksPerMinute), point.Value, options.MinuteAggregates);
        Append(_hours ??= new(), (int)(point.Ticks / TimeSpan.TicksPerHour), point.Value, options.HourAggregates);
    }

    private List<Bucket> WithRaw(Ring<Bucket>? dropped, long unit)
    {
        var all = new List<Bucket>((dropped?.Count ?? 0) + 4);
        for (var i = 0; i < (dropped?.Count ?? 0); i++) all.Add(dropped![i]);
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

    private static void Append(Ring<Bucket> ring, int index, double value, int capacity)
    {
        var at = ring.Count;
        while (at > 0 && ring[at - 1].Index > index) at--;
        if (at > 0 && ring[at - 1].Index == index) ring[at - 1] = ring[at - 1].With(value);
        else ring.Insert(at, new Bucket(index, 1, value, value, value), capacity);
    }

    private static T[] Copy<T>(Ring<T> ring)
        where T : struct
    {
        var copy = new T[ring.Count];
        for (var i = 0; i < copy.Length; i++) copy[i] = ring[i];
        return copy;
    }
}
