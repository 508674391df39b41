using Diten.Core.Convergence;

namespace Diten.Core.Tests.Convergence;

public class SoftmaxRegressionTests
{
    [Fact]
    public void Gradient_and_hessian_agree_with_central_differences()
    {
        var random = new Random(1);
        var model = SoftmaxInstances.Draw(1)[0];
        var w = SoftmaxInstances.Point(random, model.Size, 0.5);
        var direction = SoftmaxInstances.Point(random, model.Size, 1);
        var (gradient, product) = (new double[model.Size], new double[model.Size]);
        model.Gradient(w, gradient);
        model.HessianTimes(w, direction, product);
        const double h = 1e-5;
        for (var i = 0; i < w.Length; i++)
        {
            double[] up = [.. w], down = [.. w];
            up[i] += h;
            down[i] -= h;
            Assert.Equal((model.Loss(up) - model.Loss(down)) / (2 * h), gradient[i], 1e-8);
        }
        double[] ahead = [.. w.Zip(direction, (a, d) => a + h * d)], behind = [.. w.Zip(direction, (a, d) => a - h * d)];
        var (atAhead, atBehind) = (new double[model.Size], new double[model.Size]);
        model.Gradient(ahead, atAhead);
        model.Gradient(behind, atBehind);
        for (var i = 0; i < w.Length; i++) Assert.Equal((atAhead[i] - atBehind[i]) / (2 * h), product[i], 1e-7);
    }

    [Fact]
    public void Zero_parameters_lose_the_logarithm_of_the_classes() =>
        Assert.Equal(Math.Log(3), SoftmaxInstances.Draw(2)[0].Loss(new double[15]), 1e-12);

    [Fact]
    public void Huge_scores_do_not_overflow()
    {
        var model = new SoftmaxRegression([1e3, -1e3], [0, 1], 2, 1e-9);
        Assert.Equal(0, model.Loss([1, -1]), 1e-6);
        Assert.True(double.IsFinite(model.Loss([-100, 100])));
    }

    [Fact]
    public void Measured_curvature_lies_between_the_regularisation_and_the_measured_L()
    {
        var random = new Random(3);
        foreach (var model in SoftmaxInstances.Draw(3, devices: 3))
        {
            var smoothness = model.MeasureSmoothness(random);
            foreach (var scale in new[] { 0, 0.2 })
            {
                var (smallest, largest) = model.MeasureCurvature(SoftmaxInstances.Point(random, model.Size, scale), random);
                Assert.InRange(largest, model.Regularisation, smoothness * (1 + 1e-9));
                // One vector added to every class changes no probability: there the Hessian is λ alone.
                Assert.Equal(model.Regularisation, smallest, 1e-6);
            }
        }
    }

    [Fact]
    public void Every_pair_of_points_shows_a_curvature_between_mu_and_L()
    {
        var random = new Random(5);
        foreach (var model in SoftmaxInstances.Draw(5))
        {
            var smoothness = model.MeasureSmoothness(random);
            for (var trial = 0; trial < 40; trial++)
            {
                var w = SoftmaxInstances.Point(random, model.Size, 1);
                var v = SoftmaxInstances.Point(random, model.Size, 1);
                var (gw, gv) = (new double[model.Size], new double[model.Size]);
                model.Gradient(w, gw);
                model.Gradient(v, gv);
                var least = Curvature.StrongConvexity(w, gw, v, gv);
                var most = Curvature.Smoothness(w, gw, v, gv);
                Assert.True(least >= model.Regularisation * (1 - 1e-9), $"{least}");
                Assert.True(most <= smoothness * (1 + 1e-9), $"{most} {smoothness}");
                Assert.True(least <= most * (1 + 1e-12));
            }
        }
        Assert.Throws<ArgumentException>(() => Curvature.Smoothness([1], [1], [1], [1]));
    }

    [Fact]
    public void Power_iteration_finds_the_ends_of_a_known_spectrum()
    {
        double[] spectrum = [0.5, 3, 3.0001, 7, 7.1];
        void Product(ReadOnlySpan<double> vector, Span<double> product)
        {
            for (var i = 0; i < vector.Length; i++) product[i] = spectrum[i] * vector[i];
        }
        Assert.Equal(7.1, PowerIteration.Largest(Product, 5, new Random(1)), 1e-9);
        Assert.Equal(0.5, PowerIteration.Smallest(Product, 5, 7.1, new Random(1)), 1e-9);
    }

    [Theory]
    [InlineData(0, 0.1, "classes = 0 must be 2 to")]
    [InlineData(2, 0, "regularisation = 0 must be finite and above 0")]
    public void Bad_input_is_named(int classes, double regularisation, string message)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => new SoftmaxRegression([1], [0], classes, regularisation));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_outside_the_classes_is_named()
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => new SoftmaxRegression([1, 1], [0, 2], 2, 0.1));
        Assert.StartsWith("labels[1] = 2 must be 0 to 1", error.Message, StringComparison.Ordinal);
    }
}
