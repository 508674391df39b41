using Diten.Core.Numerics;

namespace Diten.Core.Energy;

/// <summary>What sending a model costs a device.</summary>
public static class TransmitCost
{
    /// <summary>L_w, bit: the size of a model on the air.</summary>
    /// <param name="parameters">P, 0 or more.</param>
    /// <param name="bitsPerParameter">Bits of one parameter, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is negative or not finite; the message names it.</exception>
    public static double ModelBits(int parameters, double bitsPerParameter)
    {
        Require.ZeroOrMore(parameters, nameof(parameters));
        Require.ZeroOrMore(bitsPerParameter, nameof(bitsPerParameter));
        return parameters * bitsPerParameter;
    }

    /// <summary>Eq. (11): T = L_w/r, s.</summary>
    /// <param name="bits">L_w, bit, 0 or more.</param>
    /// <param name="rate">r, bit/s, 0 or more.</param>
    /// <returns>0 where there is nothing to send; ∞ where there is but the rate is 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is negative or not finite; the message names it.</exception>
    public static double Seconds(double bits, double rate)
    {
        Require.ZeroOrMore(bits, nameof(bits));
        Require.ZeroOrMore(rate, nameof(rate));
        return bits == 0 ? 0 : bits / rate;
    }

    /// <summary>Eq. (12): E = β·P·L_w/r, J.</summary>
    /// <param name="scale">β, what the power amplifier draws per watt sent, 0 or more.</param>
    /// <param name="powerWatts">P, W, 0 or more.</param>
    /// <param name="bits">L_w, bit, 0 or more.</param>
    /// <param name="rate">r, bit/s, 0 or more.</param>
    /// <returns>∞ where it would send for ever; 0 without power or bits.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is negative or not finite; the message names it.</exception>
    public static double Joules(double scale, double powerWatts, double bits, double rate)
    {
        Require.ZeroOrMore(scale, nameof(scale));
        Require.ZeroOrMore(powerWatts, nameof(powerWatts));
        var seconds = Seconds(bits, rate);
        var watts = scale * powerWatts;
        return watts == 0 ? 0 : watts * seconds;
    }
}
