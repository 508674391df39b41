using Diten.Core.Network;
using Diten.Core.Twins;
using FsCheck;
using FsCheck.Fluent;
using static Diten.Core.Tests.Twins.TwinFixture;

namespace Diten.Core.Tests.Twins;

public sealed class HistoryTests
{
    private static readonly TwinOptions s_small = Options with { RawPoints = 10, MinuteAggregates = 6, HourAggregates = 4, ClockSkew = TimeSpan.FromDays(30) };

    /// <summary>Points at random times, also out of order, over several hours; nothing drops out of rings this large.</summary>
    [Fact]
    public void Queries_by_any_step_equal_brute_force_over_all_points() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var options = Options with { RawPoints = 1000, MinuteAggregates = 1000, HourAggregates = 1000, ClockSkew = TimeSpan.FromDays(1) };
            var (state, points) = (New(), new List<(DateTimeOffset At, double Value)>());
            for (var i = 1; i <= random.Next(1, 60); i++)
            {
                var (seconds, value) = (random.Next(0, 20_000) + random.NextDouble(), random.NextDouble() - 0.5);
                (state, _) = Twin.Report(state, Report(i, seconds, ("x", value)), Start, null, options);
                points.Add((At(seconds), value));
            }

            points = [.. points.OrderBy(p => p.At)];
            var (from, to) = (At(random.Next(0, 10_000)), At(random.Next(10_000, 21_000)));
            Assert.Equal(
                points.Where(p => p.At >= from && p.At < to).Select(p => new HistoryPoint(p.At, p.Value, p.Value, p.Value, 1)),
                Query(state, from, to, TimeSpan.Zero));
            foreach (var step in new[] { TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(7), TimeSpan.FromHours(1), TimeSpan.FromHours(2) })
            {
                var first = Floor(from, step);
                var expected = points
                    .Where(p => p.At >= first && Floor(p.At, step) < to)
                    .GroupBy(p => Floor(p.At, step))
                    .Select(g => new HistoryPoint(g.Key, g.Average(p => p.Value), g.Min(p => p.Value), g.Max(p => p.Value), g.Count()));
                Assert.Equal(expected, Query(state, from, to, step), (a, b) => a.At == b.At && a.Min == b.Min && a.Max == b.Max && a.Count == b.Count && Math.Abs(a.Mean - b.Mean) < 1e-12);
            }

            var asOf = At(random.Next(0, 20_000));
            var last = points.Where(p => p.At <= asOf).ToList();
            if (last.Count == 0) Assert.Empty(Twin.AsOf(state, asOf));
            else Assert.Equal(new ReadingAsOf("x", last[^1].Value, last[^1].At, TimeSpan.Zero), Assert.Single(Twin.AsOf(state, asOf)));
        }).Holds();

    [Fact]
    public void Raw_points_are_bounded_and_aggregates_outlive_them()
    {
        var state = New();
        var points = Enumerable.Range(1, 200).Select(i => (Sequence: i, Seconds: i * 60.0)).ToList(); // 200 minutes
        foreach (var (sequence, seconds) in points)
            (state, _) = Twin.Report(state, Report(sequence, seconds, ("x", sequence)), Start, null, s_small);
        Assert.Equal(10, state.History!.RawPoints);
        Assert.Equal(Enumerable.Range(191, 10).Select(i => (double)i), Query(state, Start, At(1e5), TimeSpan.Zero).Select(p => p.Mean));
        // The ten minutes of the raw points, and six before them.
        Assert.Equal(Enumerable.Range(185, 16).Select(i => (double)i), Query(state, Start, At(1e5), TimeSpan.FromMinutes(1)).Select(p => p.Mean));
        var hours = Query(state, Start, At(1e5), TimeSpan.FromHours(1));
        Assert.Equal((4, 200L), (hours.Count, hours.Sum(p => p.Count)));

        // As of a time that only hours reach back to, then minutes, then raw points.
        Assert.Equal(TimeSpan.FromHours(1), Assert.Single(Twin.AsOf(state, At(120 * 60))).Step);
        Assert.Equal((200.0, TimeSpan.Zero), Twin.AsOf(state, At(1e6)).Select(r => (r.Value, r.Step)).Single());
        Assert.Empty(Twin.AsOf(state, Start));

        // A point older than a full ring holds changes neither its bounds nor its order.
        (state, _) = Twin.Report(state, Report(201, 60, ("x", -1)), Start, null, s_small);
        Assert.Equal(10, state.History!.RawPoints);
        Assert.DoesNotContain(Query(state, Start, At(1e5), TimeSpan.Zero), p => p.Mean == -1);
        Assert.Equal(-1, Query(state, Start, At(1e5), TimeSpan.FromHours(1))[0].Min);
    }

    [Fact]
    public void As_of_a_time_uses_the_last_whole_minute_where_raw_points_are_gone()
    {
        var state = New();
        for (var i = 1; i <= 40; i++) (state, _) = Twin.Report(state, Report(i, i * 10, ("x", i)), Start, null, s_small);
        // Raw: 310 s and later. At 300 s the whole minutes before are known.
        var value = Assert.Single(Twin.AsOf(state, At(300)));
        var begin = Floor(At(300), TimeSpan.FromMinutes(1)) - TimeSpan.FromMinutes(1);
        Assert.Equal((begin, TimeSpan.FromMinutes(1)), (value.At, value.Step));
        Assert.Equal(Enumerable.Range(1, 40).Where(i => Floor(At(i * 10), TimeSpan.FromMinutes(1)) == begin).Average(), value.Value, 12);
    }

    [Fact]
    public void A_report_tried_again_from_the_state_before_is_in_the_history_once()
    {
        var before = Accept(New(), Report(1, 0, ("x", 1)));
        var (first, _) = Send(before, Report(2, 1, ("x", 2)));
        var (second, _) = Send(before, Report(2, 1, ("x", 2)));
        Assert.Equal(2, first.History!.RawPoints);
        Assert.Equal(2, second.History!.RawPoints);
    }

    [Fact]
    public void A_restored_history_answers_and_goes_on_like_the_first()
    {
        var state = New();
        for (var i = 1; i <= 30; i++) state = Accept(state, Report(i, i * 13, ("x", i)));
        var stored = state.History!.Readings["x"];
        var copy = new TwinHistories(
            new Dictionary<string, ReadingHistory>(StringComparer.Ordinal) { ["x"] = ReadingHistory.Restore(stored.Raw, stored.DroppedMinutes, stored.DroppedHours) },
            state.History.LastSequence);
        var restored = state with { History = copy };
        (state, restored) = (Accept(state, Report(31, 500, ("x", 7))), Accept(restored, Report(31, 500, ("x", 7))));
        foreach (var step in new[] { TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1) })
            Assert.Equal(Query(state, Start, At(1000), step), Query(restored, Start, At(1000), step));
    }

    [Fact]
    public void Bad_queries_name_the_field_and_unknown_readings_have_no_history()
    {
        var state = Accept(New(), Report(1, 0, ("x", 1)));
        Bad(new HistoryQuery("", Start, At(1), TimeSpan.Zero), "reading");
        Bad(new HistoryQuery("x", At(1), Start, TimeSpan.Zero), "to");
        Bad(new HistoryQuery("x", Start, At(1), TimeSpan.FromSeconds(30)), "step");
        Bad(new HistoryQuery("x", Start, At(1), TimeSpan.FromMinutes(90)), "step");
        Bad(new HistoryQuery("x", Start, At(1), TimeSpan.FromMinutes(-1)), "step");
        Assert.Empty(Twin.QueryHistory(state, new HistoryQuery("y", Start, At(1), TimeSpan.Zero)).History!.Points);
        Assert.Empty(Twin.QueryHistory(New(), new HistoryQuery("x", Start, At(1), TimeSpan.Zero)).History!.Points);

        void Bad(HistoryQuery query, string field)
        {
            var outcome = Twin.QueryHistory(state, query);
            Assert.Null(outcome.History);
            Assert.Equal(field, outcome.Field);
        }
    }

    private static DateTimeOffset Floor(DateTimeOffset at, TimeSpan step) => new(at.UtcTicks / step.Ticks * step.Ticks, TimeSpan.Zero);

    private static IReadOnlyList<HistoryPoint> Query(TwinState state, DateTimeOffset from, DateTimeOffset to, TimeSpan step) =>
        Twin.QueryHistory(state, new HistoryQuery("x", from, to, step)).History!.Points;
}
