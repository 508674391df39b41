using Diten.Learning.Data;
using Diten.Learning.Data.Partitions;
using FsCheck;
using FsCheck.Fluent;

namespace Diten.Learning.Tests.Data;

public sealed class PartitionTests
{
    private static Dataset Labelled(int count, int classes = 10) =>
        new("labelled", new float[count], 1, Enumerable.Range(0, count).Select(i => i % classes).ToArray(), classes);

    [Fact]
    public void Gaussian_sizes_sum_to_the_total_and_keep_their_minimum() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var devices = random.Next(1, 150);
            var total = devices + random.Next(0, 70_000);
            var sizes = PartitionSizes.Gaussian(total, devices, seed);
            Assert.Equal(devices, sizes.Length);
            Assert.Equal(total, sizes.Sum());
            Assert.All(sizes, size => Assert.True(size >= 1));
            Assert.Equal(sizes, PartitionSizes.Gaussian(total, devices, seed));
        }).Holds();

    [Fact]
    public void Gaussian_sizes_have_the_mean_and_spread_asked_for()
    {
        var sizes = PartitionSizes.Gaussian(600 * 2000, 2000, 1);
        Assert.Equal(600, sizes.Average());
        Assert.InRange(Math.Sqrt(sizes.Average(size => Math.Pow(size - 600, 2))), 185, 210);
        Assert.InRange(sizes.Min(), 45, 150); // 50 before scaling by about 600/601.
    }

    [Fact]
    public void Scaling_gives_everyone_one_even_if_weights_are_extreme()
    {
        Assert.Equal([1, 1, 1, 7], PartitionSizes.Scale([1e-9, 1e-9, 1e-9, 1], 10));
        Assert.Equal([1, 1, 1], PartitionSizes.Scale([5, 1, 1e-9], 3));
        Assert.Equal([2, 3], PartitionSizes.Scale([1.2, 1.8], 5));
    }

    [Fact]
    public void Every_deal_is_disjoint_of_the_sizes_given_and_repeatable() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var devices = random.Next(1, 40);
            var data = Labelled(devices + random.Next(0, 3000), random.Next(1, 12));
            var dealt = random.Next(2) == 0 ? data.Count : random.Next(devices, data.Count + 1);
            var sizes = PartitionSizes.Gaussian(dealt, devices, seed);
            var alpha = Math.Pow(10, (random.NextDouble() * 5) - 3);
            CheckDeal(Partition.Iid(data, sizes, seed), Partition.Iid(data, sizes, seed), sizes, data);
            CheckDeal(Partition.Dirichlet(data, sizes, alpha, seed), Partition.Dirichlet(data, sizes, alpha, seed), sizes, data);
        }).Holds();

    private static void CheckDeal(IReadOnlyList<DataShard> shards, IReadOnlyList<DataShard> again, int[] sizes, Dataset data)
    {
        Assert.Equal(sizes, shards.Select(shard => shard.Count));
        var indices = shards.SelectMany(shard => shard.Indices.ToArray()).ToArray();
        Assert.Equal(indices.Length, indices.Distinct().Count());
        Assert.All(indices, index => Assert.InRange(index, 0, data.Count - 1));
        Assert.Equal(indices, again.SelectMany(shard => shard.Indices.ToArray()));
    }

    [Fact]
    public void Without_sizes_the_whole_set_is_dealt()
    {
        var data = Labelled(5000);
        Assert.Equal(Enumerable.Range(0, 5000), All(Partition.Iid(data, 30, 1)).Order());
        Assert.Equal(Enumerable.Range(0, 5000), All(Partition.Dirichlet(data, 30, 0.1, 1)).Order());
        Assert.NotEqual(All(Partition.Iid(data, 30, 1)), All(Partition.Iid(data, 30, 2)));
        static int[] All(IReadOnlyList<DataShard> shards) => shards.SelectMany(shard => shard.Indices.ToArray()).ToArray();
    }

    [Fact]
    public void Great_alpha_is_as_even_as_a_shuffled_deck_and_small_alpha_is_skewed()
    {
        var data = Labelled(60_000);
        var even = Skew(Partition.Iid(data, 100, 1));
        Assert.InRange(Skew(Partition.Dirichlet(data, 100, 1e4, 1)), 0.8 * even, 1.25 * even);
        var middle = Skew(Partition.Dirichlet(data, 100, 1, 1));
        var strong = Skew(Partition.Dirichlet(data, 100, 0.1, 1));
        Assert.InRange(middle, 0.2, 0.5);
        Assert.InRange(strong, 0.55, 0.9);
    }

    [Fact]
    public void Tiny_alpha_gives_nearly_one_class_each_and_never_fails()
    {
        // Two devices a class, and no more samples of a class than the two need: those who come late must still be served.
        var shards = Partition.Dirichlet(Labelled(1000), 20, 1e-6, 3);
        Assert.Equal(1000, shards.Sum(shard => shard.Count));
        Assert.True(Skew(shards) > 0.6);
    }

    [Fact]
    public void By_unit_gives_each_unit_its_own_samples_in_order()
    {
        var data = Labelled(6);
        var shards = Partition.ByUnit(data, [5, 2, 5, 9, 2, 5]);
        Assert.Equal([[1, 4], [0, 2, 5], [3]], shards.Select(shard => shard.Indices.ToArray()));
        Assert.Throws<ArgumentException>(() => Partition.ByUnit(data, [1]));
    }

    [Fact]
    public void Impossible_requests_are_refused()
    {
        var data = Labelled(10);
        Assert.Throws<ArgumentException>(() => Partition.Iid(data, [], 1));
        Assert.Throws<ArgumentException>(() => Partition.Iid(data, [5, 0], 1));
        Assert.Throws<ArgumentException>(() => Partition.Iid(data, [int.MaxValue, int.MaxValue], 1));
        Assert.Throws<ArgumentException>(() => Partition.Dirichlet(data, [5], 0, 1));
        Assert.Throws<ArgumentException>(() => Partition.Dirichlet(data, [5], double.NaN, 1));
        Assert.Throws<ArgumentException>(() => Partition.Dirichlet(new Dataset("r", new float[3], 1, [], 0, new float[3]), [1], 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PartitionSizes.Gaussian(10, 11, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PartitionSizes.Gaussian(10, 2, 1, mean: 10, minimum: 50));
    }

    /// <summary>Mean total-variation distance between a device's class shares and the whole set's (uniform).</summary>
    private static double Skew(IReadOnlyList<DataShard> shards) => shards.Average(shard =>
    {
        var labels = shard.Indices.ToArray().Select(index => shard.Data.Labels[index]).ToArray();
        return 0.5 * Enumerable.Range(0, 10).Sum(label => Math.Abs((labels.Count(l => l == label) / (double)labels.Length) - 0.1));
    });
}
