using Diten.Core.Numerics;

namespace Diten.Core.Energy;

/// <summary>What local training costs a device.</summary>
public static class ComputeCost
{
    /// <summary>Eq. (9): E = α·ξ·D·f², J.</summary>
    /// <param name="energyCoefficient">α, effective switched capacitance, J/(cycle·Hz²), 0 or more.</param>
    /// <param name="cyclesPerSample">ξ, cycles/sample, 0 or more.</param>
    /// <param name="samples">D, samples per round (all epochs counted), 0 or more.</param>
    /// <param name="frequencyHz">f, Hz, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    public static double Joules(double energyCoefficient, double cyclesPerSample, double samples, double frequencyHz)
    {
        Require.ZeroOrMore(energyCoefficient, nameof(energyCoefficient));
        Check(cyclesPerSample, samples, frequencyHz);
        return energyCoefficient * cyclesPerSample * samples * frequencyHz * frequencyHz;
    }

    /// <summary>Eq. (10): T = ξ·D/f, s.</summary>
    /// <inheritdoc cref="Joules"/>
    public static double Seconds(double cyclesPerSample, double samples, double frequencyHz)
    {
        Check(cyclesPerSample, samples, frequencyHz);
        return cyclesPerSample * samples / frequencyHz;
    }

    private static void Check(double cyclesPerSample, double samples, double frequencyHz)
    {
        Require.ZeroOrMore(cyclesPerSample, nameof(cyclesPerSample));
        Require.ZeroOrMore(samples, nameof(samples));
        Require.AboveZero(frequencyHz, nameof(frequencyHz));
    }
}
