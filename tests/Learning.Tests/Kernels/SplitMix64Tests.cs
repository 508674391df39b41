using Diten.Learning.Kernels;

namespace Diten.Learning.Tests.Kernels;

public class SplitMix64Tests
{
    [Fact]
    public void Stream_is_the_published_one()
    {
        var random = new SplitMix64(1234567);
        Assert.Equal(6457827717110365317UL, random.Next());
        Assert.Equal(3203168211198807973UL, random.Next());
        Assert.Equal(9817491932198370423UL, random.Next());
    }

    [Fact]
    public void Bounded_numbers_are_uniform()
    {
        var random = new SplitMix64(1);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
            counts[random.Next(7)]++;
        // Chi-square with 6 degrees of freedom: 22.5 is exceeded once in a thousand seeds, and the seed is fixed.
        Assert.True(counts.Sum(c => (c - 10_000.0) * (c - 10_000.0) / 10_000.0) < 22.5);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SplitMix64(1).Next(0));
    }

    [Fact]
    public void Order_is_a_permutation_fixed_by_seed_and_epoch()
    {
        var indices = Enumerable.Range(100, 50).ToArray();
        int[] Order(int seed, int epoch)
        {
            var order = new int[indices.Length];
            Shuffle.Order(seed, epoch, indices, order);
            return order;
        }
        Assert.Equal(Order(1, 0), Order(1, 0));
        Assert.NotEqual(Order(1, 0), Order(1, 1));
        Assert.NotEqual(Order(1, 0), Order(2, 0));
        Assert.Equal(indices, Order(3, 4).Order());
        Assert.Throws<ArgumentException>(() => Shuffle.Order(1, 0, indices, new int[3]));
    }

    [Fact]
    public void Initial_values_fill_the_interval_of_the_fan_in()
    {
        var values = new float[10_000];
        Initializer.Uniform(Initializer.LayerSeed(5, 0), 25, values);
        Assert.InRange(values.Min(), -0.2f, -0.199f);
        Assert.InRange(values.Max(), 0.199f, 0.2f);
        Assert.InRange(values.Average(), -0.005f, 0.005f);
        var other = new float[10_000];
        Initializer.Uniform(Initializer.LayerSeed(5, 1), 25, other);
        Assert.NotEqual(values, other);
    }
}
