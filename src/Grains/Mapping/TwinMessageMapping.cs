using System.Runtime.InteropServices;
using Diten.Core.Network;
using Diten.Core.Twins;
using Diten.Grains.Twins;
using Diten.Interfaces.Index;
using Diten.Interfaces.Twins;

namespace Diten.Grains.Mapping;

/// <summary>A twin's words to and from the wire. Arrays that never change are shared, not copied.</summary>
internal static class TwinMessageMapping
{
    public static WriteReply ToWire(WriteResult result) => new()
    {
        Code = (WriteCode)result.Status,
        Revision = result.Revision,
        LastSequence = result.LastSequence,
        Field = result.Field,
        Error = result.Error,
    };

    public static TwinMessage ToWire(TwinBody body, DateTimeOffset now, TwinOptions rules)
    {
        var state = body.State;
        var desired = Twin.DesiredAt(state, now);
        return new TwinMessage
        {
            Device = state.Id,
            Revision = state.Revision,
            Station = state.Station,
            ModelVersion = state.Model.Version,
            PredictedRoundSeconds = state.Model.PredictedRoundSeconds,
            ObservedRoundSeconds = state.Model.ObservedRoundSeconds,
            RemainingUsefulLifeCycles = state.Model.RemainingUsefulLifeCycles,
            RelativeDeviation = state.Model.RelativeDeviation,
            Samples = state.Samples,
            HistoryPoints = state.History?.RawPoints ?? 0,
            ClassCounts = state.ClassCounts,
            StateNames = NamesOf(state.State),
            StateValues = ValuesOf(state.State),
            DesiredNames = desired.Count == 0 ? [] : [.. desired.Select(d => d.Name)],
            DesiredValues = desired.Count == 0 ? [] : [.. desired.Select(d => d.Value)],
            Deltas = ToWire(state.Deltas),
            At = state.At,
            LastSequence = state.LastSequence,
            Liveness = (int)Twin.LivenessAt(state, now, rules),
            Drifting = state.Drifting,
            LinkIds = state.Links.Count == 0 ? [] : [.. state.Links.Select(l => l.Id)],
            LinkKinds = state.Links.Count == 0 ? [] : [.. state.Links.Select(l => l.Kind)],
            RoundsTaken = state.Learning.RoundsTaken,
            LastRound = state.Learning.LastRound,
            Staleness = state.Learning.Staleness,
            UpdateWeight = state.Learning.UpdateWeight,
            EnergyJoules = state.Learning.EnergyJoules,
            Bits = state.Learning.Bits,
            Epoch = state.Epoch,
            X = body.Device.X,
            Y = body.Device.Y,
        };
    }

    public static HistoryMessage ToWire(string reading, HistoryOutcome outcome)
    {
        var points = outcome.History?.Points ?? [];
        var n = points.Count;
        var (at, mean, min, max, count) = (new DateTimeOffset[n], new double[n], new double[n], new double[n], new long[n]);
        for (var i = 0; i < n; i++) (at[i], mean[i], min[i], max[i], count[i]) = (points[i].At, points[i].Mean, points[i].Min, points[i].Max, points[i].Count);
        return new HistoryMessage { Reading = reading, At = at, Mean = mean, Min = min, Max = max, Count = count, Error = outcome.Error is null ? null : $"{outcome.Field} {outcome.Error}" };
    }

    public static IndexEntryMessage ToIndexEntry(TwinBody body) => new()
    {
        Device = body.State.Id,
        Revision = body.State.Revision,
        Station = body.State.Station,
        HeardAt = body.State.HeardAt,
        LastWill = body.State.LastWill,
        Drifting = body.State.Drifting,
        X = body.Device.X,
        Y = body.Device.Y,
        LastRound = body.State.Learning.LastRound,
        Linked = body.State.Links.Count > 0,
    };

    public static NotificationMessage ToWire(TwinNotification told) => new()
    {
        From = told.From,
        Revision = told.Revision,
        Kind = told.Kind,
        At = told.At,
        Names = NamesOf(told.Changes),
        Values = ValuesOf(told.Changes),
        Note = told.Note,
    };

    public static TwinNotification ToCore(NotificationMessage heard, string to) => new(
        heard.From, to, heard.Revision, heard.Kind, heard.At, Readings.From(new ReportReadings(heard.Names, heard.Values)), heard.Note);

    public static DeviceRoundRecord ToCore(RoundRecordMessage record) => new(
        record.Epoch, record.Round, record.TookPart, record.Update, record.Staleness, record.UpdateWeight, record.ModelVersion, record.ObservedSeconds, record.EnergyJoules, record.Bits,
        record is { ExpectedComputeSeconds: { } expectedCompute, ComputeSeconds: { } compute, ExpectedTransmitSeconds: { } expectedTransmit, TransmitSeconds: { } transmit }
            ? new RoundParts(expectedCompute, compute, expectedTransmit, transmit)
            : null);

    public static IReadOnlyList<CommandMessage> ToWire(IReadOnlyList<DeviceCommand> commands) => commands.Count == 0 ? [] :
        [.. commands.Select(c => new CommandMessage { Number = c.Id, Reading = c.Reading, Value = c.Value, Attempt = c.Attempt, ExpiresAt = c.ExpiresAt })];

    private static DeltaMessage[] ToWire(IReadOnlyList<TwinDelta> deltas)
    {
        var wire = new DeltaMessage[deltas.Count];
        for (var i = 0; i < wire.Length; i++)
        {
            var (delta, changes) = (deltas[i], Readings.From(deltas[i].Changes));
            wire[i] = new DeltaMessage { Sequence = delta.Sequence, At = delta.At, Kind = delta.Kind, Names = NamesOf(changes), Values = ValuesOf(changes), Note = delta.Note };
        }

        return wire;
    }

    private static string[] NamesOf(Readings readings) => ImmutableCollectionsMarshal.AsArray(readings.Names) ?? [];

    private static double[] ValuesOf(Readings readings) => ImmutableCollectionsMarshal.AsArray(readings.Numbers) ?? [];
}
