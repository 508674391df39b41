using Diten.Simulation.Experiments.Paper;

namespace Diten.Simulation.Tests.Experiments;

public sealed class RecoveryTests
{
    [Fact]
    public void It_is_when_half_of_the_loss_is_won_back()
    {
        double[] still = [.. Enumerable.Repeat(0.1, 10), .. Enumerable.Repeat(0.5, 20)];
        double[] adaptive = [.. Enumerable.Repeat(0.1, 10), .. Enumerable.Repeat(0.5, 6), .. Enumerable.Repeat(0.2, 14)];
        var recovery = Recovery.Of(still, adaptive, change: 10, window: 4);
        double[] expected = [0.1, 0.5, 0.5, 0.2], measured = [recovery.Before, recovery.FixedAfter, recovery.FixedAtEnd, recovery.AdaptiveAtEnd];
        Assert.All(expected.Zip(measured), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        // Half of the loss is 0.3: two of 0.5 and two of 0.2 make 0.35, one of 0.5 and three of 0.2 make 0.275.
        Assert.Equal(9, recovery.Rounds);
        Assert.Equal(0.75, recovery.Share, 1e-12);
    }

    [Fact]
    public void Who_never_recovers_and_who_loses_nothing_has_no_time_of_recovery()
    {
        double[] still = [.. Enumerable.Repeat(0.1, 10), .. Enumerable.Repeat(0.5, 20)];
        Assert.Equal(double.NaN, Recovery.Of(still, still, 10, 4).Rounds);
        Assert.Equal(0, Recovery.Of(still, still, 10, 4).Share, 1e-12);
        double[] flat = [.. Enumerable.Repeat(0.1, 30)];
        Assert.Equal(double.NaN, Recovery.Of(flat, flat, 10, 4).Rounds);
        Assert.Equal(double.NaN, Recovery.Of(flat, flat, 10, 4).Share);
    }

    [Fact]
    public void A_moving_mean_begins_anew_at_its_starts_and_says_nothing_of_too_few()
    {
        Assert.Equal([1, 1.5, 2.5, 10, 11], Recovery.MovingMean([1, 2, 3, 10, 12], [0, 3], window: 2));
        Assert.Equal([double.NaN, 1.5, 2, 3], Recovery.MovingMean([1, 2, 3, 6], [0], window: 4));
    }
}
