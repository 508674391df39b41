using Diten.Core.Losses;

namespace Diten.Core.Tests.Losses;

public class LossTests
{
    [Fact]
    public void Local_loss_is_the_mean_over_samples()
    {
        Assert.Equal(2.5, LocalLoss.Mean([1, 2, 3, 4]));
        Assert.True(double.IsNaN(LocalLoss.Mean([1, double.NaN])));
        Assert.Throws<ArgumentException>(() => LocalLoss.Mean([]));
    }

    [Fact]
    public void Global_loss_is_the_mean_over_all_samples_wherever_they_lie()
    {
        var random = new Random(4);
        var all = new List<double>();
        var (losses, samples) = (new double[9], new double[9]);
        for (var i = 0; i < 9; i++)
        {
            double[] own = [.. Enumerable.Range(0, random.Next(1, 50)).Select(_ => random.NextDouble())];
            all.AddRange(own);
            (losses[i], samples[i]) = (LocalLoss.Mean(own), own.Length);
        }
        Assert.Equal(all.Average(), GlobalLoss.Of(losses, samples), 1e-12);
    }

    [Fact]
    public void A_device_without_samples_has_no_say()
    {
        Assert.Equal(2, GlobalLoss.Of([2, double.NaN], [5, 0]));
        Assert.Throws<ArgumentException>(() => GlobalLoss.Of([1, 2], [0, 0]));
        Assert.Throws<ArgumentException>(() => GlobalLoss.Of([1, 2], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => GlobalLoss.Of([1, 2], [1, -1]));
    }

    [Fact]
    public void The_goal_is_what_is_left_above_the_optimum()
    {
        Assert.Equal(0.5, GlobalLoss.Gap(1.75, 1.25));
        Assert.Throws<ArgumentOutOfRangeException>(() => GlobalLoss.Gap(double.NaN, 0));
    }

    [Fact]
    public void A_local_step_goes_against_the_gradient()
    {
        float[] single = [1, -2, 3];
        LocalStep.Apply<float>(single, [10, 0, -10], 0.5f);
        Assert.Equal([-4f, -2f, 8f], single);
        double[] twice = [1];
        LocalStep.Apply<double>(twice, [double.NaN], 0.1);
        Assert.True(double.IsNaN(twice[0]));
        Assert.Throws<ArgumentException>(() => LocalStep.Apply<double>(new double[2], new double[3], 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LocalStep.Apply<double>(new double[2], new double[2], 0));
    }

    [Fact]
    public void Steps_on_a_quadratic_end_in_its_minimum()
    {
        // F(w) = Σ a(w − m)²/2 by repeated steps; the error shrinks by 1 − ηa each.
        double[] w = [5, -3], minimum = [1, 2], curvature = [1, 0.5];
        for (var t = 0; t < 200; t++) LocalStep.Apply<double>(w, [curvature[0] * (w[0] - minimum[0]), curvature[1] * (w[1] - minimum[1])], 0.4);
        Assert.Equal(1, w[0], 1e-12);
        Assert.Equal(2, w[1], 1e-12);
    }
}
