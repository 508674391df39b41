using Diten.Core.Aggregation;

namespace Diten.Core.Stations;

public static partial class BaseStation
{
    /// <summary>
    /// Takes a model. It is counted once however often it is sent: a sequence number that was counted is acknowledged again,
    /// in whatever phase or round, and also by a later station to which the device took its registration.
    /// </summary>
    public static UploadOutcome Upload(StationState state, in DeviceUpdate update, double now)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!state.Members.TryGetValue(update.Device, out var member)) return Refuse(state, RefusalReason.UnknownDevice);
        if (update.Sequence == member.LastUpdate && update.Sequence > 0)
        {
            state.Resent++;
            return new UploadOutcome(UploadStatus.AlreadyCounted, RefusalReason.None, state.Awaited);
        }

        var reason = Check(state, member, update, now);
        if (reason == RefusalReason.None) reason = CheckParameters(state, update.Parameters.Span);
        if (reason != RefusalReason.None) return Refuse(state, reason);

        state.Buffer.Add(new BufferedUpdate(member.Id, update.Sequence, member.Samples, member.UpdateWeight, state.Round - member.LastRound, update.Parameters));
        Withdraw(state, member.Id);
        member.LastUpdate = update.Sequence;
        member.LastRound = state.Round;
        member.RoundsTaken++;
        return new UploadOutcome(UploadStatus.Accepted, RefusalReason.None, state.Awaited);
    }

    /// <summary>Refuses and counts what the driver could not even take to pieces.</summary>
    public static UploadOutcome RefuseUpload(StationState state, RefusalReason reason)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Refuse(state, reason);
    }

    private static RefusalReason Check(StationState state, StationMember member, in DeviceUpdate update, double now)
    {
        if (update.Epoch != member.Epoch) return RefusalReason.OldEpoch;
        if (update.Sequence < 1 || update.Sequence < member.LastUpdate || update.Round < state.Round) return RefusalReason.PastRound;
        if (update.Round > state.Round || update.BaseVersion > state.ModelVersion) return RefusalReason.FutureRound;
        if (state.Phase != StationPhase.Uploading) return RefusalReason.Closed;
        if (member.LastRound == state.Round) return RefusalReason.AlreadyTookPart;
        if (member.SelectedRound != state.Round) return RefusalReason.NotSelected;
        if (now > state.Deadline) return RefusalReason.Late;
        return state.ModelVersion - update.BaseVersion > state.Options.MaxStaleness ? RefusalReason.TooStale : RefusalReason.None;
    }

    private static RefusalReason CheckParameters(StationState state, ReadOnlySpan<float> parameters)
    {
        var options = state.Options;
        if (parameters.Length != options.Parameters) return RefusalReason.WrongShape;
        var norm = ModelNorm.Of(parameters);
        if (!double.IsFinite(norm)) return RefusalReason.NotFinite;
        if (norm > options.MaxNorm) return RefusalReason.NormOutOfBounds;
        return options.MaxRelativeChange is { } bound && ModelNorm.TryRelativeChange(parameters, state.Model, out var change) && change > bound
            ? RefusalReason.NormOutOfBounds
            : RefusalReason.None;
    }

    private static UploadOutcome Refuse(StationState state, RefusalReason reason)
    {
        Count(state, reason);
        return new UploadOutcome(UploadStatus.Refused, reason, state.Awaited);
    }
}
