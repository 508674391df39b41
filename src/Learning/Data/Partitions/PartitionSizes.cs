namespace Diten.Learning.Data.Partitions;

/// <summary>How many samples each device has.</summary>
public static class PartitionSizes
{
    /// <summary>
    /// D_i ~ N(mean, deviation), truncated from below (a smaller draw is drawn again), then scaled and rounded by largest
    /// remainder so that they sum to exactly <paramref name="total"/>. Only the ratios of the three parameters matter after scaling.
    /// </summary>
    /// <param name="total">Samples to deal.</param>
    /// <param name="devices">N, 1 to <paramref name="total"/>.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="mean">Mean, samples; default 600.</param>
    /// <param name="deviation">Standard deviation, samples, 0 or more; default 200.</param>
    /// <param name="minimum">Smallest draw before scaling, above 0 and at most <paramref name="mean"/>; default 50.</param>
    /// <returns>N sizes, each at least 1 and at least ⌊minimum · scale⌋.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static int[] Gaussian(int total, int devices, int seed, double mean = 600, double deviation = 200, double minimum = 50)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(devices, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(devices, total);
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minimum);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minimum, mean);
        var random = new StreamRandom(seed, stream: 0, index: 0);
        var draws = new double[devices];
        for (var i = 0; i < devices; i++)
        {
            do draws[i] = mean + (deviation * random.Normal());
            while (!(draws[i] >= minimum));
        }

        return Scale(draws, total);
    }

    /// <summary>Scales weights to whole numbers, each 1 or more, that sum to <paramref name="total"/>: one each, the rest by largest remainder where needed.</summary>
    internal static int[] Scale(double[] weights, int total)
    {
        var scale = total / weights.Sum();
        var sizes = Array.ConvertAll(weights, weight => Math.Max(1, (int)(weight * scale)));
        var order = Enumerable.Range(0, sizes.Length).OrderByDescending(i => (weights[i] * scale) - sizes[i]).ThenBy(i => i).ToArray();
        var missing = total - sizes.Sum();
        for (var k = 0; missing > 0; k = (k + 1) % order.Length, missing--) sizes[order[k]]++;
        // Only where raising some to 1 took more than there was: the largest give it back.
        for (; missing < 0; missing++) sizes[Array.IndexOf(sizes, sizes.Max())]--;
        return sizes;
    }
}
