using Diten.Core.Aggregation;

namespace Diten.Core.Tests.Aggregation;

public sealed class UpdateWeightTests
{
    [Fact]
    public void Weight_is_the_product_of_gap_change_and_scaled_ratio()
    {
        Assert.Equal(3 * 0.2 * (4e-3 / 2e-3), UpdateWeight.Compute(3, 0.2, 4e-3, 2e-3), 15);
        Assert.Equal(0, UpdateWeight.Compute(0, 0.2, 4e-3, 2e-3));
    }

    [Theory]
    [InlineData(-1, 0.1, 1.0, 1.0, "roundGap")]
    [InlineData(1, double.NaN, 1.0, 1.0, "relativeChange")]
    [InlineData(1, -0.1, 1.0, 1.0, "relativeChange")]
    [InlineData(1, 0.1, double.PositiveInfinity, 1.0, "rateOverFrequency")]
    [InlineData(1, 0.1, 1.0, 0.0, "ratioScale")]
    public void Bad_input_names_its_field(int gap, double change, double ratio, double scale, string field) =>
        Assert.StartsWith(field, Assert.Throws<ArgumentException>(() => UpdateWeight.Compute(gap, change, ratio, scale)).Message, StringComparison.Ordinal);

    [Fact]
    public void As_printed_the_population_is_scaled_by_its_mean_ratio()
    {
        var weights = new double[3];
        var scale = UpdateWeight.Compute([1, 2, 9], [0.1, 0.2, 0.3], [1e6, 2e6, 30e6], [1e9, 1e9, 1e9], UpdateWeightOptions.AsPrinted, weights);
        Assert.Equal(0.011, scale.Scale, 15);
        Assert.Equal([1 * 0.1 * (0.001 / 0.011), 2 * 0.2 * (0.002 / 0.011), 9 * 0.3 * (0.03 / 0.011)], weights, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Ratio_is_clipped_to_a_third_and_three_times_the_median_and_the_gap_is_capped()
    {
        var weights = new double[3];
        // Ratios 0.001, 0.01, 1: median 0.01, so clipped to 0.01/3, 0.01, 0.03; mean of those is the scale.
        var scale = UpdateWeight.Compute([100, 1, 1], [1, 1, 1], [1e6, 1e7, 1e9], [1e9, 1e9, 1e9], new UpdateWeightOptions(), weights);
        var mean = ((0.01 / 3) + 0.01 + 0.03) / 3;
        Assert.Equal(mean, scale.Scale, 14);
        Assert.Equal([6 * (0.01 / 3) / mean, 0.01 / mean, 0.03 / mean], weights, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void A_given_scale_is_used_and_a_population_without_rate_has_no_weight()
    {
        var weights = new double[1];
        UpdateWeight.Compute([2], [0.5], [3e6], [1e9], new UpdateWeightOptions { RatioScale = 0.001 }, weights);
        Assert.Equal(3, weights[0], 12);
        UpdateWeight.Compute([2], [0.5], [0], [1e9], new UpdateWeightOptions(), weights);
        Assert.Equal(0, weights[0]);
    }

    [Fact]
    public void Relative_change_is_a_ratio_of_norms_and_refuses_a_zero_model()
    {
        Assert.Equal(0.5, ModelNorm.RelativeChange([3, 4, 2.5f], [3, 4, 0]), 14);
        Assert.False(ModelNorm.TryRelativeChange([1, 2], [0, 0], out _));
        Assert.Throws<ArgumentException>(() => ModelNorm.RelativeChange([1, 2], [0, 0]));
        Assert.Throws<ArgumentException>(() => ModelNorm.RelativeChange([1, 2], [1]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(61)]
    [InlineData(1000)]
    public void Norms_agree_with_the_plain_sum_and_see_every_bad_value(int length)
    {
        var random = new Random(length);
        var a = Enumerable.Range(0, length).Select(_ => (float)random.NextDouble() - 0.5f).ToArray();
        var b = Enumerable.Range(0, length).Select(_ => (float)random.NextDouble() - 0.5f).ToArray();
        Assert.Equal(Math.Sqrt(a.Sum(x => (double)x * x)), ModelNorm.Of(a), 12);
        Assert.Equal(Math.Sqrt(a.Zip(b, (x, y) => ((double)x - y) * ((double)x - y)).Sum()), ModelNorm.Distance(a, b), 12);
        for (var i = 0; i < length; i += 7)
        {
            var copy = (float[])a.Clone();
            foreach (var bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
            {
                copy[i] = bad;
                Assert.False(double.IsFinite(ModelNorm.Of(copy)));
            }
        }

        Assert.True(double.IsFinite(ModelNorm.Of([float.MaxValue, float.MinValue, float.Epsilon])));
    }
}
