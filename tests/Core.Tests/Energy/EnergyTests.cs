using Diten.Core.Energy;
using Diten.Core.Wireless;

namespace Diten.Core.Tests.Energy;

public class EnergyTests
{
    [Fact]
    public void Compute_energy_and_time_are_the_closed_forms()
    {
        Assert.Equal(0.12, ComputeCost.Joules(1e-28, 2e6, 600, 1e9), 1e-12);
        Assert.Equal(1.2, ComputeCost.Seconds(2e6, 600, 1e9), 1e-12);
    }

    [Fact]
    public void Twice_the_frequency_halves_the_time_and_takes_four_times_the_energy()
    {
        Assert.Equal(ComputeCost.Seconds(2e6, 600, 1e9) / 2, ComputeCost.Seconds(2e6, 600, 2e9), 1e-12);
        Assert.Equal(ComputeCost.Joules(1e-28, 2e6, 600, 1e9) * 4, ComputeCost.Joules(1e-28, 2e6, 600, 2e9), 1e-12);
    }

    [Theory]
    [InlineData(-1e-28, 2e6, 600, 1e9, "energyCoefficient")]
    [InlineData(1e-28, double.NaN, 600, 1e9, "cyclesPerSample")]
    [InlineData(1e-28, 2e6, -1, 1e9, "samples")]
    [InlineData(1e-28, 2e6, 600, 0, "frequencyHz")]
    public void Bad_compute_input_is_named(double alpha, double xi, double d, double f, string name) =>
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => ComputeCost.Joules(alpha, xi, d, f)).ParamName);

    [Fact]
    public void Transmit_time_and_energy_are_the_closed_forms()
    {
        Assert.Equal(0.5, TransmitCost.Seconds(1e6, 2e6), 1e-12);
        Assert.Equal(0.15, TransmitCost.Joules(1.5, 0.2, 1e6, 2e6), 1e-12);
    }

    [Fact]
    public void Without_a_rate_sending_never_ends_unless_there_is_nothing_to_send()
    {
        Assert.Equal(double.PositiveInfinity, TransmitCost.Seconds(1, 0));
        Assert.Equal(double.PositiveInfinity, TransmitCost.Joules(1, 0.2, 1, 0));
        Assert.Equal(0, TransmitCost.Seconds(0, 0));
        Assert.Equal(0, TransmitCost.Joules(1, 0, 1, 0));
    }

    [Fact]
    public void Macro_uplink_adds_up_airtime_over_the_stations()
    {
        var rate = MacroUplink.Rate(16, 256, 20e6, 31);
        Assert.Equal(Ofdma.Rate(16, 256, 20e6, 31), rate);
        Assert.Equal(6.25e6, rate, 1e-6);
        Assert.Equal(0.48, MacroUplink.Cost([1e6, 2e6], [rate, rate]), 1e-12);
        Assert.Equal(0.32, MacroUplink.Seconds([1e6, 2e6], [rate, rate]), 1e-12);
        Assert.Equal(double.PositiveInfinity, MacroUplink.Cost([1, 1], [1, 0]));
        Assert.Throws<ArgumentException>(() => MacroUplink.Cost([1, 1], [1]));
    }

    [Fact]
    public void Base_stations_that_send_at_once_share_the_band_equally()
    {
        Assert.Equal(MacroUplink.Rate(64, 256, 20e6, 31), MacroUplink.EqualRate(4, 20e6, 31), 1e-6);
        Assert.Equal(20e6 * 5, MacroUplink.EqualRate(0, 20e6, 31), 1e-6);
    }

    [Fact]
    public void A_models_size_is_its_parameters_times_their_bits_however_large_it_is()
    {
        Assert.Equal(61_706 * 32.0, TransmitCost.ModelBits(61_706, 32));
        Assert.Equal(6.4e10, TransmitCost.ModelBits(2_000_000_000, 32));
        Assert.Equal("bitsPerParameter", Assert.Throws<ArgumentOutOfRangeException>(() => TransmitCost.ModelBits(1, double.NaN)).ParamName);
    }

    [Fact]
    public void Overhead_counts_models_of_participants_and_states_of_everyone()
    {
        var round = Overhead.OfRound(30, 100, 1_000, 7);
        Assert.Equal(new Overhead(30_000, 700), round);
        Assert.Equal(30_700, round.Total);
        Assert.Equal(new Overhead(60_000, 1_400), round + round);
        Assert.Throws<ArgumentOutOfRangeException>(() => Overhead.OfRound(101, 100, 1, 1));
    }
}
