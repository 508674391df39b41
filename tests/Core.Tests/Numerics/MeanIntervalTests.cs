using Diten.Core.Numerics;

namespace Diten.Core.Tests.Numerics;

public sealed class MeanIntervalTests
{
    [Fact]
    public void Five_values_have_the_interval_of_the_textbook()
    {
        // s² = 2.5, t(0.975; 4) = 2.776445.
        var interval = MeanInterval.Of([1, 2, 3, 4, 5]);
        Assert.Equal((3, 5), (interval.Mean, interval.Count));
        Assert.Equal(2.776445 * Math.Sqrt(2.5 / 5), interval.HalfWidth, 1e-4);
        Assert.True(interval.IsAboveZero);
        Assert.True(MeanInterval.Of([-1, -2, -3, -4, -5]).IsBelowZero);
        Assert.False(MeanInterval.Of([-1, 2, -3, 4, 5]).IsAboveZero);
    }

    [Fact]
    public void One_value_has_no_interval_and_none_has_no_mean()
    {
        var one = MeanInterval.Of([7]);
        Assert.Equal((7, 1), (one.Mean, one.Count));
        Assert.True(double.IsNaN(one.HalfWidth));
        Assert.False(one.IsAboveZero || one.IsBelowZero);
        Assert.True(double.IsNaN(MeanInterval.Of([]).Mean));
        Assert.True(double.IsNaN(MeanInterval.Of([1, double.NaN]).Mean));
        Assert.Equal(0, MeanInterval.Of([4, 4, 4]).HalfWidth);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(30)]
    [InlineData(31)]
    [InlineData(100)]
    [InlineData(999)]
    public void Of_the_distribution_97_and_a_half_percent_lie_below_the_quantile(int degrees)
    {
        // With x = √ν·tan φ the density becomes cos^(ν−1) φ up to a constant, on a finite interval.
        var at = Math.Atan(MeanInterval.Quantile(degrees) / Math.Sqrt(degrees));
        var below = 0.5 + (0.5 * Simpson(0, at, degrees) / Simpson(0, Math.PI / 2, degrees));
        Assert.Equal(0.975, below, 3e-6);
    }

    private static double Simpson(double from, double to, int degrees)
    {
        const int steps = 20_000;
        var width = (to - from) / steps;
        var sum = 0.0;
        for (var i = 0; i <= steps; i++)
        {
            var weight = i is 0 or steps ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Math.Pow(Math.Max(0, Math.Cos(from + (i * width))), degrees - 1);
        }
        return sum * width / 3;
    }
}
