using Diten.Core.Numerics;

namespace Diten.Core.Energy;

/// <summary>Eq. (20): φ, the bits really sent, with model updates and state reports counted apart.</summary>
/// <param name="ModelBits">Bits of model updates.</param>
/// <param name="StateBits">Bits of state reports.</param>
public readonly record struct Overhead(double ModelBits, double StateBits)
{
    /// <summary>φ, bit.</summary>
    public double Total => ModelBits + StateBits;

    /// <summary>One round: everyone alive reports its state, since τ is computed from it; participants send their model too.</summary>
    /// <param name="participants">Σ λ_i, 0 to <paramref name="reporting"/>.</param>
    /// <param name="reporting">Devices that report their state, 0 or more.</param>
    /// <param name="modelBits">L_w, bit, 0 or more.</param>
    /// <param name="stateBits">Size of a state report, bit, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    public static Overhead OfRound(int participants, int reporting, double modelBits, double stateBits)
    {
        Require.ZeroOrMore(reporting, nameof(reporting));
        Require.Within(participants, 0, reporting, nameof(participants));
        Require.ZeroOrMore(modelBits, nameof(modelBits));
        Require.ZeroOrMore(stateBits, nameof(stateBits));
        return new Overhead(participants * modelBits, reporting * stateBits);
    }

    /// <summary>Two overheads together.</summary>
    public static Overhead operator +(Overhead left, Overhead right) => Add(left, right);

    /// <summary>Two overheads together.</summary>
    public static Overhead Add(Overhead left, Overhead right) =>
        new(left.ModelBits + right.ModelBits, left.StateBits + right.StateBits);
}
