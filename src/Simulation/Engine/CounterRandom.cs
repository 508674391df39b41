using System.Runtime.CompilerServices;

namespace Diten.Simulation.Engine;

/// <summary>What a random number is for; each purpose has a stream of its own.</summary>
internal enum Purpose
{
    Layout = 1,
    Frequency,
    Shadowing,
    Samples,
    Channel,
    Training,
    Allocation,
    DropOut,
    Straggle,
    Move,
    MovePlace,
    InitialModel,
    Surrogate,
    Deal,
    EstimateSnr,
    EstimateFrequency,
}

/// <summary>
/// Counter-based randomness: a number is a hash of (seed, purpose, who, when) and not of how many were drawn before.
/// So threads and schemes may ask in any order and in any amount, and all schemes of one seed meet the same trace.
/// </summary>
internal static class CounterRandom
{
    /// <summary>64 mixed bits of the key (the SplitMix64 finaliser, Steele et al. 2014, chained over the words).</summary>
    public static ulong Bits(int seed, Purpose purpose, int who, int when, int which = 0)
    {
        var h = Mix(((ulong)(uint)seed << 32) | (uint)purpose);
        h = Mix(h ^ (((ulong)(uint)who << 32) | (uint)when));
        return Mix(h + ((ulong)(uint)which * 0x9E3779B97F4A7C15));
    }

    /// <summary>Uniform in [0, 1).</summary>
    public static double Uniform(int seed, Purpose purpose, int who, int when, int which = 0) =>
        ToUniform(Bits(seed, purpose, who, when, which));

    /// <summary>A seed for others' generators, 0 or more.</summary>
    public static int Seed(int seed, Purpose purpose, int who, int when) =>
        (int)(Bits(seed, purpose, who, when) >> 33);

    /// <summary>Standard normal (Box and Muller 1958).</summary>
    public static double Normal(int seed, Purpose purpose, int who, int when, int which = 0)
    {
        var u = 1 - Uniform(seed, purpose, who, when, 2 * which);
        var v = Uniform(seed, purpose, who, when, (2 * which) + 1);
        return Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v);
    }

    /// <summary>The top 53 bits as a number in [0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToUniform(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    /// <summary>SplitMix64's finaliser with its increment: a bijection that changes half the bits for any changed bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
