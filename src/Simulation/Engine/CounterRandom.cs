using System.Runtime.CompilerServices;
using Diten.Core.Randomness;

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
    InitialModel = Learning.InitialModel.Purpose,
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
    /// <summary>64 mixed bits of the key.</summary>
    public static ulong Bits(int seed, Purpose purpose, int who, int when, int which = 0) => KeyedBits.Of(seed, (int)purpose, who, when, which);

    /// <summary>Uniform in [0, 1).</summary>
    public static double Uniform(int seed, Purpose purpose, int who, int when, int which = 0) =>
        ToUniform(Bits(seed, purpose, who, when, which));

    /// <summary>A seed for others' generators, 0 or more.</summary>
    public static int Seed(int seed, Purpose purpose, int who, int when) => KeyedBits.Seed(seed, (int)purpose, who, when);

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
}
