using Diten.Core.Allocation;
using Diten.Core.Allocation.Bounds;
using Diten.Core.Allocation.Search;

namespace Diten.Core.Tests.Allocation;

public class CertificateTests
{
    [Fact]
    public void It_never_exceeds_the_optimum_of_800_small_instances()
    {
        var (endless, tighter) = (0, 0);
        for (var seed = 0; seed < 800; seed++)
        {
            var problem = SmallInstances.Draw(seed);
            var optimum = SmallInstances.BruteForce(problem).Makespan;
            var bound = Certificate.Of(problem);
            Assert.True(bound.Seconds <= optimum, $"seed {seed}: {bound} > {optimum:R}");
            Assert.True(bound.Seconds >= problem.ComputeSeconds.ToArray().Max());
            Assert.True(bound.MixedSeconds >= Math.Max(bound.PriceSeconds, bound.CountSeconds));
            tighter += bound.MixedSeconds > Math.Max(bound.PriceSeconds, bound.CountSeconds) * 1.001 ? 1 : 0;
            endless += double.IsInfinity(optimum) ? 1 : 0;
        }
        // Some cannot be served at all, most can.
        Assert.InRange(endless, 1, 200);
        Assert.True(tighter > 40, $"the mixed bound is tighter in {tighter}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void With_a_limit_per_device_it_never_exceeds_the_limited_optimum(int most)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var (drawn, optimum) = (SmallInstances.Draw(seed), double.PositiveInfinity);
            var rates = Enumerable.Range(0, drawn.Devices).SelectMany(i => drawn.RatesOf(i).ToArray()).ToArray();
            var problem = new AllocationProblem(drawn.ComputeSeconds.ToArray(), drawn.Bits.ToArray(), rates, drawn.Subcarriers) { MostPerDevice = most };
            var owner = new int[problem.Subcarriers];
            for (var code = 0; code < Math.Pow(problem.Devices + 1, owner.Length); code++)
            {
                for (int k = 0, c = code; k < owner.Length; k++, c /= problem.Devices + 1) owner[k] = c % (problem.Devices + 1) - 1;
                var outcome = AllocationOutcome.Evaluate(problem, owner);
                if (outcome.Counts.ToArray().Max() <= most) optimum = Math.Min(optimum, outcome.Makespan);
            }
            Assert.True(Certificate.Of(problem).Seconds <= optimum);
            if (double.IsInfinity(optimum)) continue;
            var found = AllocationOutcome.Evaluate(problem, new LocalSearchAllocator().Allocate(problem, new Random(1)));
            Assert.InRange(found.Makespan, optimum * (1 - 1e-12), optimum * 1.5);
            Assert.InRange(found.Counts.ToArray().Max(), 1, most);
        }
    }

    [Fact]
    public void Any_prices_give_a_valid_bound()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var problem = SmallInstances.Draw(seed);
            var blocks = BlockProblem.Of(problem);
            double[] prices = [.. Enumerable.Range(0, blocks.Blocks).Select(_ => 1e-3 + random.NextDouble())];
            Assert.True(PriceBound.At(blocks, prices) <= SmallInstances.BruteForce(problem).Makespan * (1 + 1e-12));
        }
    }

    [Theory]
    [InlineData(5e5)]
    [InlineData(2e6)]
    public void The_price_bound_reaches_the_linear_relaxation(double cyclesPerSample)
    {
        for (var seed = 0; seed < 2; seed++)
        {
            var problem = AllocationInstances.Draw(seed, 100, 256, cyclesPerSample);
            var blocks = BlockProblem.Of(problem);
            Assert.Equal(32, blocks.Blocks);
            var price = PriceBound.Seconds(blocks, out var prices);
            Assert.Equal(1, prices.Select((p, b) => p * blocks.Capacity(b)).Sum(), 1e-9);
            Assert.Equal(price, PriceBound.At(blocks, prices), 1e-9);
            // At the optimum of the relaxation exactly the whole need can be carried. A little below the bound it cannot, 0.5 % above it can.
            Assert.True(Carried(blocks, price * (1 - 1e-6)) < 1);
            Assert.True(Carried(blocks, price / 0.995) >= 1);
        }
    }

    [Fact]
    public void The_count_bound_is_exact_without_competition()
    {
        // Each likes its own two subcarriers only; the other two are nearly dead.
        var problem = new AllocationProblem([0, 1], [8, 8], [4, 4, 0.1, 0.1, 0.1, 0.1, 4, 4], 4);
        var bound = Certificate.Of(problem);
        Assert.Equal(2, bound.CountSeconds, 1e-12);
        Assert.Equal(2, SmallInstances.BruteForce(problem).Makespan, 1e-12);
    }

    [Fact]
    public void The_count_bound_is_the_smallest_time_whose_counts_fit()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var problem = AllocationInstances.Draw(seed, 20, 64, 1e6);
            var best = new BestCounts(BlockProblem.Of(problem));
            var bound = CountBound.Seconds(best);
            int Needed(double time) => Enumerable.Range(0, 20).Sum(i => best.Fewest(i, problem.Bits[i] / (time - problem.ComputeSeconds[i])));
            Assert.True(Needed(bound * (1 + 1e-9)) <= 64);
            Assert.True(bound * (1 - 1e-9) <= problem.ComputeSeconds.ToArray().Max() || Needed(bound * (1 - 1e-9)) > 64);
        }
    }

    [Fact]
    public void The_edges()
    {
        Assert.Equal(0, Certificate.Of(new AllocationProblem([], [], [], 3)).Seconds);
        Assert.Equal(double.PositiveInfinity, Certificate.Of(new AllocationProblem([1, 1], [1, 1], [1, 1], 1)).Seconds);
        Assert.Equal(double.PositiveInfinity, Certificate.Of(new AllocationProblem([1], [1], [0, 0], 2)).Seconds);
        var alone = Certificate.Of(new AllocationProblem([1], [6], [1, 2], 2));
        Assert.Equal(3, alone.Seconds, 1e-9);
        Assert.Equal(0, alone.Gap(3), 1e-9);
        Assert.Equal(0.5, alone.Gap(4.5), 1e-9);
        Assert.Equal(double.PositiveInfinity, alone.Gap(double.PositiveInfinity));
    }

    // The largest part of everyone's need for ending at that time that fractions of subcarriers can carry.
    private static double Carried(BlockProblem blocks, double time)
    {
        var (n, m) = (blocks.Devices, blocks.Blocks);
        var rows = new double[n + m][];
        var limits = new double[n + m];
        for (var r = 0; r < rows.Length; r++) rows[r] = new double[n * m + 1];
        for (var i = 0; i < n; i++)
        {
            var need = blocks.Problem.Bits[i] / (time - blocks.Problem.ComputeSeconds[i]);
            rows[i][n * m] = 1;
            for (var b = 0; b < m; b++)
            {
                rows[i][i * m + b] = -1;
                rows[n + b][i * m + b] = need / blocks.RatesOf(i)[b];
            }
            // All these limits are 0; different tiny ones keep the method from turning in circles.
            limits[i] = 1e-9 * (1 + i / (double)n);
        }
        for (var b = 0; b < m; b++) limits[n + b] = blocks.Capacity(b);
        var objective = new double[n * m + 1];
        objective[^1] = 1;
        return Simplex.Maximize(rows, limits, objective);
    }
}
