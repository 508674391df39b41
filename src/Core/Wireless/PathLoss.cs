using Diten.Core.Numerics;

namespace Diten.Core.Wireless;

/// <summary>From place to mean signal-to-noise ratio: the 3GPP macro cell, 128.1 + 37.6·log10(d/km) dB.</summary>
public static class PathLoss
{
    /// <summary>Thermal noise density at 290 K, dBm/Hz.</summary>
    public const double ThermalNoiseDbmPerHz = -174;

    /// <summary>Mean path loss in dB, without shadowing.</summary>
    /// <param name="distanceMetres">d, m, above 0; meant for 35 m and more, nearer it only extrapolates.</param>
    /// <exception cref="ArgumentOutOfRangeException">The distance is 0, negative or not finite.</exception>
    public static double Db(double distanceMetres)
    {
        Require.AboveZero(distanceMetres, nameof(distanceMetres));
        return 128.1 + 37.6 * Math.Log10(distanceMetres / 1000);
    }

    /// <summary>Noise power over a bandwidth, W.</summary>
    /// <param name="bandwidthHz">Hz, above 0.</param>
    /// <param name="noiseFigureDb">Noise figure of the receiver, dB, finite.</param>
    public static double NoiseWatts(double bandwidthHz, double noiseFigureDb)
    {
        Require.AboveZero(bandwidthHz, nameof(bandwidthHz));
        Require.Finite(noiseFigureDb, nameof(noiseFigureDb));
        return Decibels.ToLinear(ThermalNoiseDbmPerHz + noiseFigureDb - 30) * bandwidthHz;
    }

    /// <summary>γ̄, the SNR averaged over fast fading, linear.</summary>
    /// <param name="transmitWatts">Power sent over <paramref name="bandwidthHz"/>, W, above 0.</param>
    /// <param name="distanceMetres">d, m, above 0.</param>
    /// <param name="shadowingDb">The drawn log-normal shadowing, dB; positive weakens the signal.</param>
    /// <param name="bandwidthHz">Bandwidth of the signal, Hz, above 0.</param>
    /// <param name="noiseFigureDb">Noise figure of the receiver, dB.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    public static double MeanSnr(
        double transmitWatts, double distanceMetres, double shadowingDb, double bandwidthHz, double noiseFigureDb)
    {
        Require.AboveZero(transmitWatts, nameof(transmitWatts));
        Require.Finite(shadowingDb, nameof(shadowingDb));
        var received = transmitWatts * Decibels.ToLinear(-Db(distanceMetres) - shadowingDb);
        return received / NoiseWatts(bandwidthHz, noiseFigureDb);
    }
}
