using Diten.Core.Wireless;

namespace Diten.Core.Tests.Wireless;

public class RayleighPartitionTests
{
    [Theory]
    [InlineData(1, 8)]
    [InlineData(30, 5)]
    [InlineData(0.1, 1)]
    public void Every_state_is_equally_probable_under_the_exponential_law(double mean, int states)
    {
        var cut = new RayleighPartition(mean, states);
        for (var k = 0; k < states; k++)
            Assert.Equal(1.0 / states, Math.Exp(-cut.Thresholds[k] / mean) - Math.Exp(-cut.Thresholds[k + 1] / mean), 1e-12);
    }

    [Fact]
    public void Conditional_means_agree_with_numeric_integration_and_average_to_the_mean()
    {
        var cut = new RayleighPartition(4, 8);
        var sum = 0.0;
        for (var k = 0; k < 8; k++)
        {
            double weight = 0, weighted = 0;
            var high = Math.Min(cut.Thresholds[k + 1], 160);
            const int steps = 100_000;
            var width = (high - cut.Thresholds[k]) / steps;
            for (var s = 0; s < steps; s++)
            {
                var snr = cut.Thresholds[k] + (s + 0.5) * width;
                var density = Math.Exp(-snr / 4) / 4;
                weight += density * width;
                weighted += snr * density * width;
            }
            Assert.Equal(weighted / weight, cut.ConditionalMean(k), 1e-5);
            sum += cut.ConditionalMean(k) / 8;
        }
        Assert.Equal(4, sum, 1e-12);
    }

    [Fact]
    public void State_of_a_threshold_is_the_one_above_it()
    {
        var cut = new RayleighPartition(2, 4);
        Assert.Equal(0, cut.StateOf(0));
        for (var k = 1; k < 4; k++)
        {
            Assert.Equal(k, cut.StateOf(cut.Thresholds[k]));
            Assert.Equal(k - 1, cut.StateOf(Math.BitDecrement(cut.Thresholds[k])));
        }
        Assert.Equal(3, cut.StateOf(1e9));
    }

    [Fact]
    public void Crossings_peak_at_half_the_mean_and_end_at_infinity()
    {
        var cut = new RayleighPartition(2, 4);
        var peak = cut.LevelCrossings(1, 10);
        Assert.Equal(Math.Sqrt(Math.PI) * 10 * Math.Exp(-0.5), peak, 1e-12);
        Assert.True(peak > cut.LevelCrossings(0.9, 10));
        Assert.True(peak > cut.LevelCrossings(1.1, 10));
        Assert.Equal(0, cut.LevelCrossings(double.PositiveInfinity, 10));
    }
}
