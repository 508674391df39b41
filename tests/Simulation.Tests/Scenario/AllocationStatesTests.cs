using Diten.Core.Allocation;
using Diten.Core.Allocation.Bounds;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Tests.Scenario;

public sealed class AllocationStatesTests
{
    [Fact]
    public void A_state_is_its_seed()
    {
        var options = new ScenarioOptions { Devices = 30 };
        var (first, again, other) = (AllocationStates.Draw(options, 7), AllocationStates.Draw(options with { Seed = 99 }, 7), AllocationStates.Draw(options, 8));
        Assert.Equal((30, 256), (first.Devices, first.Subcarriers));
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(first.ComputeSeconds[i], again.ComputeSeconds[i]);
            Assert.Equal(first.RatesOf(i).ToArray(), again.RatesOf(i).ToArray());
            Assert.NotEqual(first.ComputeSeconds[i], other.ComputeSeconds[i]);
        }
    }

    [Theory]
    [InlineData("compute", 0.005, 0.015, 0.02)]
    [InlineData("communication", 0.015, 0.05, 0.15)]
    public void Counting_closes_the_gap_that_prices_leave(string regime, double mean, double worst, double priceGap)
    {
        var options = new ScenarioOptions { Regime = regime, Devices = 100, Scheme = "sync" };
        var (gaps, byPrice) = (new List<double>(), new List<double>());
        for (var seed = 0; seed < 12; seed++)
        {
            var problem = AllocationStates.Draw(options, seed);
            var makespan = AllocationOutcome.Evaluate(problem, new LocalSearchAllocator().Allocate(problem, new Random(1))).Makespan;
            var bound = Certificate.Of(problem);
            gaps.Add(bound.Gap(makespan));
            byPrice.Add((makespan / bound.PriceSeconds) - 1);
        }
        Assert.InRange(gaps.Average(), 0, mean);
        Assert.InRange(gaps.Max(), 0, worst);
        // The linear relaxation cuts subcarriers into fractions, and whoever holds two or three of them loses much by that.
        Assert.True(byPrice.Average() > priceGap, $"{byPrice.Average()}");
    }
}
