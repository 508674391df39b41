using Diten.Core.Allocation;
using Diten.Core.Allocation.Search;

namespace Diten.Core.Tests.Allocation;

public class BlockTests
{
    [Fact]
    public void Equal_columns_are_one_block_wherever_they_lie()
    {
        var together = BlockProblem.Of(new AllocationProblem([0, 0], [1, 1], [5, 5, 3, 3, 1, 1, 2, 2], 4));
        Assert.Equal((2, true), (together.Blocks, together.IsContiguous));
        Assert.Equal([0, 0, 1, 1], together.BlockOf);
        var apart = BlockProblem.Of(new AllocationProblem([0, 0], [1, 1], [5, 3, 5, 3, 1, 2, 1, 4], 4));
        Assert.Equal((3, false), (apart.Blocks, apart.IsContiguous));
        Assert.Equal([0, 1, 0, 2], apart.BlockOf);
        Assert.Equal(2, apart.Capacity(0));
        Assert.Equal([7, 8, 7, 9], apart.ToOwners([7, 7, 8, 9]));
        Assert.Equal([7, 7, 8, 9], apart.ToSlots([7, 8, 7, 9]));
    }

    [Fact]
    public void Counting_on_blocks_is_counting_on_sorted_subcarriers()
    {
        var random = new Random(11);
        for (var trial = 0; trial < 300; trial++)
        {
            var problem = Draw(random, blocks: 1 + random.Next(trial % 20 == 0 ? 150 : 12), even: trial % 2 == 0);
            var best = new BestCounts(BlockProblem.Of(problem));
            for (var i = 0; i < problem.Devices; i++)
            {
                var sorted = problem.RatesOf(i).ToArray().OrderDescending().ToArray();
                var sums = new double[sorted.Length + 1];
                for (var c = 0; c < sorted.Length; c++) sums[c + 1] = sums[c] + sorted[c];
                for (var c = 0; c < sums.Length; c++) Assert.Equal(sums[c], best.Rate(i, c), 1e-12 * sums[^1]);
                for (var r = 0; r < 20; r++)
                {
                    var rate = sums[^1] * 1.05 * random.NextDouble();
                    var fewest = Array.FindIndex(sums, 1, sum => sum >= rate);
                    Assert.Equal(fewest < 0 ? sums.Length : fewest, best.Fewest(i, rate));
                    var one = sorted[random.Next(sorted.Length)];
                    Assert.Equal(sorted.Count(other => other >= one), best.AtLeast(i, one));
                }
                // Whole sums ask for exactly so many, however the quotient rounds.
                for (var c = 1; c < sums.Length; c++)
                    if (sorted[c - 1] > 0) Assert.Equal(c, best.Fewest(i, best.Rate(i, c)));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(32)]
    [InlineData(96)]
    [InlineData(97)]
    [InlineData(256)]
    public void Ranks_put_values_in_order_and_equal_ones_by_index(int length)
    {
        var random = new Random(length);
        var ranking = new Ranking(length);
        for (var trial = 0; trial < 20; trial++)
        {
            double[] values = [.. Enumerable.Range(0, length).Select(_ => (double)random.Next(trial < 10 ? 8 : 100_000))];
            Assert.Equal(Enumerable.Range(0, length).OrderByDescending(i => values[i]).ThenBy(i => i), ranking.Descending(values).ToArray());
        }
    }

    [Fact]
    public void Picking_by_blocks_is_picking_by_subcarriers()
    {
        var random = new Random(5);
        for (var trial = 0; trial < 200; trial++)
        {
            var problem = Draw(random, blocks: 1 + random.Next(12), even: trial % 2 == 0);
            var order = Enumerable.Range(0, problem.Devices).OrderByDescending(i => problem.ComputeSeconds[i]).ToArray();
            var expected = new int[problem.Subcarriers];
            Array.Fill(expected, -1);
            for (var turn = 0; turn < expected.Length; turn++)
            {
                var device = order[turn % order.Length];
                var rates = problem.RatesOf(device).ToArray();
                expected[Enumerable.Range(0, expected.Length).Where(k => expected[k] < 0).MaxBy(k => rates[k])] = device;
            }
            Assert.Equal(expected, PaperHeuristicAllocator.Initialise(BlockProblem.Of(problem)));
        }
    }

    [Fact]
    public void Nobody_is_given_more_than_it_may_hold()
    {
        var random = new Random(8);
        for (var trial = 0; trial < 100; trial++)
        {
            var drawn = Draw(random, blocks: 1 + random.Next(12), even: true);
            var rates = Enumerable.Range(0, drawn.Devices).SelectMany(i => drawn.RatesOf(i).ToArray()).ToArray();
            var most = 1 + random.Next(3);
            var problem = new AllocationProblem(drawn.ComputeSeconds.ToArray(), drawn.Bits.ToArray(), rates, drawn.Subcarriers) { MostPerDevice = most };
            if (problem.Devices > problem.Subcarriers) continue;
            foreach (var allocator in new IAllocator[] { new PaperHeuristicAllocator(), new OwnBestAllocator() })
            {
                var counts = AllocationOutcome.Evaluate(problem, allocator.Allocate(problem, new Random(trial))).Counts.ToArray();
                Assert.All(counts, count => Assert.InRange(count, 1, most));
                Assert.Equal(Math.Min(problem.Subcarriers, most * problem.Devices), counts.Sum());
            }
        }
    }

    // Blocks side by side, of one width or of several.
    private static AllocationProblem Draw(Random random, int blocks, bool even)
    {
        var devices = 1 + random.Next(5);
        var width = 1 + random.Next(5);
        var widths = Enumerable.Range(0, blocks).Select(_ => even ? width : 1 + random.Next(5)).ToArray();
        var rates = new List<double>();
        for (var i = 0; i < devices; i++)
            foreach (var w in widths) rates.AddRange(Enumerable.Repeat(random.Next(8) == 0 ? 0 : 0.5 + (4 * random.NextDouble()), w));
        double[] Values(double low) => [.. Enumerable.Range(0, devices).Select(_ => low + random.NextDouble())];
        return new AllocationProblem(Values(0), Values(1), [.. rates], widths.Sum());
    }
}
