using Diten.Core.Allocation;

namespace Diten.Core.Tests.Allocation;

public class TransmitPowerTests
{
    private static double Rate(double[] snrPerWatt, double[] watts) => snrPerWatt.Zip(watts, (g, p) => Math.Log2(1 + g * p)).Sum();

    [Fact]
    public void A_fixed_power_caps_how_many_subcarriers_one_may_hold()
    {
        Assert.Equal(4, TransmitPower.MostSubcarriers(0.2, 0.05));
        Assert.Equal([0.05, 0.05], TransmitPower.Spread(PowerPolicy.FixedPerSubcarrier, [1, 1], 0.2, 0.05));
        var error = Assert.Throws<ArgumentException>(() => TransmitPower.Spread(PowerPolicy.FixedPerSubcarrier, new double[5], 0.2, 0.05));
        Assert.Contains("at most 4 may be held", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_split_uses_the_budget() =>
        Assert.Equal([0.05, 0.05, 0.05, 0.05], TransmitPower.Spread(PowerPolicy.EqualSplit, [1, 2, 3, 0], 0.2));

    [Fact]
    public void Water_filling_meets_the_optimality_conditions()
    {
        var random = new Random(8);
        for (var trial = 0; trial < 300; trial++)
        {
            double[] gains = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => Math.Pow(10, 4 * random.NextDouble() - 1))];
            var budget = Math.Pow(10, 3 * random.NextDouble() - 2);
            var watts = TransmitPower.Spread(PowerPolicy.WaterFilling, gains, budget);
            Assert.Equal(1, watts.Sum() / budget, 1e-9);
            Assert.True(TransmitPower.Fits(watts, budget));
            // One level over all wet subcarriers, and no dry floor below it.
            var level = gains.Zip(watts).Where(x => x.Second > 0).Max(x => x.Second + 1 / x.First);
            foreach (var (g, p) in gains.Zip(watts))
                if (p > 0) Assert.Equal(1, (p + 1 / g) / level, 1e-9);
                else Assert.True(1 / g >= level * (1 - 1e-9));
            Assert.True(Rate(gains, watts) >= Rate(gains, TransmitPower.Spread(PowerPolicy.EqualSplit, gains, budget)) * (1 - 1e-12));
        }
    }

    [Fact]
    public void Water_does_not_flow_to_dead_subcarriers()
    {
        Assert.Equal([0, 1, 0], TransmitPower.Spread(PowerPolicy.WaterFilling, [0, 5, 0], 1).Select(p => Math.Round(p, 12)));
        Assert.Equal([0.0, 0.0], TransmitPower.Spread(PowerPolicy.WaterFilling, [0, 0], 1));
    }

    [Fact]
    public void The_budget_is_checked_over_all_subcarriers()
    {
        Assert.True(TransmitPower.Fits([0.1, 0.1], 0.2));
        Assert.False(TransmitPower.Fits([0.1, 0.11], 0.2));
        Assert.Throws<ArgumentOutOfRangeException>(() => TransmitPower.Fits([-0.1], 0.2));
    }
}
