namespace Diten.Learning.Kernels;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): a generator whose stream is fixed by this file, not by the runtime's version,
/// so that a seed gives the same experiment on every machine. A mutable value: pass it by reference.
/// </summary>
public struct SplitMix64
{
    private const ulong Gamma = 0x9E3779B97F4A7C15UL;
    private ulong _state;

    /// <summary>Starts the stream of a seed.</summary>
    /// <param name="seed">Any value; neighbouring seeds give unrelated streams.</param>
    public SplitMix64(ulong seed) => _state = seed;

    /// <summary>A seed for a part of something that has a seed itself (a layer, an epoch, a device).</summary>
    public static ulong Derive(ulong seed, ulong part) => Finish(Finish(seed + Gamma) ^ (part * Gamma + 0xD1B54A32D192ED03UL));

    /// <summary>The next 64 random bits.</summary>
    public ulong Next() => Finish(_state += Gamma);

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, 1), 24 bits.</summary>
    public float NextSingle() => (Next() >> 40) * (1.0f / (1 << 24));

    /// <summary>Uniform in 0..<paramref name="exclusiveMax"/>−1 without bias (Lemire 2019).</summary>
    /// <param name="exclusiveMax">1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 1.</exception>
    public int Next(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveMax, 1);
        var bound = (ulong)exclusiveMax;
        var high = Math.BigMul(Next(), bound, out var low);
        if (low < bound)
        {
            var reject = (0UL - bound) % bound;
            while (low < reject)
                high = Math.BigMul(Next(), bound, out low);
        }
        return (int)high;
    }

    private static ulong Finish(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
