namespace Diten.Learning.Data.Partitions;

/// <summary>
/// Deals a data set to devices. Every sample goes to at most one device; each device gets exactly the size it was given;
/// the same seed gives the same deal.
/// </summary>
public static class Partition
{
    /// <summary>Independent and identically distributed: a shuffled deck, cut at the sizes.</summary>
    /// <param name="data">What to deal.</param>
    /// <param name="sizes">D_i, samples per device, each 1 or more, together at most the data set.</param>
    /// <param name="seed">Seed.</param>
    /// <exception cref="ArgumentException">A size is below 1 or the sum too large.</exception>
    public static IReadOnlyList<DataShard> Iid(Dataset data, IReadOnlyList<int> sizes, int seed)
    {
        Check(data, sizes);
        var random = new StreamRandom(seed, stream: 1, index: 0);
        var deck = Enumerable.Range(0, data.Count).ToArray();
        random.Shuffle(deck);
        var shards = new DataShard[sizes.Count];
        var start = 0;
        for (var i = 0; i < shards.Length; i++)
        {
            shards[i] = new DataShard(data, deck.AsMemory(start, sizes[i]));
            start += sizes[i];
        }

        return shards;
    }

    /// <summary>Independent and identically distributed, with <see cref="PartitionSizes.Gaussian"/> sizes that use up the whole set.</summary>
    /// <param name="data">What to deal.</param>
    /// <param name="devices">N, 1 or more, at most the samples.</param>
    /// <param name="seed">Seed.</param>
    public static IReadOnlyList<DataShard> Iid(Dataset data, int devices, int seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Iid(data, PartitionSizes.Gaussian(data.Count, devices, seed), seed);
    }

    /// <summary>
    /// Skewed labels: device i prefers the classes by q_i ~ Dirichlet(α C p), with C classes of frequencies p in the data, so that
    /// balanced classes give the usual symmetric Dirichlet(α). The devices draw in turn, in an order shuffled over all draws,
    /// without replacement; a class that is used up is drawn no more. So no device is left with only what the others did not want.
    /// </summary>
    /// <param name="data">Labelled samples.</param>
    /// <param name="sizes">D_i, samples per device, as for <see cref="Iid(Dataset, IReadOnlyList{int}, int)"/>.</param>
    /// <param name="alpha">α > 0: 0.1 is strongly skewed, 100 hardly differs from independent and identically distributed.</param>
    /// <param name="seed">Seed.</param>
    /// <exception cref="ArgumentException">As above, α is not above 0, or the data have no labels.</exception>
    public static IReadOnlyList<DataShard> Dirichlet(Dataset data, IReadOnlyList<int> sizes, double alpha, int seed)
    {
        Check(data, sizes);
        return DirichletDeal.Deal(data, sizes, alpha, seed);
    }

    /// <summary>Skewed labels with <see cref="PartitionSizes.Gaussian"/> sizes that use up the whole set.</summary>
    /// <param name="data">Labelled samples.</param>
    /// <param name="devices">N, 1 or more, at most the samples.</param>
    /// <param name="alpha">α > 0.</param>
    /// <param name="seed">Seed.</param>
    public static IReadOnlyList<DataShard> Dirichlet(Dataset data, int devices, double alpha, int seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Dirichlet(data, PartitionSizes.Gaussian(data.Count, devices, seed), alpha, seed);
    }

    /// <summary>One device per unit (machine, writer, …), in ascending order of the unit's number.</summary>
    /// <param name="data">What to deal.</param>
    /// <param name="unitOfSample">The unit of each sample.</param>
    /// <exception cref="ArgumentException">Not one unit per sample.</exception>
    public static IReadOnlyList<DataShard> ByUnit(Dataset data, IReadOnlyList<int> unitOfSample)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(unitOfSample);
        if (unitOfSample.Count != data.Count)
            throw new ArgumentException($"{unitOfSample.Count} units; expected {data.Count}, one for each sample", nameof(unitOfSample));
        return Enumerable.Range(0, data.Count).GroupBy(i => unitOfSample[i]).OrderBy(group => group.Key)
            .Select(group => new DataShard(data, group.ToArray())).ToArray();
    }

    private static void Check(Dataset data, IReadOnlyList<int> sizes)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(sizes);
        if (sizes.Count == 0) throw new ArgumentException("no devices; expected 1 or more", nameof(sizes));
        long sum = 0;
        for (var i = 0; i < sizes.Count; i++)
        {
            if (sizes[i] < 1) throw new ArgumentException($"device {i} has size {sizes[i]}; expected 1 or more", nameof(sizes));
            sum += sizes[i];
        }

        if (sum > data.Count) throw new ArgumentException($"the sizes sum to {sum}; expected at most {data.Count} samples", nameof(sizes));
    }
}
