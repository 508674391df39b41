using System.Runtime.InteropServices;
using Diten.Core.Randomness;

namespace Diten.Simulation.Engine;

/// <summary>
/// A stream of SplitMix64 (Steele et al. 2014) for those who take a <see cref="Random"/>. It is faster than the seeded
/// generator of the framework, and its numbers do not depend on the framework's version.
/// </summary>
internal sealed class StreamRandom(ulong state) : Random(0)
{
    private ulong _state = state;

    /// <inheritdoc/>
    public override int Next() => Next(int.MaxValue);

    /// <inheritdoc/>
    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        // Multiply and shift: the bias is below 2⁻³² per value.
        return (int)((Bits() >> 32) * (ulong)maxValue >> 32);
    }

    /// <inheritdoc/>
    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        var range = (ulong)((long)maxValue - minValue);
        return (int)(minValue + (long)((Bits() >> 32) * range >> 32));
    }

    /// <inheritdoc/>
    public override long NextInt64() => NextInt64(long.MaxValue);

    /// <inheritdoc/>
    public override long NextInt64(long maxValue) => NextInt64(0, maxValue);

    /// <inheritdoc/>
    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return (long)((ulong)minValue + Math.BigMul(Bits(), (ulong)(maxValue - minValue), out _));
    }

    /// <inheritdoc/>
    public override double NextDouble() => CounterRandom.ToUniform(Bits());

    /// <inheritdoc/>
    public override float NextSingle() => (Bits() >> 40) * (1f / (1 << 24));

    /// <inheritdoc/>
    public override void NextBytes(Span<byte> buffer)
    {
        for (; buffer.Length >= sizeof(ulong); buffer = buffer[sizeof(ulong)..])
        {
            var bits = Bits();
            MemoryMarshal.Write(buffer, in bits);
        }
        for (var (i, bits) = (0, Bits()); i < buffer.Length; i++, bits >>= 8) buffer[i] = (byte)bits;
    }

    /// <inheritdoc/>
    public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

    /// <inheritdoc/>
    protected override double Sample() => NextDouble();

    private ulong Bits()
    {
        var bits = KeyedBits.Mix(_state);
        _state += 0x9E3779B97F4A7C15;
        return bits;
    }
}
