using Diten.Core.Numerics;

namespace Diten.Core.Wireless;

/// <summary>Decibels to linear power ratios and back; everything inside is linear.</summary>
public static class Decibels
{
    /// <summary>10^(dB/10).</summary>
    /// <param name="decibels">Finite.</param>
    public static double ToLinear(double decibels)
    {
        Require.Finite(decibels, nameof(decibels));
        return Math.Pow(10, decibels / 10);
    }

    /// <summary>10·log10(ratio).</summary>
    /// <param name="ratio">Power ratio, above 0.</param>
    public static double FromLinear(double ratio)
    {
        Require.AboveZero(ratio, nameof(ratio));
        return 10 * Math.Log10(ratio);
    }
}
