using Diten.Core.Aggregation;

namespace Diten.Core.Tests.Aggregation;

public sealed class RobustAggregatorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void Median_and_trimmed_mean_agree_with_sorting_each_coordinate(int count)
    {
        var (previous, updates) = AggregatorTests.Draw(new Random(count), count);
        var (median, trimmed) = (new float[previous.Length], new float[previous.Length]);
        new MedianAggregator().Aggregate(previous, updates, median);
        new TrimmedMeanAggregator(0.3).Aggregate(previous, updates, trimmed);
        for (var j = 0; j < previous.Length; j++)
        {
            var sorted = updates.Select(u => (double)u.Parameters.Span[j]).Order().ToArray();
            var drop = (int)(0.3 * count);
            Assert.Equal((sorted[(count - 1) / 2] + sorted[count / 2]) / 2, median[j], 1e-7);
            Assert.Equal(sorted.Skip(drop).Take(count - (2 * drop)).Average(), trimmed[j], 1e-7);
        }
    }

    [Theory]
    [InlineData("median", true)]
    [InlineData("trimmed-mean:0.3", true)]
    [InlineData("krum:2", true)]
    [InlineData("multi-krum:2", true)]
    [InlineData("samples", false)]
    [InlineData("normalized", false)]
    public void Two_liars_of_nine_move_the_robust_strategies_hardly_and_the_others_at_will(string name, bool robust)
    {
        var random = new Random(11);
        var updates = Enumerable.Range(0, 9)
            .Select(k => new WeightedUpdate($"d{k}", 600, 1, Enumerable.Range(0, 50).Select(_ => k is 3 or 6 ? 1e6f : 1 + (0.01f * ((float)random.NextDouble() - 0.5f))).ToArray()))
            .ToArray();
        var aggregate = new float[50];
        Aggregators.Parse(name).Aggregate(new float[50], updates, aggregate);
        if (robust) Assert.All(aggregate, v => Assert.InRange(v, 0.99f, 1.01f));
        else Assert.All(aggregate, v => Assert.True(v > 1e5f));
    }

    [Fact]
    public void Krum_takes_the_model_with_the_smallest_sum_of_squared_distances_to_its_nearest()
    {
        // n = 5, f = 1: two nearest others. Scores on a line: 0→1+4, 1→1+1, 2→1+1 (of 1 and 3), 3→1+4, 9→36+49.
        WeightedUpdate[] updates = [.. new[] { 0f, 1, 2, 3, 9 }.Select((v, k) => new WeightedUpdate($"d{k}", 10, 0, new[] { v }))];
        var result = new KrumAggregator(1).Aggregate(new float[1], updates, new float[1]);
        Assert.Equal([0, 1, 0, 0, 0], result.Weights); // a tie of 1 and 2 goes to the smaller id
        var multi = new KrumAggregator(1, multi: true).Aggregate(new float[1], updates, new float[1]);
        Assert.Equal([0.25, 0.25, 0.25, 0.25, 0], multi.Weights);
    }

    [Fact]
    public void Krum_never_takes_a_model_that_is_not_finite()
    {
        WeightedUpdate[] updates = [.. new[] { float.NaN, 1, 2, 3, 4 }.Select((v, k) => new WeightedUpdate($"d{k}", 10, 0, new[] { v }))];
        var aggregate = new float[1];
        new KrumAggregator(1).Aggregate(new float[1], updates, aggregate);
        Assert.True(float.IsFinite(aggregate[0]));
    }

    [Fact]
    public void Arguments_out_of_range_are_errors()
    {
        Assert.Throws<ArgumentException>(() => new KrumAggregator(-1));
        Assert.Throws<ArgumentException>(() => new TrimmedMeanAggregator(0.5));
        Assert.Throws<ArgumentException>(() => new TrimmedMeanAggregator(double.NaN));
    }
}
