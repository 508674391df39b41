using Diten.Core.Network;
using Diten.Core.Twins;
using FsCheck;
using FsCheck.Fluent;
using static Diten.Core.Tests.Twins.TwinFixture;

namespace Diten.Core.Tests.Twins;

/// <summary>Readings that come together share their times; a reading's history must be what it would be alone.</summary>
public sealed class HistoryGroupTests
{
    private static readonly TwinOptions s_small = Options with { RawPoints = 5, MinuteAggregates = 4, HourAggregates = 3, ClockSkew = TimeSpan.FromDays(30) };
    private static readonly string[] s_names = ["a", "b", "c", "d"];

    [Fact]
    public void Each_reading_has_the_history_that_it_would_have_alone() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var together = New();
            var alone = s_names.ToDictionary(name => name, _ => New(), StringComparer.Ordinal);
            for (var sequence = 1; sequence <= random.Next(1, 60); sequence++)
            {
                // Mostly all of them, else some, in any order; mostly in order of time.
                var names = s_names.Where(_ => random.Next(8) > 0).OrderBy(_ => random.Next(3)).ToArray();
                var seconds = random.Next(4) > 0 ? sequence * 40.0 : random.Next(0, 10_000);
                var readings = Array.ConvertAll(names, name => (name, Math.Round(random.NextDouble(), 3)));
                (together, _) = Twin.Report(together, Report(sequence, seconds, readings), Start, null, s_small);
                foreach (var (name, value) in readings) (alone[name], _) = Twin.Report(alone[name], Report(sequence, seconds, (name, value)), Start, null, s_small);
                // As after a restart.
                if (random.Next(20) == 0) together = together with { History = Restored(together.History) };
            }

            foreach (var name in s_names)
            {
                var (mine, other) = (together.History?.Readings.GetValueOrDefault(name), alone[name].History?.Readings.GetValueOrDefault(name));
                Assert.Equal(other?.Raw ?? [], mine?.Raw ?? []);
                Assert.Equal(other?.DroppedMinutes ?? [], mine?.DroppedMinutes ?? []);
                Assert.Equal(other?.DroppedHours ?? [], mine?.DroppedHours ?? []);
            }

            Assert.Equal(alone.Values.Sum(twin => twin.History?.RawPoints ?? 0), together.History?.RawPoints ?? 0);
            var at = At(random.Next(0, 10_000));
            Assert.Equal(alone.Values.SelectMany(twin => Twin.AsOf(twin, at)), Twin.AsOf(together, at));
        }).Holds();

    [Fact]
    public void A_smaller_bound_drops_what_is_too_much_into_the_aggregates()
    {
        var state = New();
        for (var i = 1; i <= 20; i++) state = Accept(state, Report(i, i, ("x", i)));
        (state, _) = Twin.Report(state, Report(21, 21, ("x", 21)), Start + TimeSpan.FromMinutes(1), null, s_small);
        Assert.Equal([17.0, 18, 19, 20, 21], state.History!.Readings["x"].Raw.Select(p => p.Value));
        Assert.Equal(21, state.History.Readings["x"].Hours.Sum(hour => hour.Count));
        Assert.Equal(21 * 22 / 2, state.History.Readings["x"].Hours.Sum(hour => hour.Sum));
    }

    [Fact]
    public void Columns_are_refused_by_field_and_range_as_reports_are()
    {
        var state = Accept(New(), Report(1, 0, ("x", 1)));
        Refused(["x", "x"], [1, 2], "names 'x' twice");
        Refused([.. Enumerable.Repeat("y", 20)], new double[20], "names 'y' twice");
        Refused(["x"], [1, 2], "has 1 names and 2 values");
        Refused([null!], [1], "has a reading without a name");

        void Refused(string[] names, double[] values, string error)
        {
            var (next, outcome) = Twin.Report(state, new ReportColumns(2, Start, names, values), Start, null, Options);
            Assert.Same(state, next);
            Assert.Equal((WriteStatus.Invalid, "state", error), (outcome.Result.Status, outcome.Result.Field, outcome.Result.Error));
        }
    }

    private static TwinHistories? Restored(TwinHistories? histories) => histories is null ? null : new TwinHistories(
        histories.Readings.ToDictionary(r => r.Key, r => ReadingHistory.Restore(r.Value.Raw, r.Value.DroppedMinutes, r.Value.DroppedHours), StringComparer.Ordinal), histories.LastSequence);
}
