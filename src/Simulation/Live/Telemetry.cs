using Diten.Core.Twins;
using Diten.Simulation.Engine;

namespace Diten.Simulation.Live;

/// <summary>What a simulated device measures on itself.</summary>
internal static class Telemetry
{
    /// <summary>Reading: f_i, Hz. The one that may be desired.</summary>
    public const string Frequency = "frequencyHz";

    /// <summary>Reading: energy so far, J.</summary>
    public const string Energy = "energyJoules";

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
        var busy = device.ComputeSeconds + device.TransmitSeconds;
        return new DeviceReport(sequence, at, Readings(device.FrequencyHz, device.SnrDb, device.EnergyJoules, busy, roundJoules, batteryJoules));
    }

    /// <summary>The readings of a report.</summary>
    /// <param name="frequencyHz">f_i, Hz.</param>
    /// <param name="snrDb">SNR averaged over the band, dB.</param>
    /// <param name="energyJoules">Energy so far, J.</param>
    /// <param name="busySeconds">How long it was busy in the round just over, s.</param>
    /// <param name="roundJoules">Energy of that round, J.</param>
    /// <param name="batteryJoules">Battery capacity, J.</param>
    public static Dictionary<string, double> Readings(double frequencyHz, double snrDb, double energyJoules, double busySeconds, double roundJoules, double batteryJoules)
    {
        // The mean power while it was busy heats the case; a slow drain empties the battery, which is then changed.
        var watts = busySeconds > 0 ? roundJoules / busySeconds : 0;
        return new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [Frequency] = frequencyHz,
            ["snrDb"] = snrDb,
            [Energy] = energyJoules,
            ["batteryRatio"] = 1 - (energyJoules % batteryJoules / batteryJoules),
            ["temperatureK"] = AmbientKelvin + (KelvinPerWatt * watts),
        };
    }
}
