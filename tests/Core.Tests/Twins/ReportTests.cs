using Diten.Core.Network;
using Diten.Core.Twins;
using FsCheck;
using FsCheck.Fluent;
using static Diten.Core.Tests.Twins.TwinFixture;

namespace Diten.Core.Tests.Twins;

public sealed class ReportTests
{
    [Fact]
    public void Reports_in_any_order_and_any_number_of_times_end_in_the_state_of_the_highest_sequence() =>
        Prop.ForAll(Gen.Choose(1, 12).ArrayOf().ToArbitrary(), sequences =>
        {
            var (state, highest, accepted) = (New(), 0L, 0);
            foreach (var sequence in sequences)
            {
                var before = state;
                (state, var outcome) = Send(state, Report(sequence, sequence, ("x", sequence * 10), ("y", -sequence)));
                if (sequence > highest)
                {
                    Assert.Equal(WriteStatus.Accepted, outcome.Result.Status);
                    Assert.Equal(before.Revision + 1, state.Revision);
                    (highest, accepted) = (sequence, accepted + 1);
                }
                else
                {
                    Assert.Same(before, state);
                    Assert.Equal(new WriteResult(WriteStatus.Duplicate, state.Revision, highest), outcome.Result);
                }
            }

            Assert.Equal(highest, state.LastSequence);
            Assert.Equal(accepted, state.History?.Readings["x"].Raw.Count ?? 0);
            if (highest > 0) Assert.Equal((highest * 10.0, -highest, At(highest)), (state.State["x"], state.State["y"], state.At));
        }).Holds();

    [Fact]
    public void A_report_changes_what_it_names_and_keeps_the_rest()
    {
        var state = Accept(New(), Report(1, 0, ("a", 1), ("b", 2)));
        (state, var outcome) = Send(state, Report(5, 1, ("b", 2), ("c", 3)));
        Assert.Equal([("a", 1), ("b", 2), ("c", 3)], state.State.Select(r => (r.Key, r.Value)));
        Assert.Equal([("c", 3)], outcome.Changed.Select(r => (r.Key, r.Value)));
        Assert.Equal("report", state.Deltas[0].Kind);
        Assert.Same(outcome.Changed, state.Deltas[0].Changes);
        Assert.Equal([2, 1], state.Deltas.Select(d => d.Sequence));
    }

    [Fact]
    public void If_match_guards_a_write_but_a_resent_report_is_a_duplicate_first()
    {
        var state = New();
        var (next, first) = Send(state, Report(1, 0, ("a", 1)), state.Revision);
        Assert.Equal(WriteStatus.Accepted, first.Result.Status);
        var (same, again) = Send(next, Report(1, 0, ("a", 1)), state.Revision);
        Assert.Equal(WriteStatus.Duplicate, again.Result.Status);
        Assert.Same(next, same);
        var (kept, conflict) = Send(next, Report(2, 1, ("a", 2)), state.Revision);
        Assert.Equal((WriteStatus.Conflict, next.Revision), (conflict.Result.Status, conflict.Result.Revision));
        Assert.Same(next, kept);
    }

    [Fact]
    public void Bad_input_changes_nothing_and_names_field_and_range()
    {
        var state = Accept(New(), Report(1, 0, ("a", 1)));
        Invalid(Report(0, 0, ("a", 1)), "sequence", "1 or more");
        Invalid(Report(2, 301, ("a", 1)), "at", "300 s ahead");
        Invalid(Report(2, 0, ("", 1)), "state", "without a name");
        Invalid(Report(2, 0, ("a\n", 1)), "state", "control");
        Invalid(Report(2, 0, (new string('n', 65), 1)), "state.nnnnnnnnnnnnnnnn…", "1 to 64");
        Invalid(Report(2, 0, ("t", double.NaN)), "state.t", "finite");
        Invalid(Report(2, 0, ("t", double.NegativeInfinity)), "state.t", "finite");
        Invalid(Report(2, 0, [.. Enumerable.Range(0, 64).Select(i => ($"r{i}", 1.0))]), "state", "at most 64");
        Accept(state, Report(2, 0, [.. Enumerable.Range(0, 63).Select(i => ($"r{i}", 1.0)), ("a", 2)]));

        void Invalid(DeviceReport report, string field, string part)
        {
            var (next, outcome) = Twin.Report(state, report, Start, null, Options);
            Assert.Same(state, next);
            Assert.Equal((WriteStatus.Invalid, field), (outcome.Result.Status, outcome.Result.Field));
            Assert.Contains(part, outcome.Result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Interactions_are_bounded_and_newest_first()
    {
        var state = New();
        for (var i = 1; i <= 20; i++) state = Accept(state, Report(i, i, ("a", i)));
        Assert.Equal([20, 19, 18, 17, 16, 15, 14, 13], state.Deltas.Select(d => d.Sequence));
    }

    [Fact]
    public void Snapshot_shows_all_of_gamma()
    {
        var state = Accept(Twin.Create("d-1", "bs-2", 600, Start, [1, 2, 3]), Report(7, 3, ("a", 1)));
        (state, _) = Twin.SetDesired(state, new Dictionary<string, double?>(StringComparer.Ordinal) { ["a"] = 4 }, Start, null, Options);
        (state, _) = Twin.Link(state, "d-2", LinkKinds.RadioNeighbour, Start, Options);
        var s = state.ToSnapshot(At(3));
        Assert.Equal(("d-1", "bs-2", state.Revision, 7L, At(3), Liveness.Online), (s.Id, s.Station, s.Revision, s.LastSequence, s.At, s.Liveness));
        Assert.Equal((600, 1, 3), (s.Data.Samples, s.Data.HistoryPoints, s.Data.ClassCounts.Count));
        Assert.Equal((1.0, 4.0), (s.State["a"], s.Desired["a"]));
        Assert.Equal(new TwinLink("d-2", LinkKinds.RadioNeighbour), Assert.Single(s.Links));
        Assert.Equal(["link", "desired", "report"], s.Deltas.Select(d => d.Kind).ToArray());
        Assert.Equal(Liveness.Offline, state.ToSnapshot(At(1000)).Liveness);
    }
}
