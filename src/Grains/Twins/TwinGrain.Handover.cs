using Diten.Core.Stations;
using Diten.Core.Twins;
using Diten.Grains.Mapping;
using Diten.Interfaces.Twins;

namespace Diten.Grains.Twins;

/// <summary>
/// Handover. The intent is stored first; from then on each step may be made again (the old station gives the same ticket again,
/// the new one takes it again), and whatever comes next finishes the handover before anything else. An old station that does
/// not answer in time is left behind: the twin goes on with Core's forced ticket and ends the old registration later.
/// </summary>
internal sealed partial class TwinGrain
{
    private static readonly TimeSpan s_beforeRetry = TimeSpan.FromMilliseconds(200);

    public async Task<RegisterReply> HandOverAsync(string station, string? counterpart)
    {
        if (RegistrationRules.CheckId(nameof(station), station) is { } error) return Refused(error);
        if (MustSettle) await SettleAsync();
        if (_body is null)
        {
            Unknown<RegisterReply>();
            return Refused($"there is no twin '{Id}'; register the device first");
        }

        await FinishMoveAsync();
        return Twin.Learns(_body.State) ? await MoveAsync(station, counterpart) : await RegisterMachineAsync(station, _body.Device);
    }

    private async Task<RegisterReply> MoveAsync(string station, string? counterpart)
    {
        var body = _body!;
        if (string.Equals(body.State.Station, station, StringComparison.Ordinal))
        {
            // Made again: the answer, and with it the word to the index, may have been lost.
            var again = await RegisterWithStationAsync(body.State, body.Device);
            await environment.Index.TellNowAsync(this);
            return TwinStationMapping.ToWire(body.State, again);
        }

        // A station that is not there must not cost the device the one it has.
        if (await Station(station).GetSettingsAsync() is null) return Refused($"station '{station}' is not configured");
        await CommitDurablyAsync(body with { Move = new StoredMove(environment.Pool.Share(station), counterpart) });
        return await FinishMoveAsync() ?? throw new InvalidOperationException("the handover that was just begun is gone");
    }

    /// <summary>Finishes a handover under way; null if there is none.</summary>
    private async Task<RegisterReply?> FinishMoveAsync()
    {
        if (_body is not { Move: { } move } body) return null;
        var (ticket, isForced) = await LeaveAsync(body.State, move.Station);
        var reply = await Station(move.Station).RegisterAsync(TwinStationMapping.ToWire(ticket, body.Device.FrequencyHz, body.Device.SubcarrierRate));
        if (!reply.Accepted) return await StayAsync(body, ticket, move, reply.Error);

        var (next, outcome) = Twin.HandOver(body.State, ticket, move.Station, move.Counterpart, Now, Rules);
        var leftover = isForced ? new StoredLeftover(body.State.Station, body.State.Epoch) : body.Leftover;
        await CommitDurablyAsync(body with { State = next, Move = null, Leftover = leftover });
        Tell(outcome.Notifications);
        if (leftover is not null) StartEndingLeftover();
        home.Check(next.Station);
        await environment.Index.TellNowAsync(this);
        return TwinStationMapping.ToWire(next, reply);
    }

    /// <summary>The old station's ticket, or Core's where it does not answer in time or does not know the device any more.</summary>
    private async Task<(Registration Ticket, bool IsForced)> LeaveAsync(TwinState state, string next)
    {
        var (clock, patience) = (environment.Clock, environment.Options.HandoverPatience);
        var begin = clock.GetTimestamp();
        while (true)
        {
            try
            {
                var left = patience - clock.GetElapsedTime(begin);
                var ticket = await Station(state.Station).DeregisterAsync(state.Id, state.Epoch).WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock);
                if (ticket is not null) return (TwinStationMapping.ToCore(ticket), false);
                LogForced(environment.Log, state.Id, state.Station, next, failure: null);
                return (Twin.ForcedTicket(state), false);
            }
            catch (Exception failure) when (clock.GetElapsedTime(begin) + s_beforeRetry >= patience)
            {
                LogForced(environment.Log, state.Id, state.Station, next, failure);
                return (Twin.ForcedTicket(state), true);
            }
            catch (Exception failure)
            {
                // A station whose silo was lost comes up elsewhere in a moment, and then gives a ticket of its own.
                LogLeaving(environment.Log, state.Id, state.Station, failure);
                await Task.Delay(s_beforeRetry, clock);
            }
        }
    }

    /// <summary>The next station refused: the device registers with its old one again, under the ticket's epoch.</summary>
    private async Task<RegisterReply> StayAsync(TwinBody body, Registration ticket, StoredMove move, string? error)
    {
        LogRefused(environment.Log, Id, move.Station, error, body.State.Station);
        var back = await Station(body.State.Station).RegisterAsync(TwinStationMapping.ToWire(ticket, body.Device.FrequencyHz, body.Device.SubcarrierRate));
        var next = Twin.Stay(body.State, ticket, $"{move.Station} refused, stays with {body.State.Station}", Now, Rules);
        await CommitDurablyAsync(body with { State = next, Move = null });
        return TwinStationMapping.ToWire(next, back) with { Accepted = false, Error = $"station '{move.Station}' refused: {error}" };
    }
}
