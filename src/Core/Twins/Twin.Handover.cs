using Diten.Core.Stations;

namespace Diten.Core.Twins;

/// <summary>Outcome of a handover.</summary>
/// <param name="Accepted">False for a ticket that is not newer than the twin's registration: nothing changed.</param>
/// <param name="Notifications">What to tell the twins that were linked.</param>
public sealed record HandoverOutcome(bool Accepted, IReadOnlyList<TwinNotification> Notifications);

public static partial class Twin
{
    /// <summary>The first registration of a twin with its station.</summary>
    public static Registration RegistrationOf(TwinState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new Registration(state.Id, state.Epoch, Math.Max(1, state.Samples), state.LastUpdate, RoundsTaken: state.Learning.RoundsTaken);
    }

    /// <summary>
    /// Takes the twin along to another station: <see cref="BaseStation.Deregister"/> at the old one gives the ticket,
    /// <see cref="BaseStation.Register"/> at the new one takes it. Reports go on with their sequence numbers, and what the old
    /// station counted is in the ticket. The radio neighbours of the old cell are told and unlinked; the counterpart stays linked.
    /// </summary>
    /// <param name="state">The twin.</param>
    /// <param name="ticket">Of the old station.</param>
    /// <param name="station">The new station.</param>
    /// <param name="counterpart">Twin in the old cell that goes on being told; null for none.</param>
    /// <param name="now">Time.</param>
    /// <param name="options">Bounds.</param>
    public static (TwinState Next, HandoverOutcome Outcome) HandOver(
        TwinState state, Registration ticket, string station, string? counterpart, DateTimeOffset now, TwinOptions options)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentException.ThrowIfNullOrWhiteSpace(station);
        if (!IsSame(ticket.Device, state.Id)) throw new ArgumentException($"the ticket is of '{ticket.Device}', the twin is '{state.Id}'", nameof(ticket));
        if (ticket.Epoch <= state.Epoch) return (state, new HandoverOutcome(false, []));
        var note = $"{state.Station} to {station}";
        var known = counterpart is null || IsSame(counterpart, state.Id) ? null : Find(state, counterpart) ?? new LinkedTwin(counterpart, "", 0, Readings.Empty);
        var next = state with
        {
            Station = station,
            Epoch = ticket.Epoch,
            LastUpdate = Math.Max(state.LastUpdate, ticket.LastUpdate),
            RecordedRound = 0,
            UploadRate = null,
            Learning = state.Learning with { RoundsTaken = Math.Max(state.Learning.RoundsTaken, ticket.RoundsTaken), Staleness = ticket.Staleness },
            Links = known is null ? [] : [known with { Kind = LinkKinds.HandoverCounterpart }],
        };
        next = Record(next, now, "handover", Readings.Empty, note, options);
        var told = Notify(state with { Revision = next.Revision }, "handover", now, Readings.Empty, note);
        return (next, new HandoverOutcome(true, told));
    }

    /// <summary>
    /// The ticket where the old station cannot be reached: the next epoch, and the number after the last update that the twin
    /// knows of as counted, because that one may have been counted there without the twin having been told. So the same update
    /// is never counted at both stations; at worst one that arrived nowhere is skipped. The device goes on after it.
    /// </summary>
    public static Registration ForcedTicket(TwinState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new Registration(state.Id, state.Epoch + 1, Math.Max(1, state.Samples), state.LastUpdate + 1, Math.Max(1, state.Learning.Staleness), state.Learning.RoundsTaken);
    }

    /// <summary>Stays with its station under a new epoch: it was seen off there, and the next station did not take it.</summary>
    public static TwinState Stay(TwinState state, Registration ticket, string note, DateTimeOffset now, TwinOptions options)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(options);
        if (ticket.Epoch <= state.Epoch) return state;
        var next = state with { Epoch = ticket.Epoch, LastUpdate = Math.Max(state.LastUpdate, ticket.LastUpdate) };
        return Record(next, now, "handover", Readings.Empty, note, options);
    }
}
