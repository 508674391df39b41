using Diten.Core.Convergence;

namespace Diten.Core.Tests.Convergence;

public class ConvergenceBoundTests
{
    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(2, 1.0)]
    [InlineData(3, 0.5)]
    [InlineData(4, 0.25)]
    public void Every_round_obeys_the_bound(int seed, double stepFraction)
    {
        var devices = SoftmaxInstances.Draw(seed);
        var start = SoftmaxInstances.Point(new Random(seed), devices[0].Size, 2);
        var result = ConvergenceDiagnostic.Run(devices, start, 300, new Random(seed), stepFraction);
        Assert.Equal(-1, result.FirstViolation);
        for (var t = 0; t < 300; t++)
        {
            Assert.True(result.MeasuredGap[t] <= result.BoundedGap[t] * (1 + 1e-9) + 1e-12);
            var descent = result.MeasuredGap[t] - result.MeasuredGap[t + 1];
            Assert.True(descent >= result.Bound.LeastDescent(result.GradientNorm[t]) - 1e-13, $"round {t}");
            Assert.True(result.MeasuredGap[t + 1] <= result.Bound.Contraction * result.MeasuredGap[t] + 1e-12, $"round {t}");
        }
        // It is not the trivial bound: it falls, and the model really learns.
        Assert.InRange(result.BoundedGap[^1], 0, 0.9 * result.BoundedGap[0]);
        Assert.InRange(result.MeasuredGap[^1], 0, 0.5 * result.MeasuredGap[0]);
    }

    [Fact]
    public void A_wrong_mu_would_be_caught()
    {
        // The test above would mean nothing if any bound passed: twenty times the real μ does not.
        var devices = SoftmaxInstances.Draw(1);
        var result = ConvergenceDiagnostic.Run(devices, SoftmaxInstances.Point(new Random(1), devices[0].Size, 2), 300, new Random(1));
        var boastful = new ConvergenceBound(result.Bound.Smoothness, Math.Min(result.Bound.Smoothness, 20 * result.Bound.StrongConvexity), result.Bound.LearningRate);
        Assert.Contains(Enumerable.Range(0, 301), t => result.MeasuredGap[t] > boastful.GapAfter(t, result.MeasuredGap[0]));
    }

    [Fact]
    public void A_quadratic_with_equal_curvatures_is_solved_in_one_round()
    {
        var bound = new ConvergenceBound(4, 4, 0.25);
        Assert.Equal(0, bound.Contraction, 1e-15);
        Assert.Equal(0, bound.GapAfter(1, 3), 1e-15);
        Assert.Equal(3, bound.GapAfter(0, 3));
        Assert.Equal(1, bound.RoundsTo(3, 1e-9));
    }

    [Fact]
    public void At_one_over_L_a_round_leaves_one_minus_mu_over_L()
    {
        var bound = new ConvergenceBound(10, 0.5, 0.1);
        Assert.Equal(0.95, bound.Contraction, 1e-12);
        Assert.Equal(0.95 * 0.95 * 7, bound.GapAfter(2, 7), 1e-12);
        Assert.Equal(0.05 * 9, bound.LeastDescent(3), 1e-12);
        var rounds = bound.RoundsTo(7, 0.01);
        Assert.True(bound.GapAfter(rounds, 7) <= 0.01);
        Assert.True(bound.GapAfter(rounds - 1, 7) > 0.01);
    }

    [Theory]
    [InlineData(0, 1, 1, "smoothness")]
    [InlineData(1, 2, 1, "strongConvexity")]
    [InlineData(1, 0.5, 1.5, "learningRate")]
    public void Constants_out_of_range_are_named(double l, double mu, double eta, string name) =>
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => new ConvergenceBound(l, mu, eta)).ParamName);

    [Fact]
    public void Devices_that_do_not_fit_each_other_are_refused()
    {
        var a = new SoftmaxRegression([1, 2], [0], 2, 0.1);
        var b = new SoftmaxRegression([1, 2, 3], [0], 2, 0.1);
        Assert.ThrowsAny<ArgumentException>(() => ConvergenceDiagnostic.Run([a, b], new double[4], 1, new Random(1)));
        Assert.ThrowsAny<ArgumentException>(() => ConvergenceDiagnostic.Run([], new double[4], 1, new Random(1)));
    }
}
