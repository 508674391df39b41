using Diten.Core.Network;
using Diten.Core.Stations;
using Diten.Core.Twins;
using static Diten.Core.Tests.Twins.TwinFixture;

namespace Diten.Core.Tests.Twins;

public sealed class LivenessAndLinkTests
{
    [Theory]
    [InlineData(0, Liveness.Online)]
    [InlineData(60, Liveness.Online)]
    [InlineData(60.001, Liveness.Stale)]
    [InlineData(180, Liveness.Stale)]
    [InlineData(180.001, Liveness.Offline)]
    public void Silence_makes_a_twin_stale_then_offline(double seconds, Liveness expected) =>
        Assert.Equal(expected, Twin.LivenessAt(Accept(New(), Report(1, 0)), At(seconds), Options));

    [Fact]
    public void Changes_of_liveness_are_noticed_once_and_a_report_brings_it_back()
    {
        Assert.Equal(Liveness.Unknown, Twin.LivenessAt(New(), At(1e6), Options));
        var state = Linked(Accept(New(), Report(1, 0)), "d-2");
        var (stale, outcome) = Twin.NoticeLiveness(state, At(100), Options);
        Assert.Equal((Liveness.Online, Liveness.Stale, state.Revision + 1), (outcome.Before, outcome.Now, stale.Revision));
        Assert.Equal("stale", Assert.Single(outcome.Notifications).Note);
        var (same, nothing) = Twin.NoticeLiveness(stale, At(101), Options);
        Assert.Same(stale, same);
        Assert.False(nothing.Changed);

        var (dead, will) = Twin.TakeLastWill(stale, At(102), Options);
        Assert.Equal((true, Liveness.Offline), (will.Changed, will.Now));
        Assert.False(Twin.TakeLastWill(dead, At(103), Options).Outcome.Changed);
        Assert.Equal(Liveness.Online, Twin.LivenessAt(Accept(dead, Report(2, 104)), At(104), Options));
        // A late copy of an old report is no sign of life.
        Assert.Equal(Liveness.Offline, Twin.LivenessAt(Send(dead, Report(1, 104)).Next, At(104), Options));
    }

    [Fact]
    public void Linked_twins_hear_of_changes_once_in_order_and_never_pass_them_on()
    {
        var (a, b) = (Linked(New("a"), "b"), Linked(New("b"), "a"));
        var told = new List<TwinNotification>();
        for (var i = 1; i <= 3; i++)
        {
            (a, var outcome) = Send(a, Report(i, i, ("x", i), ("same", 1)));
            told.Add(Assert.Single(outcome.Notifications));
        }

        (b, var heard) = Twin.Hear(b, told[1], Options);
        Assert.True(heard);
        Assert.Equal((2.0, told[1].Revision), (b.Links[0].Known["x"], b.Links[0].HeardRevision));
        foreach (var late in new[] { told[0], told[1] })
        {
            var (same, again) = Twin.Hear(b, late, Options);
            Assert.False(again);
            Assert.Same(b, same);
        }

        (b, heard) = Twin.Hear(b, told[2], Options);
        Assert.True(heard);
        Assert.Equal(3, b.Links[0].Known["x"]);
        Assert.Equal("link", b.Deltas[0].Kind);
        Assert.Empty(b.State);
        Assert.False(Twin.Hear(New("c"), told[2], Options).Heard);
        Assert.False(Twin.Hear(New("b"), told[2], Options).Heard);
        // A report that changes nothing tells nobody.
        Assert.Empty(Send(a, Report(9, 9, ("same", 1))).Outcome.Notifications);
    }

    [Fact]
    public void Links_are_bounded_have_known_kinds_and_end()
    {
        var state = New();
        Assert.False(Twin.Link(state, state.Id, LinkKinds.RadioNeighbour, Start, Options).Linked);
        Assert.Throws<ArgumentException>(() => Twin.Link(state, "x", "friend", Start, Options));
        for (var i = 0; i < Options.MaxLinks; i++) state = Linked(state, $"n{i:d2}");
        Assert.False(Twin.Link(state, "one-more", LinkKinds.RadioNeighbour, Start, Options).Linked);
        Assert.Same(state, Linked(state, "n03"));
        var (changed, _) = Twin.Link(state, "n03", LinkKinds.HandoverCounterpart, Start, Options);
        Assert.Equal(LinkKinds.HandoverCounterpart, changed.Links[3].Kind);
        Assert.Equal(Options.MaxLinks - 1, Twin.Unlink(state, "n03", Start, Options).Links.Count);
        Assert.Same(state, Twin.Unlink(state, "nobody", Start, Options));
    }

    [Fact]
    public void A_handover_keeps_sequence_numbers_tells_the_old_cell_and_leaves_a_counterpart()
    {
        var state = Linked(Linked(Accept(New(), Report(41, 0, ("x", 1))), "n-1"), "n-2");
        var ticket = new Registration("d-1", 2, 600, LastUpdate: 9, Staleness: 3, RoundsTaken: 4);
        var (next, outcome) = Twin.HandOver(state, ticket, "bs-2", "n-2", At(5), Options);
        Assert.True(outcome.Accepted);
        Assert.Equal(("bs-2", 2, 41L, 9L), (next.Station, next.Epoch, next.LastSequence, next.LastUpdate));
        Assert.Equal((4, 3), (next.Learning.RoundsTaken, next.Learning.Staleness));
        Assert.Equal(("n-2", LinkKinds.HandoverCounterpart), (Assert.Single(next.Links).Id, next.Links[0].Kind));
        Assert.Equal(["n-1", "n-2"], outcome.Notifications.Select(n => n.To).ToArray());
        Assert.All(outcome.Notifications, n => Assert.Equal((next.Revision, "handover", "bs-1 to bs-2"), (n.Revision, n.Kind, n.Note)));
        Assert.Equal(WriteStatus.Duplicate, Send(next, Report(41, 6, ("x", 2))).Outcome.Result.Status);
        Assert.Equal(WriteStatus.Accepted, Send(next, Report(42, 6, ("x", 2))).Outcome.Result.Status);

        var (same, again) = Twin.HandOver(next, ticket, "bs-3", null, At(6), Options);
        Assert.False(again.Accepted);
        Assert.Same(next, same);
        Assert.Throws<ArgumentException>(() => Twin.HandOver(next, ticket with { Device = "x", Epoch = 3 }, "bs-3", null, At(6), Options));
        Assert.Equal(new Registration("d-1", 2, 600, 9, 1, 4), Twin.RegistrationOf(next));
    }

    private static TwinState Linked(TwinState state, string other)
    {
        var (next, linked) = Twin.Link(state, other, LinkKinds.RadioNeighbour, Start, Options);
        Assert.True(linked);
        return next;
    }
}
