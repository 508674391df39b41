using Diten.Core.Allocation;
using Diten.Core.Allocation.Bounds;

namespace Diten.Core.Tests.Allocation;

public class LocalSearchTests
{
    [Fact]
    public void On_small_instances_it_is_nearly_always_at_the_optimum()
    {
        var (served, exact, gaps) = (0, 0, 0.0);
        for (var seed = 0; seed < 400; seed++)
        {
            var problem = SmallInstances.Draw(seed);
            var optimum = SmallInstances.BruteForce(problem);
            if (double.IsInfinity(optimum.Makespan)) continue;
            var outcome = AllocationOutcome.Evaluate(problem, new LocalSearchAllocator().Allocate(problem, new Random(1)));
            Assert.True(outcome.Makespan >= optimum.Makespan * (1 - 1e-12));
            var gap = outcome.Makespan / optimum.Makespan - 1;
            served++;
            gaps += gap;
            // The search for the makespan stops within 0.02 %.
            if (gap > 2e-4) continue;
            exact++;
            if (gap < 1e-12) Assert.True(outcome.Psi >= optimum.Psi - 1e-9);
        }
        Assert.True(exact >= 0.95 * served, $"{exact} of {served}");
        Assert.InRange(gaps / served, 0, 0.005);
    }

    [Theory]
    [InlineData(2e6, 0.005, 0.015)]
    [InlineData(5e5, 0.015, 0.05)]
    public void On_states_of_the_default_size_it_is_near_the_bound(double cyclesPerSample, double mean, double worst)
    {
        var gaps = Enumerable.Range(0, 12).Select(seed =>
        {
            var problem = AllocationInstances.Draw(seed, 100, 256, cyclesPerSample);
            var owner = new LocalSearchAllocator().Allocate(problem, new Random(seed));
            return Certificate.Of(problem).Gap(AllocationOutcome.Evaluate(problem, owner).Makespan);
        }).ToArray();
        Assert.InRange(gaps.Average(), 0, mean);
        Assert.InRange(gaps.Max(), 0, worst);
    }

    [Fact]
    public void It_needs_no_blocks()
    {
        var random = new Random(3);
        double[] Values(int n, double low, double high) => [.. Enumerable.Range(0, n).Select(_ => low + (high - low) * random.NextDouble())];
        var problem = new AllocationProblem(Values(30, 0, 3), Values(30, 1, 2), Values(30 * 96, 0.1, 1), 96);
        var outcome = AllocationOutcome.Evaluate(problem, new LocalSearchAllocator().Allocate(problem, new Random(1)));
        Assert.InRange(Certificate.Of(problem).Gap(outcome.Makespan), 0, 0.02);
    }

    [Fact]
    public void A_dead_subcarrier_harms_nobody_if_it_need_not()
    {
        var problem = new AllocationProblem([2, 1], [10, 10], [5, 5, 5, 4, 0, 0], 3);
        var outcome = AllocationOutcome.Evaluate(problem, new LocalSearchAllocator().Allocate(problem, new Random(1)));
        Assert.Equal(SmallInstances.BruteForce(problem).Makespan, outcome.Makespan, 1e-9);
    }

    [Fact]
    public void Where_somebody_cannot_be_served_everyone_still_gets_a_subcarrier()
    {
        // Both hear only subcarrier 0.
        var owner = new LocalSearchAllocator().Allocate(new AllocationProblem([0, 0], [1, 1], [1, 0, 1, 0], 2), new Random(1));
        Assert.Equal([0, 1], owner.Order());
    }

    [Theory]
    [InlineData(2e6)]
    [InlineData(5e5)]
    public void Exploring_on_psi_alone_raises_the_makespan_in_most_instances_and_ours_never(double cyclesPerSample)
    {
        var (raised, ours) = (0, 0);
        for (var seed = 0; seed < 20; seed++)
        {
            var problem = AllocationInstances.Draw(seed, 100, 256, cyclesPerSample);
            double Makespan(IAllocator allocator) => AllocationOutcome.Evaluate(problem, allocator.Allocate(problem, new Random(seed))).Makespan;
            var (search, explored) = (Makespan(new LocalSearchAllocator()), Makespan(new PaperHeuristicAllocator()));
            raised += explored > search * 1.001 ? 1 : 0;
            ours += search <= explored ? 1 : 0;
        }
        Assert.True(raised > 10, $"{raised} of 20");
        Assert.Equal(20, ours);
    }

    [Fact]
    public void Max_rate_has_the_highest_sum_unless_somebody_would_go_without()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var problem = SmallInstances.Draw(seed);
            var owner = new MaxRateAllocator().Allocate(problem, new Random(1));
            var outcome = AllocationOutcome.Evaluate(problem, owner);
            Assert.All(outcome.Counts.ToArray(), c => Assert.True(c >= 1));
            var unbounded = Enumerable.Range(0, owner.Length).Select(k => Enumerable.Range(0, problem.Devices).Max(i => problem.RatesOf(i)[k])).ToArray();
            Assert.True(outcome.Rates.ToArray().Sum() <= unbounded.Sum() + 1e-9);
            var winners = Enumerable.Range(0, owner.Length).Count(k => problem.RatesOf(owner[k])[k] == unbounded[k]);
            Assert.True(winners >= owner.Length - problem.Devices + 1);
        }
    }
}
