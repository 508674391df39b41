using Diten.Core.Numerics;

namespace Diten.Core.Frequency;

/// <summary>One device of the CPU frequency problem.</summary>
/// <param name="Samples">D_i, samples, above 0.</param>
/// <param name="CyclesPerSample">ξ_i, cycles/sample, above 0.</param>
/// <param name="MinFrequency">f_min, Hz, above 0.</param>
/// <param name="MaxFrequency">f_max, Hz, f_min or more.</param>
/// <param name="EnergyCoefficient">α, J/(cycle·Hz²), 0 or more.</param>
public readonly record struct FrequencyDevice(
    double Samples, double CyclesPerSample, double MinFrequency, double MaxFrequency, double EnergyCoefficient)
{
    /// <summary>c_i = ξ_i·D_i, cycles of one round.</summary>
    public double Cycles => CyclesPerSample * Samples;
}

/// <summary>
/// Eq. (31): choose every f_i and T to minimise Σ α_i c_i f_i² + γT subject to c_i/f_i ≤ T and
/// f_min,i ≤ f_i ≤ f_max,i, with c_i = ξ_i D_i: energy against the time of the slowest.
/// </summary>
public sealed class FrequencyProblem
{
    private readonly FrequencyDevice[] _devices;

    /// <summary>Checks and copies.</summary>
    /// <param name="gamma">γ, what a second is worth, J/s, finite, 0 or more.</param>
    /// <param name="devices">At least one.</param>
    /// <exception cref="ArgumentException">A value is out of its range; the message names the field, as in
    /// <c>devices[3].maxFrequency</c>, and the range.</exception>
    public FrequencyProblem(double gamma, IReadOnlyList<FrequencyDevice> devices)
    {
        ArgumentNullException.ThrowIfNull(devices);
        Require.ZeroOrMore(gamma, nameof(gamma));
        if (devices.Count == 0) throw new ArgumentException("devices must hold at least one device", nameof(devices));
        for (var i = 0; i < devices.Count; i++) Check(devices[i], i);
        Gamma = gamma;
        _devices = [.. devices];
    }

    /// <summary>γ, J/s.</summary>
    public double Gamma { get; }

    /// <summary>The devices.</summary>
    public ReadOnlySpan<FrequencyDevice> Devices => _devices;

    /// <summary>Eq. (31)'s objective Σ α_i c_i f_i² + γT, J.</summary>
    /// <param name="seconds">T, s.</param>
    /// <param name="frequencies">f_i, Hz; length N.</param>
    public double Objective(double seconds, ReadOnlySpan<double> frequencies) => Energy(frequencies) + Gamma * seconds;

    /// <summary>Σ α_i c_i f_i², J (Eq. 9 over all devices).</summary>
    /// <param name="frequencies">f_i, Hz; length N.</param>
    public double Energy(ReadOnlySpan<double> frequencies)
    {
        Require.SameLength(frequencies.Length, _devices.Length, nameof(frequencies));
        var sum = 0.0;
        for (var i = 0; i < _devices.Length; i++)
            sum += _devices[i].EnergyCoefficient * _devices[i].Cycles * frequencies[i] * frequencies[i];
        return sum;
    }

    private static void Check(FrequencyDevice device, int index)
    {
        var at = $"devices[{index}].";
        Require.AboveZero(device.Samples, at + "samples");
        Require.AboveZero(device.CyclesPerSample, at + "cyclesPerSample");
        Require.AboveZero(device.MinFrequency, at + "minFrequency");
        Require.AboveZero(device.MaxFrequency, at + "maxFrequency");
        Require.ZeroOrMore(device.EnergyCoefficient, at + "energyCoefficient");
        if (device.MaxFrequency < device.MinFrequency)
            throw new ArgumentOutOfRangeException(at + "maxFrequency", $"{at}maxFrequency = {device.MaxFrequency:R} must be minFrequency = {device.MinFrequency:R} or more");
        if (!double.IsNormal(device.Cycles) || !double.IsFinite(device.Cycles / device.MinFrequency))
            throw new ArgumentOutOfRangeException(at + "samples", $"{at}samples × cyclesPerSample = {device.Cycles:R} must be a number of cycles that ends at minFrequency");
        if (!double.IsFinite(device.EnergyCoefficient * device.Cycles * device.MaxFrequency * device.MaxFrequency))
            throw new ArgumentOutOfRangeException(at + "energyCoefficient", $"{at}energyCoefficient = {device.EnergyCoefficient:R} makes the energy at maxFrequency overflow");
    }
}
