using Diten.Core.Numerics;

namespace Diten.Core.Wireless;

/// <summary>The shared radio: orthogonal subcarriers of one band (section II-B).</summary>
public static class Ofdma
{
    /// <summary>Eq. (5): r = (c/C0)·W·log2(1+ζ), bit/s.</summary>
    /// <param name="subcarriers">c, subcarriers held, 0 to C0; a fraction is a share in time.</param>
    /// <param name="totalSubcarriers">C0, above 0.</param>
    /// <param name="bandwidthHz">W of all C0 together, Hz, above 0.</param>
    /// <param name="snr">ζ, linear, 0 or more.</param>
    /// <returns>Rate in bit/s; 0 without subcarriers or signal.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range or not finite.</exception>
    public static double Rate(double subcarriers, double totalSubcarriers, double bandwidthHz, double snr)
    {
        Require.AboveZero(totalSubcarriers, nameof(totalSubcarriers));
        Require.Within(subcarriers, 0, totalSubcarriers, nameof(subcarriers));
        Require.AboveZero(bandwidthHz, nameof(bandwidthHz));
        Require.ZeroOrMore(snr, nameof(snr));
        return subcarriers / totalSubcarriers * bandwidthHz * Math.Log2(1 + snr);
    }

    /// <summary>Rate of a single subcarrier, bit/s: <see cref="Rate"/> with c = 1.</summary>
    /// <inheritdoc cref="Rate"/>
    public static double SubcarrierRate(double bandwidthHz, double totalSubcarriers, double snr) =>
        Rate(1, totalSubcarriers, bandwidthHz, snr);

    /// <summary>Eq. (6): Σ c_u + Σ c_B ≤ C0, what devices and base stations hold together fits the band.</summary>
    /// <param name="deviceSubcarriers">c_u per device, each 0 or more.</param>
    /// <param name="stationSubcarriers">c_B per base station (its uplink to the macro base station), each 0 or more.</param>
    /// <param name="totalSubcarriers">C0, above 0.</param>
    /// <returns>What is used of what there is; <see cref="CapacityUse.Fits"/> is the condition itself.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An entry is negative or not finite; the message names it.</exception>
    public static CapacityUse CheckCapacity(
        ReadOnlySpan<double> deviceSubcarriers, ReadOnlySpan<double> stationSubcarriers, double totalSubcarriers)
    {
        Require.AboveZero(totalSubcarriers, nameof(totalSubcarriers));
        Require.AllZeroOrMore(deviceSubcarriers, nameof(deviceSubcarriers));
        Require.AllZeroOrMore(stationSubcarriers, nameof(stationSubcarriers));
        var used = 0.0;
        foreach (var c in deviceSubcarriers) used += c;
        foreach (var c in stationSubcarriers) used += c;
        return new CapacityUse(used, totalSubcarriers);
    }
}

/// <summary>How much of a band is handed out.</summary>
/// <param name="Used">Σ c_u + Σ c_B, subcarriers.</param>
/// <param name="Total">C0, subcarriers.</param>
public readonly record struct CapacityUse(double Used, double Total)
{
    /// <summary>True if no more is handed out than there is; fractions may round by one part in 10¹².</summary>
    public bool Fits => Used <= Total * (1 + 1e-12);

    /// <summary>Subcarriers handed out beyond C0; 0 if it fits.</summary>
    public double Excess => Fits ? 0 : Used - Total;
}
