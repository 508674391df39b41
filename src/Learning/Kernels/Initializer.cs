namespace Diten.Learning.Kernels;

/// <summary>Initial parameters, the same for every learner.</summary>
public static class Initializer
{
    /// <summary>Fills with U(−1/√fan-in, +1/√fan-in); used once per layer, for its weights followed by its biases.</summary>
    /// <param name="seed">The layer's seed: <see cref="LayerSeed"/>.</param>
    /// <param name="fanIn">Inputs that one output sums over, 1 or more.</param>
    /// <param name="values">Receives the values.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fan-in is below 1.</exception>
    public static void Uniform(ulong seed, int fanIn, Span<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fanIn, 1);
        var random = new SplitMix64(seed);
        var bound = 1 / Math.Sqrt(fanIn);
        foreach (ref var value in values)
            value = (float)((2 * random.NextDouble() - 1) * bound);
    }

    /// <summary>The seed of one layer of a model.</summary>
    /// <param name="seed">The model's seed.</param>
    /// <param name="layer">Number of the layer among those that have parameters, from 0.</param>
    public static ulong LayerSeed(int seed, int layer) => SplitMix64.Derive((uint)seed, (ulong)layer);
}
