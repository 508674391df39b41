namespace Diten.Core.Frequency;

/// <summary>Which of Eq. (32)'s three groups a device falls into at the optimum.</summary>
public enum FrequencyGroup
{
    /// <summary>N1: at f_max, and still the slowest; it alone sets T.</summary>
    Bottleneck,

    /// <summary>N2: finishes by T even at f_min, so it runs at f_min.</summary>
    Strong,

    /// <summary>N3: in between; runs just fast enough to finish at T.</summary>
    Balanced,
}

/// <summary>What one device is to do.</summary>
/// <param name="Frequency">f_i, Hz.</param>
/// <param name="Group">Why.</param>
public readonly record struct FrequencyChoice(double Frequency, FrequencyGroup Group);

/// <summary>The optimum of a <see cref="FrequencyProblem"/>.</summary>
/// <param name="Time">T*, s.</param>
/// <param name="Energy">Σ α_i c_i f_i², J.</param>
/// <param name="Objective">Energy + γT*, J.</param>
/// <param name="Devices">One choice per device, in the problem's order.</param>
public sealed record FrequencySolution(double Time, double Energy, double Objective, IReadOnlyList<FrequencyChoice> Devices);
