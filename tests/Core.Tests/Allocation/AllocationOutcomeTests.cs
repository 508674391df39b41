using Diten.Core.Allocation;

namespace Diten.Core.Tests.Allocation;

public class AllocationOutcomeTests
{
    private static readonly AllocationProblem Problem = new([1, 2], [100, 100], [50, 25, 100, 10, 20, 40], 3);

    [Fact]
    public void Everything_follows_from_who_owns_what()
    {
        var outcome = AllocationOutcome.Evaluate(Problem, [0, 0, 1]);
        Assert.Equal([75.0, 40.0], outcome.Rates.ToArray());
        Assert.Equal([2, 1], outcome.Counts.ToArray());
        Assert.Equal([1 + 100 / 75.0, 4.5], outcome.Seconds.ToArray());
        Assert.Equal(4.5, outcome.Makespan);
        var mean = (1 + 100 / 75.0 + 4.5) / 2;
        Assert.Equal(mean, outcome.Mean, 1e-12);
        Assert.Equal(4.5 - mean, outcome.MeanAbsoluteDeviation, 1e-12);
        Assert.Equal(2 * (4.5 - mean) * (4.5 - mean), outcome.Psi, 1e-12);
        Assert.True(outcome.IsFinite);
    }

    [Fact]
    public void A_participant_without_a_subcarrier_makes_the_round_endless()
    {
        var outcome = AllocationOutcome.Evaluate(Problem, [0, -1, 0]);
        Assert.Equal(double.PositiveInfinity, outcome.Seconds[1]);
        Assert.Equal(0, outcome.Counts[1]);
        Assert.False(outcome.IsFinite);
        foreach (var figure in new[] { outcome.Makespan, outcome.Mean, outcome.MeanAbsoluteDeviation, outcome.Psi })
            Assert.Equal(double.PositiveInfinity, figure);
    }

    [Theory]
    [InlineData(new[] { 0, 1 }, "owner has 2 entries, expected 3")]
    [InlineData(new[] { 0, 1, 2 }, "owner[2] = 2 must be −1 to 1")]
    [InlineData(new[] { -2, 1, 0 }, "owner[0] = -2 must be −1 to 1")]
    public void A_wrong_owner_is_named(int[] owner, string message)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => AllocationOutcome.Evaluate(Problem, owner));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_times_have_no_deviation_and_no_psi_however_slow()
    {
        Assert.Equal(7, RoundTime.Mean([7, 7, 7]));
        Assert.Equal(0, RoundTime.MeanAbsoluteDeviation([7, 7, 7]));
        Assert.Equal(0, RoundTime.Psi([7, 7, 7]));
        Assert.Throws<ArgumentException>(() => RoundTime.Mean([]));
        Assert.Throws<ArgumentException>(() => RoundTime.Psi([1, double.NaN]));
    }
}
