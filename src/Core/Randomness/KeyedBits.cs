using System.Runtime.CompilerServices;

namespace Diten.Core.Randomness;

/// <summary>Counter-based randomness: bits are a hash of a key, not of how many were drawn before, so that who draws what when does not matter.</summary>
public static class KeyedBits
{
    /// <summary>64 mixed bits of the key (the SplitMix64 finaliser, Steele et al. 2014, chained over the words).</summary>
    /// <param name="seed">Seed of all draws.</param>
    /// <param name="purpose">What they are for; each purpose has a stream of its own.</param>
    /// <param name="who">For whom.</param>
    /// <param name="when">For when.</param>
    /// <param name="which">Number within those.</param>
    public static ulong Of(int seed, int purpose, int who, int when, int which = 0)
    {
        var h = Mix(((ulong)(uint)seed << 32) | (uint)purpose);
        h = Mix(h ^ (((ulong)(uint)who << 32) | (uint)when));
        return Mix(h + ((ulong)(uint)which * 0x9E3779B97F4A7C15));
    }

    /// <summary>A seed for a generator, 0 or more.</summary>
    public static int Seed(int seed, int purpose, int who, int when) => (int)(Of(seed, purpose, who, when) >> 33);

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
