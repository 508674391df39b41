namespace Diten.Learning.Data.Partitions;

/// <summary>The deal behind <see cref="Partition.Dirichlet(Dataset, IReadOnlyList{int}, double, int)"/>.</summary>
internal static class DirichletDeal
{
    public static IReadOnlyList<DataShard> Deal(Dataset data, IReadOnlyList<int> sizes, double alpha, int seed)
    {
        if (!(alpha > 0) || !double.IsFinite(alpha)) throw new ArgumentException($"alpha is {alpha}; expected above 0", nameof(alpha));
        if (data.Classes < 1) throw new ArgumentException($"{data.Name} has no labels to skew", nameof(data));
        var random = new StreamRandom(seed, stream: 2, index: 0);
        var piles = Piles(data, ref random);
        var left = Array.ConvertAll(piles, pile => pile.Length);
        var preferences = Preferences(piles, data.Count, sizes.Count, alpha, ref random);

        var turns = new int[sizes.Sum()];
        var shares = new int[sizes.Count][];
        for (int i = 0, start = 0; i < sizes.Count; start += sizes[i], i++)
        {
            shares[i] = new int[sizes[i]];
            turns.AsSpan(start, sizes[i]).Fill(i);
        }

        random.Shuffle(turns);
        var filled = new int[sizes.Count];
        foreach (var device in turns)
        {
            var label = Draw(preferences[device], left, ref random);
            shares[device][filled[device]++] = piles[label][--left[label]];
        }

        return Array.ConvertAll(shares, share => new DataShard(data, share));
    }

    private static int[][] Piles(Dataset data, ref StreamRandom random)
    {
        var piles = new int[data.Classes][];
        var byLabel = Enumerable.Range(0, data.Count).ToLookup(i => data.Labels[i]);
        for (var label = 0; label < piles.Length; label++)
        {
            piles[label] = byLabel[label].ToArray();
            random.Shuffle(piles[label]);
        }

        return piles;
    }

    /// <summary>Logarithms of q_i over the classes, not normalised; −∞ for a class with no sample.</summary>
    private static double[][] Preferences(int[][] piles, int count, int devices, double alpha, ref StreamRandom random)
    {
        var preferences = new double[devices][];
        for (var device = 0; device < devices; device++)
        {
            var logs = preferences[device] = new double[piles.Length];
            for (var label = 0; label < logs.Length; label++)
            {
                var shape = alpha * piles.Length * piles[label].Length / count;
                logs[label] = shape > 0 ? random.LogGamma(shape) : double.NegativeInfinity;
            }
        }

        return preferences;
    }

    /// <summary>
    /// Draws a class by preference among those with samples left. Relative to the greatest of these, so that a device whose one
    /// beloved class is used up goes on with its second, however small that is.
    /// </summary>
    private static int Draw(double[] logs, int[] left, ref StreamRandom random)
    {
        var greatest = double.NegativeInfinity;
        for (var label = 0; label < left.Length; label++)
            if (left[label] > 0) greatest = Math.Max(greatest, logs[label]);

        Span<double> weights = stackalloc double[left.Length];
        double sum = 0;
        for (var label = 0; label < left.Length; label++)
        {
            // α so small that even the logarithms overflow: then by what is left.
            var weight = double.IsNegativeInfinity(greatest) ? left[label] : Math.Exp(logs[label] - greatest);
            sum += weights[label] = left[label] > 0 ? weight : 0;
        }

        var target = random.Uniform() * sum;
        var drawn = -1;
        for (var label = 0; label < left.Length; label++)
        {
            if (weights[label] <= 0) continue;
            drawn = label;
            target -= weights[label];
            if (target < 0) break;
        }

        return drawn;
    }
}
