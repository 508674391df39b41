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
/// It is a look into what the twin holds, which goes on changing with its reports.
/// </summary>
public sealed class ReadingHistory
{
    private readonly int _column;

    internal ReadingHistory(HistoryGroup group, int column) => (Group, _column) = (group, column);

    /// <summary>Raw points, oldest first; a copy.</summary>
    public IReadOnlyList<RawPoint> Raw
    {
        get
        {
            var points = new RawPoint[Group.Raw.Count];
            for (var i = 0; i < points.Length; i++) points[i] = Point(i);
            return points;
        }
    }

    /// <summary>Minute aggregates of all points, dropped and raw, oldest first.</summary>
    public IReadOnlyList<Bucket> Minutes => WithRaw(DroppedMinutes, TimeSpan.TicksPerMinute);

    /// <summary>Hour aggregates of all points, dropped and raw, oldest first.</summary>
    public IReadOnlyList<Bucket> Hours => WithRaw(DroppedHours, TimeSpan.TicksPerHour);

    /// <summary>Minute aggregates of the points that the raw ring has dropped, oldest first; a copy.</summary>
    public IReadOnlyList<Bucket> DroppedMinutes => Group.HasDropped ? Copy(ref Group.Minutes) : [];

    /// <summary>Hour aggregates of the points that the raw ring has dropped, oldest first; a copy.</summary>
    public IReadOnlyList<Bucket> DroppedHours => Group.HasDropped ? Copy(ref Group.Hours) : [];

    internal HistoryGroup Group { get; }

    /// <summary>Makes a history of stored parts, each oldest first; the aggregates are those of dropped points.</summary>
    public static ReadingHistory Restore(IReadOnlyList<RawPoint> raw, IReadOnlyList<Bucket> minutes, IReadOnlyList<Bucket> hours)
    {
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(minutes);
        ArgumentNullException.ThrowIfNull(hours);
        var group = new HistoryGroup([""]);
        foreach (var point in raw) group.Raw.Insert(group.Raw.Count, point.Ticks, int.MaxValue)[0] = point.Value;
        foreach (var bucket in minutes) Add(ref group.Minutes, bucket);
        foreach (var bucket in hours) Add(ref group.Hours, bucket);
        return new ReadingHistory(group, 0);
    }

    /// <summary>The last raw point at or before a time, or null if none is held any more.</summary>
    internal RawPoint? LastRaw(long ticks)
    {
        for (var i = Group.Raw.Count - 1; i >= 0; i--)
        {
            if (Group.Raw.Key(i) <= ticks) return Point(i);
        }

        return null;
    }

    /// <summary>The last whole minute before a time that has no raw point at or before it, of dropped points.</summary>
    internal Bucket? LastMinuteBefore(long ticks) => Group.HasDropped ? LastBefore(ref Group.Minutes, ticks / TimeSpan.TicksPerMinute) : null;

    /// <summary>The last whole hour before a time that has no raw point at or before it, of dropped points.</summary>
    internal Bucket? LastHourBefore(long ticks) => Group.HasDropped ? LastBefore(ref Group.Hours, ticks / TimeSpan.TicksPerHour) : null;

    private static void Add(ref RowRing ring, in Bucket bucket)
    {
        var row = ring.Insert(ring.Count, HistoryGroup.KeyOf(bucket.Index, bucket.Count), int.MaxValue);
        (row[0], row[1], row[2]) = (bucket.Min, bucket.Max, bucket.Sum);
    }

    private RawPoint Point(int i) => new(Group.Raw.Key(i), Group.Raw.Numbers(i)[_column]);

    private Bucket? LastBefore(ref RowRing ring, long index)
    {
        for (var i = ring.Count - 1; i >= 0; i--)
        {
            if (HistoryGroup.IndexOf(ring.Key(i)) < index) return BucketOf(ref ring, i);
        }

        return null;
    }

    private Bucket BucketOf(ref RowRing ring, int i)
    {
        var (key, n) = (ring.Key(i), Group.Names.Length);
        var row = ring.Numbers(i);
        return new Bucket(HistoryGroup.IndexOf(key), HistoryGroup.CountOf(key), row[_column], row[n + _column], row[(2 * n) + _column]);
    }

    private Bucket[] Copy(ref RowRing ring)
    {
        var copy = new Bucket[ring.Count];
        for (var i = 0; i < copy.Length; i++) copy[i] = BucketOf(ref ring, i);
        return copy;
    }

    private List<Bucket> WithRaw(IReadOnlyList<Bucket> dropped, long unit)
    {
        var all = new List<Bucket>(dropped.Count + 4);
        all.AddRange(dropped);
        for (var i = 0; i < Group.Raw.Count; i++)
        {
            var (ticks, value) = Point(i);
            var index = (int)(ticks / unit);
            var at = all.Count;
            while (at > 0 && all[at - 1].Index > index) at--;
            if (at > 0 && all[at - 1].Index == index) all[at - 1] = all[at - 1].With(value);
            else all.Insert(at, new Bucket(index, 1, value, value, value));
        }

        return all;
    }
}
