using Diten.Core.Network;
using Diten.Core.Twins;
using Diten.Interfaces.Index;
using Diten.Interfaces.Twins;

namespace Diten.Client.Mapping;

/// <summary>Twins: wire messages to and from the values of the port.</summary>
internal static class TwinMapping
{
    public static TwinSnapshot ToCore(this TwinMessage twin) => new(
        twin.Device,
        twin.Revision,
        twin.Station,
        new TwinModel(twin.ModelVersion, twin.PredictedRoundSeconds, twin.ObservedRoundSeconds, twin.RemainingUsefulLifeCycles, twin.RelativeDeviation),
        new TwinData(twin.Samples, twin.HistoryPoints, twin.ClassCounts),
        Named(twin.StateNames, twin.StateValues),
        Named(twin.DesiredNames, twin.DesiredValues),
        [.. twin.Deltas.Select(delta => new TwinDelta(delta.Sequence, delta.At, delta.Kind, Named(delta.Names, delta.Values), delta.Note))],
        twin.At,
        twin.LastSequence,
        LivenessOf(twin.Liveness),
        twin.Drifting,
        [.. twin.LinkIds.Select((id, i) => new TwinLink(id, twin.LinkKinds.ElementAtOrDefault(i) ?? ""))],
        new TwinLearning(twin.RoundsTaken, twin.LastRound, twin.Staleness, twin.UpdateWeight, twin.EnergyJoules, twin.Bits));

    public static TwinHistory ToCore(this HistoryMessage history) => new(
        history.Reading,
        [.. history.At.Select((at, i) => new HistoryPoint(at, history.Mean[i], history.Min[i], history.Max[i], history.Count[i]))]);

    public static WriteResult ToCore(this WriteReply reply) => new(
        reply.Code switch
        {
            WriteCode.Accepted => WriteStatus.Accepted,
            WriteCode.Duplicate => WriteStatus.Duplicate,
            WriteCode.NotFound => WriteStatus.NotFound,
            WriteCode.Conflict => WriteStatus.Conflict,
            _ => WriteStatus.Invalid,
        },
        reply.Revision,
        reply.LastSequence,
        reply.Field,
        reply.Error);

    public static ReportMessage ToMessage(this DeviceReport report) => new()
    {
        Sequence = report.Sequence,
        At = report.At,
        Names = [.. report.State.Keys],
        Values = [.. report.State.Values],
    };

    public static RegisterDeviceMessage ToMessage(this MachineRegistration machine) => new()
    {
        Station = machine.Station ?? "",
        Samples = 0,
        X = machine.X,
        Y = machine.Y,
    };

    public static DeviceCommand ToCore(this CommandMessage command, string device) =>
        new(device, command.Number, command.Reading, command.Value, command.Attempt, command.ExpiresAt);

    public static DesiredMessage ToMessage(IReadOnlyDictionary<string, double?> desired) => new()
    {
        Names = [.. desired.Keys],
        Values = [.. desired.Values],
    };

    public static HistoryQueryMessage ToMessage(this HistoryQuery query) => new()
    {
        Reading = query.Reading,
        From = query.From,
        To = query.To,
        Step = query.Step,
    };

    public static IndexQueryMessage ToMessage(this TwinFilter filter, int limit) => new()
    {
        Station = filter.Station,
        Liveness = filter.Liveness is { } liveness ? (int)liveness : null,
        Drifting = filter.Drifting,
        Contains = filter.Contains,
        After = filter.Cursor,
        Limit = limit,
    };

    /// <summary>Codes of the wire are those of the port; one of a newer silo counts as unknown.</summary>
    public static Liveness LivenessOf(int code) => code is >= 0 and <= (int)Liveness.Offline ? (Liveness)code : Liveness.Unknown;

    private static Dictionary<string, double> Named(string[] names, double[] values)
    {
        var named = new Dictionary<string, double>(names.Length, StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++) named[names[i]] = values[i];
        return named;
    }
}
