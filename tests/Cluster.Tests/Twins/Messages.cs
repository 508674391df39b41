using Diten.Interfaces.Twins;

namespace Diten.Cluster.Tests.Twins;

internal static class Messages
{
    public static readonly DateTimeOffset Start = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    public static RegisterDeviceMessage Device(string station = "bs-1", int samples = 600) => new()
    {
        Station = station,
        Samples = samples,
        FrequencyHz = 1.2e9,
        SubcarrierRate = 3e5,
        X = 10,
        Y = -20,
        ClassCounts = [samples / 2, samples - (samples / 2)],
    };

    public static ReportMessage Report(long sequence, params (string Name, double Value)[] readings) => new()
    {
        Sequence = sequence,
        At = Start.AddSeconds(sequence),
        Names = [.. readings.Select(r => r.Name)],
        Values = [.. readings.Select(r => r.Value)],
    };

    public static double? Reading(this TwinMessage twin, string name) =>
        Array.IndexOf(twin.StateNames, name) is var i and >= 0 ? twin.StateValues[i] : null;
}
