using Diten.Simulation.Engine;

namespace Diten.Simulation.Tests.Engine;

public sealed class StreamRandomTests
{
    [Fact]
    public void Numbers_are_even_over_their_range_and_the_ends_are_reached()
    {
        var random = new StreamRandom(5);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++) counts[random.Next(-3, 4) + 3]++;
        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
        Assert.Equal(0, random.Next(0));
        Assert.Equal(4, random.Next(4, 4));
        for (var i = 0; i < 1000; i++)
        {
            Assert.InRange(random.Next(int.MinValue, int.MaxValue), int.MinValue, int.MaxValue - 1);
            Assert.InRange(random.NextInt64(long.MinValue, long.MaxValue), long.MinValue, long.MaxValue - 1);
            Assert.InRange(random.NextDouble(), 0, 1 - 1e-16);
            Assert.InRange(random.NextSingle(), 0f, 0.99999997f);
        }
    }

    [Fact]
    public void The_same_state_gives_the_same_stream()
    {
        var (one, two) = (new StreamRandom(9), new StreamRandom(9));
        var (a, b) = (new byte[37], new byte[37]);
        one.NextBytes(a);
        two.NextBytes(b);
        Assert.Equal(a, b);
        Assert.Equal(Enumerable.Range(0, 50).Select(_ => one.Next()), Enumerable.Range(0, 50).Select(_ => two.Next()));
        Assert.NotEqual(new StreamRandom(9).Next(), new StreamRandom(10).Next());
    }

    [Fact]
    public void Shuffling_is_fair()
    {
        var random = new StreamRandom(1);
        var first = new int[4];
        for (var i = 0; i < 40_000; i++)
        {
            int[] items = [0, 1, 2, 3];
            random.Shuffle(items);
            first[items[0]]++;
        }

        Assert.All(first, count => Assert.InRange(count, 9_600, 10_400));
    }
}
