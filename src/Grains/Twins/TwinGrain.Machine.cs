using Diten.Core.Network;
using Diten.Core.Twins;
using Diten.Grains.Mapping;
using Diten.Interfaces.Twins;

namespace Diten.Grains.Twins;

/// <summary>
/// A machine that takes no part in learning: no station knows of it, so registering and moving it are between the twin, the store
/// and the index.
/// </summary>
internal sealed partial class TwinGrain
{
    public async Task<WriteReply> RemoveAsync()
    {
        if (MustSettle) await SettleAsync();
        var reply = s_notFound;
        if (_body is { State: var state } body)
        {
            if (Twin.KeptBecause(state) is { } error) return await Invalid(body, "device", error);
            reply = TwinMessageMapping.ToWire(new WriteResult(WriteStatus.Accepted, state.Revision, state.LastSequence));
            await ClearAsync();
        }

        // Also where there is no twin: the call before may have been lost between the store and the index.
        await environment.Index.RemoveNowAsync(Id);
        DeactivateOnIdle();
        return reply;
    }

    private async Task<RegisterReply> RegisterMachineAsync(string station, DeviceProfile device)
    {
        var before = _body;
        var (next, outcome) = Twin.RegisterMachine(before?.State, Id, environment.Pool.Share(station), Now, Rules);
        if (outcome.Error is { } error) return Refused(error);
        if (before is null || !ReferenceEquals(next, before.State) || before.Device != device)
        {
            await CommitDurablyAsync((before ?? new TwinBody(next!, device)) with { State = next!, Device = device });
        }

        Tell(outcome.Notifications);
        home.Check(station);
        // Also where nothing changed: the answer before may have been lost together with this.
        await environment.Index.TellNowAsync(this);
        return new RegisterReply { Accepted = true, Station = next!.Station, Epoch = next.Epoch, LastSequence = next.LastSequence, LastUpdate = next.LastUpdate };
    }
}
