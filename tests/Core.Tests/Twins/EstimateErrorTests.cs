using Diten.Core.Twins;

namespace Diten.Core.Tests.Twins;

public sealed class EstimateErrorTests
{
    [Theory]
    [InlineData(0.05)]
    [InlineData(0.4)]
    [InlineData(1.0)]
    public void The_factor_has_mean_one_and_the_wanted_deviation(double deviation)
    {
        // Midpoint rule over the normal density: moments without drawing.
        const double Step = 0.001;
        var (mean, square) = (0.0, 0.0);
        for (var z = -12.0; z < 12; z += Step)
        {
            var at = z + (Step / 2);
            var weight = Math.Exp(-at * at / 2) / Math.Sqrt(2 * Math.PI) * Step;
            var factor = EstimateError.Factor(deviation, at);
            mean += weight * factor;
            square += weight * factor * factor;
        }
        Assert.Equal(1, mean, 1e-9);
        Assert.Equal(deviation, Math.Sqrt(square - (mean * mean)), 1e-6);
    }

    [Fact]
    public void No_deviation_is_exactly_one() => Assert.Equal(1.0, EstimateError.Factor(0, 3.7));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_deviation_that_is_none_is_refused(double deviation) =>
        Assert.Equal("relativeDeviation", Assert.Throws<ArgumentOutOfRangeException>(() => EstimateError.Factor(deviation, 0)).ParamName);
}
