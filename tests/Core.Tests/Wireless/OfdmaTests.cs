using Diten.Core.Wireless;

namespace Diten.Core.Tests.Wireless;

public class OfdmaTests
{
    [Theory]
    [InlineData(256, 256, 20e6, 3, 40e6)]
    [InlineData(64, 256, 20e6, 1, 5e6)]
    [InlineData(0.5, 256, 20e6, 15, 156250)]
    [InlineData(0, 256, 20e6, 15, 0)]
    [InlineData(8, 256, 20e6, 0, 0)]
    public void Rate_is_the_share_of_the_band_times_log2_of_one_plus_snr(double c, double total, double w, double snr, double expected) =>
        Assert.Equal(expected, Ofdma.Rate(c, total, w, snr), 1e-9 * Math.Max(1, expected));

    [Fact]
    public void All_subcarriers_alone_make_the_rate_together() =>
        Assert.Equal(Ofdma.Rate(12, 256, 20e6, 7.3), 12 * Ofdma.SubcarrierRate(20e6, 256, 7.3), 1e-6);

    [Theory]
    [InlineData(-1, 256, 20e6, 1, "subcarriers = -1 must be 0 to 256")]
    [InlineData(257, 256, 20e6, 1, "subcarriers = 257 must be 0 to 256")]
    [InlineData(1, 0, 20e6, 1, "totalSubcarriers = 0 must be finite and above 0")]
    [InlineData(1, 256, double.NaN, 1, "bandwidthHz = NaN must be finite and above 0")]
    [InlineData(1, 256, 20e6, -0.1, "snr = -0.1 must be finite and 0 or more")]
    public void Bad_input_is_named_with_its_range(double c, double total, double w, double snr, string message)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Ofdma.Rate(c, total, w, snr));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Capacity_counts_devices_and_stations_together()
    {
        var full = Ofdma.CheckCapacity([100, 100, 0.5], [55.5], 256);
        Assert.True(full.Fits);
        Assert.Equal(0, full.Excess);
        var over = Ofdma.CheckCapacity([100, 100, 1], [56], 256);
        Assert.False(over.Fits);
        Assert.Equal(1, over.Excess, 1e-12);
    }

    [Fact]
    public void A_band_cut_into_fractions_still_fits()
    {
        var shares = new double[30];
        Array.Fill(shares, 256.0 / 30);
        Assert.True(Ofdma.CheckCapacity(shares, [], 256).Fits);
    }

    [Fact]
    public void A_negative_share_is_named()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Ofdma.CheckCapacity([1, -2], [], 4));
        Assert.StartsWith("deviceSubcarriers[1] = -2 must be finite and 0 or more", error.Message, StringComparison.Ordinal);
    }
}
