using Diten.Core.Twins;
using Diten.Simulation.Engine;

namespace Diten.Simulation.Live;

/// <summary>What a simulated device measures on itself.</summary>
internal static class Telemetry
{
    /// <summary>Reading: f_i, Hz. The one that may be desired.</summary>
    public const string Frequency = "frequencyHz";

    private const double AmbientKelvin = 298.15;
    private const double KelvinPerWatt = 40;

    /// <summary>A report: frequency, SNR over the band, energy so far, what the battery has left, and the processor's temperature.</summary>
    /// <param name="device">The device.</param>
    /// <param name="sequence">Its sequence number.</param>
    /// <param name="at">When.</param>
    /// <param name="roundJoules">Energy of the round just over, J.</param>
    /// <param name="batteryJoules">Battery capacity, J.</param>
    public static DeviceReport Report(in DeviceView device, long sequence, DateTimeOffset at, double roundJoules, double batteryJoules)
    {
        // The mean power while it was busy heats the case; a slow drain empties the battery, which is then changed.
        var busy = device.ComputeSeconds + device.TransmitSeconds;
        var watts = busy > 0 ? roundJoules / busy : 0;
        return new DeviceReport(sequence, at, new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [Frequency] = device.FrequencyHz,
            ["snrDb"] = device.SnrDb,
            ["energyJoules"] = device.EnergyJoules,
            ["batteryRatio"] = 1 - (device.EnergyJoules % batteryJoules / batteryJoules),
            ["temperatureK"] = AmbientKelvin + (KelvinPerWatt * watts),
        });
    }
}
