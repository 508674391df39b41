using Diten.Core.Wireless;

namespace Diten.Core.Tests.Wireless;

public class PathLossTests
{
    [Theory]
    [InlineData(1000, 128.1)]
    [InlineData(100, 90.5)]
    [InlineData(10, 52.9)]
    public void Loss_grows_by_37_6_dB_per_decade(double metres, double db) => Assert.Equal(db, PathLoss.Db(metres), 1e-9);

    [Fact]
    public void Noise_is_minus_174_dBm_per_hertz_plus_the_noise_figure()
    {
        // −174 + 7 dBm/Hz over 1 MHz = −107 dBm.
        Assert.Equal(-107, Decibels.FromLinear(PathLoss.NoiseWatts(1e6, 7) * 1000), 1e-9);
    }

    [Fact]
    public void Mean_snr_is_the_link_budget()
    {
        // 23 dBm − 128.1 dB − 8 dB + 114 dBm of noise over 100 kHz with a figure of 10 dB.
        var snr = PathLoss.MeanSnr(Decibels.ToLinear(-7), 1000, 8, 1e5, 10);
        Assert.Equal(23 - 128.1 - 8 + 174 - 50 - 10, Decibels.FromLinear(snr), 1e-9);
    }

    [Fact]
    public void Decibels_come_back() => Assert.Equal(-3.7, Decibels.FromLinear(Decibels.ToLinear(-3.7)), 1e-12);

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(double.NaN)]
    public void A_distance_that_is_none_is_refused(double metres) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PathLoss.MeanSnr(0.2, metres, 0, 1e5, 7));
}
