using Diten.Core.Allocation;
using Diten.Core.Wireless;

namespace Diten.Core.Tests.Allocation;

public sealed class BlockRatesTests
{
    [Fact]
    public void A_block_is_worth_what_equation_5_says_and_the_mean_rate_stands_in()
    {
        var rates = new double[2];
        BlockRates.Fill([1, 3], 7, 1e6, 8, rates);
        Assert.Equal([Ofdma.SubcarrierRate(1e6, 8, 1), Ofdma.SubcarrierRate(1e6, 8, 3)], rates);
        BlockRates.Fill([], 7, 1e6, 8, rates);
        Assert.Equal([7, 7], rates);
        Assert.Throws<ArgumentException>(() => BlockRates.Fill([1], 7, 1e6, 8, rates));
        Assert.Throws<ArgumentOutOfRangeException>(() => BlockRates.Fill([1, float.NaN], 7, 1e6, 8, rates));
    }

    [Fact]
    public void Owners_of_the_round_before_are_checked_and_seen_by_the_participants_of_this_one()
    {
        Assert.Equal([1, -1, -1, 0], PreviousOwners.Of([0, 1, -1, 2], ["a", "b", "c"], ["c", "a"]));
        PreviousOwners.Check([-1, 0, 1], participants: 2, subcarriers: 3);
        Assert.Throws<ArgumentException>(() => PreviousOwners.Check([0], 2, 3));
        Assert.Throws<ArgumentException>(() => PreviousOwners.Check([0, 0, 2], 2, 3));
        Assert.Throws<ArgumentException>(() => PreviousOwners.Check([0, -2, 0], 2, 3));
    }

    [Fact]
    public void The_problem_has_the_rate_of_the_block_on_each_of_its_subcarriers()
    {
        var problem = BlockRates.ToProblem([1, 2], 50, [1, 2, 3, 4], 6, 3);
        Assert.Equal([1, 1, 1, 2, 2, 2], problem.RatesOf(0).ToArray());
        Assert.Equal([3, 3, 3, 4, 4, 4], problem.RatesOf(1).ToArray());
        Assert.Equal([50, 50], problem.Bits.ToArray());
        Assert.Throws<ArgumentException>(() => BlockRates.ToProblem([1], 50, [1, 2], 6, 4));
        Assert.Throws<ArgumentException>(() => BlockRates.ToProblem([1], 50, [1, 2, 3], 6, 3));
    }
}
