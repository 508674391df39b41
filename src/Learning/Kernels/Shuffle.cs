namespace Diten.Learning.Kernels;

/// <summary>The order in which every learner visits the samples of an epoch.</summary>
public static class Shuffle
{
    /// <summary>A permutation of the indices that depends on nothing but the arguments (Fisher-Yates, downwards).</summary>
    /// <param name="seed">Seed of the training call.</param>
    /// <param name="epoch">Epoch, from 0.</param>
    /// <param name="indices">Samples in the shard's order.</param>
    /// <param name="order">Receives them permuted; as long as <paramref name="indices"/>, may be the same memory.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Order(int seed, int epoch, ReadOnlySpan<int> indices, Span<int> order)
    {
        if (order.Length != indices.Length)
            throw new ArgumentException($"order holds {order.Length} values, expected {indices.Length}", nameof(order));
        indices.CopyTo(order);
        var random = new SplitMix64(SplitMix64.Derive((uint)seed, (uint)epoch));
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = random.Next(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
