using Diten.Core.Numerics;

namespace Diten.Core.Tests.Numerics;

public class OrderedSumTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(100)]
    [InlineData(1000)]
    public void Wherever_the_numbers_lie_the_sum_is_the_same_bits(int length)
    {
        var random = new Random(length);
        float[] x = [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.3))];
        float[] y = [.. Enumerable.Range(0, length).Select(_ => (float)random.NextDouble())];
        var (sums, products) = (new HashSet<float>(), new HashSet<float>());
        for (var offset = 0; offset < 40; offset++)
        {
            var (a, b) = (new float[length + 40], new float[length + 40]);
            x.CopyTo(a, offset);
            y.CopyTo(b, 39 - offset);
            sums.Add(OrderedSum.Of<float>(a.AsSpan(offset, length)));
            products.Add(OrderedSum.OfProducts<float>(a.AsSpan(offset, length), b.AsSpan(39 - offset, length)));
        }
        Assert.Equal(x.Sum(v => (double)v), Assert.Single(sums), 1e-4);
        Assert.Equal(x.Zip(y).Sum(p => (double)p.First * p.Second), Assert.Single(products), 1e-4);
    }

    [Fact]
    public void Doubles_are_summed_and_lengths_must_agree()
    {
        double[] x = [.. Enumerable.Range(1, 101).Select(v => (double)v)];
        Assert.Equal(101 * 102 / 2, OrderedSum.Of<double>(x));
        Assert.Equal(101.0 * 102 * 203 / 6, OrderedSum.OfProducts<double>(x, x));
        Assert.Throws<ArgumentException>(() => OrderedSum.OfProducts<double>(x, x.AsSpan(1)));
    }
}
