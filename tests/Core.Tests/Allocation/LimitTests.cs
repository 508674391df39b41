using Diten.Core.Allocation;
using Diten.Core.Allocation.Limits;

namespace Diten.Core.Tests.Allocation;

public class LimitTests
{
    private static readonly LocalSearchAllocator Search = new();

    [Fact]
    public void Without_limits_nothing_changes()
    {
        var problem = AllocationInstances.Draw(1, 20, 64, 1e6);
        var result = LimitedAllocation.Solve(problem, new AllocationLimits(), Search, new Random(1));
        Assert.True(result.IsFeasible);
        Assert.Empty(result.Dropped);
        Assert.Equal(Search.Allocate(problem, new Random(1)), result.Owner);
        var answer = result.Serve(TimeSpan.FromMilliseconds(3));
        Assert.Equal(answer.Outcome.Makespan / answer.Bound.Seconds - 1, answer.Gap, 1e-12);
        Assert.Equal(answer.Outcome.Seconds.ToArray(), result.Times().Select(t => t!.Value));
        Assert.Equal(double.NaN, answer.EnergyJoules);
        Assert.Equal(3, answer.Decision.TotalMilliseconds);
    }

    [Fact]
    public void Too_many_participants_are_named_and_relax_drops_the_slowest()
    {
        var problem = new AllocationProblem([1, 9, 2, 8], [1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1, 1], 2);
        var refused = LimitedAllocation.Solve(problem, new AllocationLimits(), Search, new Random(1));
        var violation = Assert.Single(refused.Violations);
        Assert.Equal((AllocationConstraint.Subcarriers, 1, true), (violation.Constraint, violation.Device, violation.Proven));
        Assert.False(refused.IsFeasible);
        Assert.All(refused.Owner, owner => Assert.Equal(-1, owner));
        Assert.Throws<InvalidOperationException>(() => refused.Serve(default));

        var relaxed = LimitedAllocation.Solve(problem, new AllocationLimits(), Search, new Random(1), relax: true);
        Assert.True(relaxed.IsFeasible);
        Assert.Equal([1, 3], relaxed.Dropped);
        Assert.Equal([0, 2], relaxed.Owner.Order());
        Assert.Equal([2, null, 3, null], relaxed.Times());
        // The second device dropped is named by its index in the problem, not among those that were left.
        Assert.Contains("device 3 is the slowest", relaxed.Violations[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_without_signal_is_named()
    {
        var problem = new AllocationProblem([1, 1], [1, 1], [1, 1, 0, 0], 2);
        var violation = Assert.Single(LimitedAllocation.Solve(problem, new AllocationLimits(), Search, new Random(1)).Violations);
        Assert.Equal((AllocationConstraint.Signal, 1), (violation.Constraint, violation.Device));
        var relaxed = LimitedAllocation.Solve(problem, new AllocationLimits(), Search, new Random(1), relax: true);
        Assert.Equal([1], relaxed.Dropped);
        Assert.Equal([0, 0], relaxed.Owner);
    }

    [Fact]
    public void A_mean_time_that_cannot_be_reached_names_the_slowest_and_relax_drops_just_enough()
    {
        var problem = new AllocationProblem([1, 5, 9], [1, 1, 1], [1, 1, 1, 1, 1, 1, 1, 1, 1], 3);
        var refused = LimitedAllocation.Solve(problem, new AllocationLimits { MaxAverageSeconds = 4.5 }, Search, new Random(1));
        Assert.Equal((AllocationConstraint.AverageTime, 2, true), (refused.Violations[0].Constraint, refused.Violations[0].Device, refused.Violations[0].Proven));
        var relaxed = LimitedAllocation.Solve(problem, new AllocationLimits { MaxAverageSeconds = 4.5 }, Search, new Random(1), relax: true);
        Assert.Equal([2], relaxed.Dropped);
        Assert.True(relaxed.Serve(default).Outcome.Mean <= 4.5);
    }

    [Fact]
    public void A_fixed_power_caps_the_subcarriers_and_leaves_the_rest_idle()
    {
        var problem = AllocationInstances.Draw(2, 10, 64, 1e6);
        var power = new PowerLimit { BudgetWatts = 0.5, WattsPerSubcarrier = 0.1 };
        foreach (var name in Allocators.Names)
        {
            var result = LimitedAllocation.Solve(problem, new AllocationLimits { Power = power }, Allocators.Parse(name), new Random(1));
            Assert.True(result.IsFeasible);
            var answer = result.Serve(default);
            Assert.All(answer.Outcome.Counts.ToArray(), count => Assert.InRange(count, 1, 5));
            Assert.True(result.Owner.Count(owner => owner < 0) >= 64 - 50);
            var joules = Enumerable.Range(0, 10).Sum(i => 0.1 * answer.Outcome.Counts[i] * problem.Bits[i] / answer.Outcome.Rates[i]);
            Assert.Equal(joules, answer.EnergyJoules, 1e-9 * joules);
        }
        // The search knows the limit, so its answer needs no trimming and is near the bound, which knows it too.
        var searched = LimitedAllocation.Solve(problem, new AllocationLimits { MaxSubcarriersPerDevice = 5 }, Search, new Random(1)).Serve(default);
        Assert.InRange(searched.Gap, 0, 0.02);
        var none = LimitedAllocation.Solve(problem, new AllocationLimits { Power = power with { BudgetWatts = 0.05 } }, Search, new Random(1), relax: true);
        Assert.False(none.IsFeasible);
        Assert.Equal(10, none.Dropped.Count);
        Assert.All(none.Violations, violation => Assert.Equal(AllocationConstraint.Power, violation.Constraint));
    }

    [Theory]
    [InlineData(PowerPolicy.EqualSplit)]
    [InlineData(PowerPolicy.WaterFilling)]
    public void A_split_budget_is_used_up_and_never_exceeded(PowerPolicy policy)
    {
        var problem = AllocationInstances.Draw(3, 12, 64, 1e6);
        var power = new PowerLimit { Policy = policy, BudgetWatts = 0.4, WattsPerSubcarrier = 0.1, SubcarrierHz = 20e6 / 256 };
        var result = LimitedAllocation.Solve(problem, new AllocationLimits { Power = power }, Search, new Random(1));
        Assert.True(result.IsFeasible);
        var answer = result.Serve(default);
        Assert.True(answer.Bound.Seconds <= answer.Outcome.Makespan);
        for (var i = 0; i < 12; i++)
        {
            // Backwards from the rates: what power does each subcarrier carry?
            var watts = Enumerable.Range(0, 64).Where(k => result.Owner[k] == i).Sum(k =>
                0.1 * (Math.Pow(2, result.Problem.RatesOf(i)[k] / power.SubcarrierHz) - 1) / (Math.Pow(2, problem.RatesOf(i)[k] / power.SubcarrierHz) - 1));
            Assert.Equal(0.4, watts, 1e-9);
        }
    }

    [Fact]
    public void Water_filling_carries_at_least_as_much_as_an_equal_split()
    {
        var problem = AllocationInstances.Draw(4, 12, 64, 1e6);
        var owner = new EqualShareAllocator().Allocate(problem, new Random(1));
        double[] Rates(PowerPolicy policy) => AllocationOutcome.Evaluate(
            new PowerLimit { Policy = policy, BudgetWatts = 0.2, WattsPerSubcarrier = 0.1 }.Under(problem, owner), owner).Rates.ToArray();
        var (water, equal) = (Rates(PowerPolicy.WaterFilling), Rates(PowerPolicy.EqualSplit));
        for (var i = 0; i < 12; i++) Assert.True(water[i] >= equal[i] * (1 - 1e-12));
        Assert.True(water.Sum() > equal.Sum());
    }

    [Fact]
    public void An_energy_that_cannot_be_kept_names_who_spends_most()
    {
        var problem = new AllocationProblem([0, 0], [1, 3], [1, 1, 1, 1], 2);
        var limits = new AllocationLimits { Power = new PowerLimit { BudgetWatts = 1, WattsPerSubcarrier = 0.5 }, MaxEnergyJoules = 1.9 };
        var violation = LimitedAllocation.Solve(problem, limits, Search, new Random(1)).Violations[0];
        Assert.Equal((AllocationConstraint.Energy, 1, true), (violation.Constraint, violation.Device, violation.Proven));
        Assert.StartsWith("transmit energy is at least 2 J, above 1.9 J; device 1 spends at least 1.5 J", violation.Message, StringComparison.Ordinal);
        var relaxed = LimitedAllocation.Solve(problem, limits, Search, new Random(1), relax: true);
        Assert.Equal([1], relaxed.Dropped);
        Assert.True(relaxed.Serve(default).EnergyJoules <= 1.9);
    }

    [Theory]
    [InlineData(0.0, 1, double.PositiveInfinity, "MaxAverageSeconds = 0 must be finite and above 0")]
    [InlineData(double.NaN, 1, double.PositiveInfinity, "MaxAverageSeconds = NaN must be finite and above 0")]
    [InlineData(1.0, 0, double.PositiveInfinity, "MaxSubcarriersPerDevice = 0 must be 1 to 2147483647")]
    [InlineData(1.0, 1, -1.0, "MaxEnergyJoules = -1 must be finite and above 0")]
    [InlineData(1.0, 1, 1.0, "MaxEnergyJoules needs Power")]
    public void A_limit_out_of_range_is_named(double average, int most, double energy, string message)
    {
        var limits = new AllocationLimits { MaxAverageSeconds = average, MaxSubcarriersPerDevice = most, MaxEnergyJoules = energy };
        var error = Assert.ThrowsAny<ArgumentException>(() => limits.Checked());
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }
}
