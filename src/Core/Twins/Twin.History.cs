using Diten.Core.Network;

namespace Diten.Core.Twins;

/// <summary>Outcome of a history query.</summary>
/// <param name="History">The history; null for bad input.</param>
/// <param name="Field">The field at fault.</param>
/// <param name="Error">What is wrong and which range is allowed.</param>
public sealed record HistoryOutcome(TwinHistory? History, string? Field = null, string? Error = null);

/// <summary>A reading as of a time.</summary>
/// <param name="Name">Reading.</param>
/// <param name="Value">Last value at or before the time, or the mean of the last whole minute or hour before it where raw points are no longer held.</param>
/// <param name="At">Time of the value, or begin of its step.</param>
/// <param name="Step">Zero for a raw point, or a minute or an hour.</param>
public readonly record struct ReadingAsOf(string Name, double Value, DateTimeOffset At, TimeSpan Step);

public static partial class Twin
{
    /// <summary>A reading's history in [From, To), by steps that begin at whole multiples of the step; an unknown reading has none.</summary>
    /// <param name="state">The twin.</param>
    /// <param name="query">Step: zero for raw points, whole minutes below an hour, or whole hours. From is rounded down to a step.</param>
    public static HistoryOutcome QueryHistory(TwinState state, HistoryQuery query)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(query);
        if (string.IsNullOrWhiteSpace(query.Reading)) return new HistoryOutcome(null, "reading", "is missing");
        if (query.To < query.From) return new HistoryOutcome(null, "to", $"is {query.To:O}, must be at or after from = {query.From:O}");
        var step = query.Step.Ticks;
        var byHour = step >= TimeSpan.TicksPerHour;
        var unit = byHour ? TimeSpan.TicksPerHour : TimeSpan.TicksPerMinute;
        if (step < 0 || step % unit != 0)
            return new HistoryOutcome(null, "step", $"is {query.Step}, must be zero (raw points), whole minutes below an hour, or whole hours");

        var points = new List<HistoryPoint>();
        if (state.History?.Find(query.Reading) is { } history)
        {
            if (step == 0) AddRaw(history, query, points);
            else AddSteps(byHour ? history.Hours : history.Minutes, unit, step, query, points);
        }

        return new HistoryOutcome(new TwinHistory(query.Reading, points));
    }

    /// <summary>The twin's readings as of a time, as far back as its history goes; readings with nothing before it are left out.</summary>
    public static IReadOnlyList<ReadingAsOf> AsOf(TwinState state, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(state);
        var found = new List<ReadingAsOf>();
        var ticks = at.UtcTicks;
        foreach (var (name, history) in state.History?.Readings ?? new Dictionary<string, ReadingHistory>(StringComparer.Ordinal))
        {
            if (history.LastRaw(ticks) is { } raw) found.Add(new ReadingAsOf(name, raw.Value, Utc(raw.Ticks), TimeSpan.Zero));
            else if (history.LastMinuteBefore(ticks) is { } minute) found.Add(new ReadingAsOf(name, minute.Sum / minute.Count, Utc(minute.Index * TimeSpan.TicksPerMinute), TimeSpan.FromMinutes(1)));
            else if (history.LastHourBefore(ticks) is { } hour) found.Add(new ReadingAsOf(name, hour.Sum / hour.Count, Utc(hour.Index * TimeSpan.TicksPerHour), TimeSpan.FromHours(1)));
        }

        found.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return found;
    }

    private static void AddRaw(ReadingHistory history, HistoryQuery query, List<HistoryPoint> points)
    {
        foreach (var point in history.Raw)
        {
            if (point.Ticks >= query.From.UtcTicks && point.Ticks < query.To.UtcTicks)
                points.Add(new HistoryPoint(Utc(point.Ticks), point.Value, point.Value, point.Value, 1));
        }
    }

    private static void AddSteps(IReadOnlyList<Bucket> buckets, long unit, long step, HistoryQuery query, List<HistoryPoint> points)
    {
        var from = query.From.UtcTicks / step * step;
        (long Begin, Bucket Sum)? open = null;
        foreach (var bucket in buckets)
        {
            var begin = bucket.Index * unit / step * step;
            if (begin < from || begin >= query.To.UtcTicks) continue;
            if (open is { } same && same.Begin == begin)
            {
                open = (begin, same.Sum.With(bucket));
                continue;
            }

            Flush();
            open = (begin, bucket);
        }

        Flush();

        void Flush()
        {
            if (open is { } done) points.Add(new HistoryPoint(Utc(done.Begin), done.Sum.Sum / done.Sum.Count, done.Sum.Min, done.Sum.Max, done.Sum.Count));
        }
    }

    private static DateTimeOffset Utc(long ticks) => new(ticks, TimeSpan.Zero);
}
