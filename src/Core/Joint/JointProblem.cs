using Diten.Core.Numerics;

namespace Diten.Core.Joint;

/// <summary>One device of the joint problem.</summary>
/// <param name="Samples">D_i, samples, above 0.</param>
/// <param name="CyclesPerSample">ξ_i, cycles/sample, above 0.</param>
/// <param name="MinFrequency">f_min, Hz, above 0.</param>
/// <param name="MaxFrequency">f_max, Hz, f_min or more.</param>
/// <param name="EnergyCoefficient">α, J/(cycle·Hz²), 0 or more.</param>
/// <param name="Bits">L_w, bit, above 0.</param>
/// <param name="PowerBudgetWatts">P_max, W, above 0.</param>
public sealed record JointDevice(
    double Samples, double CyclesPerSample, double MinFrequency, double MaxFrequency, double EnergyCoefficient, double Bits, double PowerBudgetWatts);

/// <summary>
/// The joint problem of a round: who takes part (λ), on which subcarriers (θ, p) and how fast everyone computes (f),
/// so that energy and time cost least (Eq. 28) under six constraints (Eq. 29).
/// </summary>
public sealed class JointProblem
{
    private readonly JointDevice[] _devices;
    private readonly double[,] _snrPerWatt;

    /// <summary>Checks and copies.</summary>
    /// <param name="gamma">γ, what a second of round time is worth, J/s, 0 or more.</param>
    /// <param name="devices">At least one.</param>
    /// <param name="snrPerWatt">Linear SNR per watt, devices × subcarriers, finite, 0 or more.</param>
    /// <param name="subcarrierHz">Width of a subcarrier, W/C0, Hz, above 0.</param>
    /// <param name="deadlineSeconds">Longest round allowed, s, above 0; ∞ for none.</param>
    /// <param name="amplifierScale">β of Eq. 12, 0 or more.</param>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public JointProblem(
        double gamma, IReadOnlyList<JointDevice> devices, double[,] snrPerWatt, double subcarrierHz, double deadlineSeconds, double amplifierScale)
    {
        ArgumentNullException.ThrowIfNull(devices);
        ArgumentNullException.ThrowIfNull(snrPerWatt);
        Require.ZeroOrMore(gamma, nameof(gamma));
        Require.AboveZero(subcarrierHz, nameof(subcarrierHz));
        Require.ZeroOrMore(amplifierScale, nameof(amplifierScale));
        if (!double.IsPositiveInfinity(deadlineSeconds)) Require.AboveZero(deadlineSeconds, nameof(deadlineSeconds));
        if (devices.Count == 0) throw new ArgumentException("devices must hold at least one device", nameof(devices));
        Require.SameLength(snrPerWatt.GetLength(0), devices.Count, nameof(snrPerWatt));
        if (snrPerWatt.GetLength(1) == 0) throw new ArgumentException("snrPerWatt must have at least one subcarrier", nameof(snrPerWatt));
        for (var i = 0; i < devices.Count; i++)
        {
            Check(devices[i], i);
            for (var k = 0; k < snrPerWatt.GetLength(1); k++) Require.ZeroOrMore(snrPerWatt[i, k], $"snrPerWatt[{i},{k}]");
        }
        _devices = [.. devices];
        _snrPerWatt = (double[,])snrPerWatt.Clone();
        (Gamma, SubcarrierHz, DeadlineSeconds, AmplifierScale) = (gamma, subcarrierHz, deadlineSeconds, amplifierScale);
    }

    /// <summary>γ, J/s.</summary>
    public double Gamma { get; }

    /// <summary>W/C0, Hz.</summary>
    public double SubcarrierHz { get; }

    /// <summary>Longest round allowed, s; ∞ for none.</summary>
    public double DeadlineSeconds { get; }

    /// <summary>β.</summary>
    public double AmplifierScale { get; }

    /// <summary>The devices.</summary>
    public IReadOnlyList<JointDevice> Devices => _devices;

    /// <summary>C0.</summary>
    public int Subcarriers => _snrPerWatt.GetLength(1);

    /// <summary>Rate of a device on a subcarrier at a power, bit/s (Eq. 5).</summary>
    /// <param name="device">i.</param>
    /// <param name="subcarrier">k.</param>
    /// <param name="watts">p_{i,k}, W, 0 or more.</param>
    public double Rate(int device, int subcarrier, double watts) =>
        SubcarrierHz * Math.Log2(1 + _snrPerWatt[device, subcarrier] * watts);

    private static void Check(JointDevice device, int index)
    {
        var at = $"devices[{index}].";
        Require.AboveZero(device.Samples, at + "samples");
        Require.AboveZero(device.CyclesPerSample, at + "cyclesPerSample");
        Require.AboveZero(device.MinFrequency, at + "minFrequency");
        Require.Within(device.MaxFrequency, device.MinFrequency, double.MaxValue, at + "maxFrequency");
        Require.ZeroOrMore(device.EnergyCoefficient, at + "energyCoefficient");
        Require.AboveZero(device.Bits, at + "bits");
        Require.AboveZero(device.PowerBudgetWatts, at + "powerBudgetWatts");
    }
}
