using Diten.Core.Network;
using Diten.Core.Twins;
using static Diten.Core.Tests.Twins.TwinFixture;

namespace Diten.Core.Tests.Twins;

public sealed class DesiredTests
{
    [Fact]
    public void A_difference_becomes_a_command_repeated_with_doubled_waiting_until_confirmed()
    {
        var state = Set(Accept(New(), Report(1, 0, ("f", 1e9))), ("f", 2e9));
        var sent = new List<(double Second, int Attempt, long Id)>();
        for (var second = 0; second <= 200; second++)
        {
            (state, var outcome) = Twin.Reconcile(state, At(second), Options);
            sent.AddRange(outcome.Commands.Select(c => ((double)second, c.Attempt, c.Id)));
        }

        Assert.Equal([(0, 1, 1), (10, 2, 1), (30, 3, 1), (70, 4, 1), (150, 5, 1)], sent);
        (state, var report) = Send(state, Report(2, 201, ("f", 2e9 * (1 + 1e-7))));
        Assert.Equal("f", Assert.Single(report.Confirmed));
        Assert.Equal(DesiredStatus.Confirmed, Assert.Single(state.Desired).Status);
        var (same, done) = Twin.Reconcile(state, At(10_000), Options);
        Assert.Same(state, same);
        Assert.Empty(done.Commands);
        Assert.Null(done.NextAt);
    }

    [Fact]
    public void What_was_not_confirmed_in_time_is_not_desired_any_more_also_if_nobody_reconciles()
    {
        var state = Set(Accept(New(), Report(1, 0, ("f", 1))), ("f", 2));
        var end = Assert.Single(state.Desired).ExpiresAt;
        Assert.Same(state.Desired, Twin.DesiredAt(state, end - TimeSpan.FromTicks(1)));
        Assert.Empty(Twin.DesiredAt(state, end));
        // Reported too late, it is not confirmed.
        var (late, outcome) = Twin.Report(state, Report(2, 1, ("f", 2)), end, null, Options);
        Assert.Empty(outcome.Confirmed);
        Assert.Empty(Twin.DesiredAt(late, end));
        Assert.Equal(["f"], Twin.Reconcile(late, end, Options).Outcome.Expired);
        // Desired again it is a new command.
        var (again, _) = Twin.SetDesired(state, new Dictionary<string, double?>(StringComparer.Ordinal) { ["f"] = 2 }, end, null, Options);
        Assert.Equal((2, end + Options.CommandLifetime), (Assert.Single(again.Desired).Command, again.Desired[0].ExpiresAt));
        // Reported in time, it is, and stays.
        (late, _) = Twin.Report(state, Report(2, 1, ("f", 2)), end - TimeSpan.FromTicks(1), null, Options);
        Assert.Single(Twin.DesiredAt(late, end + TimeSpan.FromDays(1)));
    }

    [Fact]
    public void Waiting_is_limited_and_an_expired_reading_is_given_up()
    {
        var state = Set(New(), ("f", 2));
        var (commands, last, expired) = (new List<DateTimeOffset>(), (DateTimeOffset?)At(0), new List<string>());
        while (last is { } now)
        {
            (state, var outcome) = Twin.Reconcile(state, now, Options);
            if (outcome.Commands.Count > 0) commands.Add(now);
            expired.AddRange(outcome.Expired);
            Assert.True(outcome.NextAt is null || outcome.NextAt > now, "a reconciler that names a time in the past would spin");
            last = outcome.NextAt;
        }

        Assert.Equal("f", Assert.Single(expired));
        Assert.Empty(state.Desired);
        Assert.True(commands.Zip(commands.Skip(1)).All(p => p.Second - p.First <= Options.CommandRetryLimit));
        Assert.True(commands[^1] < At(0) + Options.CommandLifetime);
        Assert.Equal("command", state.Deltas[0].Kind);
    }

    [Fact]
    public void What_the_device_leaves_again_is_commanded_again_under_a_new_number()
    {
        var state = Set(Accept(New(), Report(1, 0, ("f", 2))), ("f", 2));
        Assert.Equal(DesiredStatus.Confirmed, Assert.Single(state.Desired).Status);
        Assert.Empty(Twin.Reconcile(state, At(0), Options).Outcome.Commands);
        state = Accept(state, Report(2, 50, ("f", 3)));
        var command = Assert.Single(Twin.Reconcile(state, At(50), Options).Outcome.Commands);
        Assert.Equal((2, 2.0, 1, At(50) + Options.CommandLifetime), (command.Id, command.Value, command.Attempt, command.ExpiresAt));
    }

    [Fact]
    public void Setting_the_same_again_changes_nothing_and_null_withdraws()
    {
        var state = Set(New(), ("a", 1), ("b", 0));
        Assert.Same(state, Set(state, ("a", 1)));
        Assert.Same(state, Set(state, ("c", null)));
        var changed = Set(state, ("a", null), ("b", 5));
        Assert.Equal(("b", 5.0, 3L), (changed.Desired.Single().Name, changed.Desired[0].Value, changed.Desired[0].Command));
        Assert.Equal(state.Revision + 1, changed.Revision);
        // A desired 0 is confirmed by 0.
        Assert.Equal(DesiredStatus.Pending, Accept(state, Report(1, 0, ("b", 1e-9))).Desired[1].Status);
        Assert.Equal(DesiredStatus.Confirmed, Accept(state, Report(1, 0, ("b", 0))).Desired[1].Status);
    }

    [Fact]
    public void Bad_input_and_a_wrong_if_match_change_nothing()
    {
        var state = Set(New(), ("a", 1));
        Check(WriteStatus.Conflict, "ifRevision", state.Revision - 1, ("a", 2));
        Check(WriteStatus.Invalid, "desired.a", null, ("a", double.NaN));
        Check(WriteStatus.Invalid, "desired", null, (" ", 1));
        Check(WriteStatus.Invalid, "desired", null, [.. Enumerable.Range(0, 64).Select(i => ($"r{i}", (double?)1))]);

        void Check(WriteStatus status, string field, long? ifRevision, params (string, double?)[] desired)
        {
            var (next, result) = Twin.SetDesired(state, Map(desired), At(0), ifRevision, Options);
            Assert.Same(state, next);
            Assert.Equal((status, field, state.Revision), (result.Status, result.Field, result.Revision));
        }
    }

    private static Dictionary<string, double?> Map((string Name, double? Value)[] desired) => desired.ToDictionary(d => d.Name, d => d.Value, StringComparer.Ordinal);

    private static TwinState Set(TwinState state, params (string Name, double? Value)[] desired)
    {
        var (next, result) = Twin.SetDesired(state, Map(desired), At(0), null, Options);
        Assert.Equal((WriteStatus.Accepted, next.Revision), (result.Status, result.Revision));
        return next;
    }
}
