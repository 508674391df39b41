using Diten.Core.Numerics;
using Diten.Core.Wireless;

namespace Diten.Core.Energy;

/// <summary>The way of the aggregates from the base stations to the macro base station.</summary>
public static class MacroUplink
{
    /// <summary>Eq. (18): rate of base station m, r_m = (c_m/C0)·W·log2(1+ζ_m), bit/s; the same radio model as Eq. 5.</summary>
    /// <param name="subcarriers">c_m, 0 to C0.</param>
    /// <param name="totalSubcarriers">C0, above 0.</param>
    /// <param name="bandwidthHz">W, Hz, above 0.</param>
    /// <param name="snr">ζ_m, linear, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    public static double Rate(double subcarriers, double totalSubcarriers, double bandwidthHz, double snr) =>
        Ofdma.Rate(subcarriers, totalSubcarriers, bandwidthHz, snr);

    /// <summary>Rate of each of the base stations that send at once with equal shares c_m = C0/M, bit/s.</summary>
    /// <param name="senders">M; 0 is taken as 1.</param>
    /// <param name="bandwidthHz">W, Hz, above 0.</param>
    /// <param name="snr">ζ_m, linear, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    public static double EqualRate(int senders, double bandwidthHz, double snr) => Rate(1, Math.Max(1, senders), bandwidthHz, snr);

    /// <summary>Eq. (19): cost of one global aggregation, Σ_m L_w,m/r_m, s of airtime over all base stations.</summary>
    /// <param name="bits">L_w,m per base station, bit, 0 or more.</param>
    /// <param name="rates">r_m per base station, bit/s, 0 or more; same length.</param>
    /// <returns>∞ if a station has bits but no rate.</returns>
    /// <exception cref="ArgumentException">Lengths differ or a value is out of its range; the message names it.</exception>
    public static double Cost(ReadOnlySpan<double> bits, ReadOnlySpan<double> rates)
    {
        Require.SameLength(rates.Length, bits.Length, nameof(rates));
        var sum = 0.0;
        for (var m = 0; m < bits.Length; m++) sum += TransmitCost.Seconds(bits[m], rates[m]);
        return sum;
    }

    /// <summary>How long until the last base station's aggregate has arrived when all send at once, max L_w,m/r_m, s.</summary>
    /// <inheritdoc cref="Cost"/>
    public static double Seconds(ReadOnlySpan<double> bits, ReadOnlySpan<double> rates)
    {
        Require.SameLength(rates.Length, bits.Length, nameof(rates));
        var max = 0.0;
        for (var m = 0; m < bits.Length; m++) max = Math.Max(max, TransmitCost.Seconds(bits[m], rates[m]));
        return max;
    }
}
