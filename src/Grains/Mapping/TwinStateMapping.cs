using System.Runtime.InteropServices;
using Diten.Core.Network;
using Diten.Core.Twins;
using Diten.Grains.Twins;

namespace Diten.Grains.Mapping;

/// <summary>A twin to and from the store.</summary>
internal static class TwinStateMapping
{
    public static StoredTwin ToStored(TwinBody body, double frequencyHz, string writer)
    {
        var (state, device) = (body.State, body.Device);
        return new StoredTwin
        {
            Station = state.Station,
            Epoch = state.Epoch,
            Revision = state.Revision,
            ModelVersion = state.Model.Version,
            PredictedRoundSeconds = state.Model.PredictedRoundSeconds,
            ObservedRoundSeconds = state.Model.ObservedRoundSeconds,
            RemainingUsefulLifeCycles = state.Model.RemainingUsefulLifeCycles,
            RelativeDeviation = state.Model.RelativeDeviation,
            Drifting = state.Drifting,
            UploadRate = state.UploadRate,
            Samples = state.Samples,
            ClassCounts = [.. state.ClassCounts],
            State = ToStored(state.State),
            Desired = [.. state.Desired.Select(d => new StoredDesired(d.Name, d.Value, d.Status == DesiredStatus.Confirmed, d.Command, d.Attempts, d.NextAttempt, d.ExpiresAt))],
            Deltas = [.. state.Deltas.Select(d => new StoredDelta(d.Sequence, d.At, d.Kind, ToStored(Readings.From(d.Changes)), d.Note))],
            Interactions = state.Interactions,
            Commands = state.Commands,
            At = state.At,
            HeardAt = state.HeardAt,
            LastWill = state.LastWill,
            Liveness = (int)state.Liveness,
            LastSequence = state.LastSequence,
            LastUpdate = state.LastUpdate,
            RecordedRound = state.RecordedRound,
            RoundsTaken = state.Learning.RoundsTaken,
            LastRound = state.Learning.LastRound,
            Staleness = state.Learning.Staleness,
            UpdateWeight = state.Learning.UpdateWeight,
            EnergyJoules = state.Learning.EnergyJoules,
            Bits = state.Learning.Bits,
            Links = [.. state.Links.Select(l => new StoredLink(l.Id, l.Kind, l.HeardRevision, ToStored(l.Known)))],
            History = TwinHistoryMapping.ToStored(state.History),
            HistorySequence = state.History?.LastSequence ?? -1,
            FrequencyHz = frequencyHz,
            SubcarrierRate = device.SubcarrierRate,
            X = device.X,
            Y = device.Y,
            Move = body.Move,
            Leftover = body.Leftover,
            Writer = writer,
        };
    }

    public static TwinBody ToCore(string id, StoredTwin stored, StringPool pool)
    {
        var state = new TwinState
        {
            Id = id,
            Station = pool.Share(stored.Station),
            Epoch = stored.Epoch,
            Revision = stored.Revision,
            Model = new TwinModel(stored.ModelVersion, stored.PredictedRoundSeconds, stored.ObservedRoundSeconds, stored.RemainingUsefulLifeCycles, stored.RelativeDeviation),
            Drifting = stored.Drifting,
            UploadRate = stored.UploadRate,
            Samples = stored.Samples,
            ClassCounts = stored.ClassCounts,
            State = ToCore(stored.State, pool),
            Desired = Array.ConvertAll(stored.Desired, d => new DesiredReading(
                pool.Share(d.Name), d.Value, d.Confirmed ? DesiredStatus.Confirmed : DesiredStatus.Pending, d.Command, d.Attempts, d.NextAttempt, d.ExpiresAt)),
            Deltas = Array.ConvertAll(stored.Deltas, d => new TwinDelta(d.Sequence, d.At, pool.Share(d.Kind), ToCore(d.Changes, pool), pool.Share(d.Note))),
            Interactions = stored.Interactions,
            Commands = stored.Commands,
            At = stored.At,
            HeardAt = stored.HeardAt,
            LastWill = stored.LastWill,
            Liveness = (Liveness)stored.Liveness,
            LastSequence = stored.LastSequence,
            LastUpdate = stored.LastUpdate,
            RecordedRound = stored.RecordedRound,
            Learning = new TwinLearning(stored.RoundsTaken, stored.LastRound, stored.Staleness, stored.UpdateWeight, stored.EnergyJoules, stored.Bits),
            Links = Array.ConvertAll(stored.Links, l => new LinkedTwin(l.Device, pool.Share(l.Kind), l.HeardRevision, ToCore(l.Known, pool))),
            History = TwinHistoryMapping.ToCore(stored.History, stored.HistorySequence, pool),
        };
        return new TwinBody(state, new DeviceProfile(stored.FrequencyHz, stored.SubcarrierRate, stored.X, stored.Y), stored.Move, stored.Leftover);
    }

    private static StoredReadings ToStored(Readings readings) => new(
        ImmutableCollectionsMarshal.AsArray(readings.Names), ImmutableCollectionsMarshal.AsArray(readings.Numbers));

    private static Readings ToCore(StoredReadings stored, StringPool pool)
    {
        if (stored.Names is not { Length: > 0 } names || stored.Values is not { } values) return Readings.Empty;
        return Readings.Of(
            ImmutableCollectionsMarshal.AsImmutableArray(Array.ConvertAll(names, pool.Share)),
            ImmutableCollectionsMarshal.AsImmutableArray(values));
    }
}
