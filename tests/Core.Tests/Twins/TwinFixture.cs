using Diten.Core.Network;
using Diten.Core.Twins;

namespace Diten.Core.Tests.Twins;

internal static class TwinFixture
{
    public static readonly DateTimeOffset Start = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
    public static readonly TwinOptions Options = TwinOptions.Default;

    public static TwinState New(string id = "d-1") => Twin.Create(id, "bs-1", 600, Start);

    public static DateTimeOffset At(double seconds) => Start + TimeSpan.FromSeconds(seconds);

    public static DeviceReport Report(long sequence, double seconds, params (string Name, double Value)[] readings) =>
        new(sequence, At(seconds), readings.ToDictionary(r => r.Name, r => r.Value, StringComparer.Ordinal));

    public static (TwinState Next, ReportOutcome Outcome) Send(TwinState state, DeviceReport report, long? ifRevision = null) =>
        Twin.Report(state, report, report.At, ifRevision, Options);

    public static TwinState Accept(TwinState state, DeviceReport report)
    {
        var (next, outcome) = Send(state, report);
        Assert.Equal(WriteStatus.Accepted, outcome.Result.Status);
        return next;
    }
}
