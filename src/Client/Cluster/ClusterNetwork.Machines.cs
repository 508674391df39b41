using Diten.Client.Mapping;
using Diten.Core.Network;
using Diten.Core.Twins;
using Diten.Interfaces.Placement;
using Diten.Interfaces.Twins;

namespace Diten.Client.Cluster;

/// <summary>Machines that take no part in learning, and what devices ask for.</summary>
internal sealed partial class ClusterNetwork
{
    /// <inheritdoc/>
    public async ValueTask<WriteResult> RegisterAsync(string id, MachineRegistration machine, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(machine);
        if (RegistrationRules.FaultOf(id, DeviceDescription.Of(machine)) is { } fault) return new WriteResult(WriteStatus.Invalid, 0, 0, fault.Field, fault.Error);
        var reply = await _calls.AskAsync(
            grains =>
            {
                // A twin that is not in memory comes up where its station is.
                PlacementHint.Set(machine.Station!);
                return grains.GetGrain<ITwinGrain>(id).RegisterAsync(machine.ToMessage());
            },
            cancellationToken);
        return reply.Accepted ? await WrittenAsync(id, cancellationToken) : new WriteResult(WriteStatus.Invalid, 0, reply.LastSequence, "device", reply.Error ?? "is refused");
    }

    /// <inheritdoc/>
    public async ValueTask<WriteResult> LastWillAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!MayBeId(id)) return new WriteResult(WriteStatus.NotFound, 0, 0);
        await _calls.AskAsync(
            async grains =>
            {
                await grains.GetGrain<ITwinGrain>(id).LastWillAsync();
                return true;
            },
            cancellationToken);
        return await WrittenAsync(id, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<DeviceCommand>> TakeCommandsAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!MayBeId(id)) return [];
        var commands = await _calls.AskAsync(grains => grains.GetGrain<ITwinGrain>(id).TakeCommandsAsync(), cancellationToken);
        return [.. commands.Select(command => command.ToCore(id))];
    }

    /// <inheritdoc/>
    public async ValueTask<WriteResult> RemoveAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!MayBeId(id)) return new WriteResult(WriteStatus.NotFound, 0, 0);
        var result = (await _calls.AskAsync(grains => grains.GetGrain<ITwinGrain>(id).RemoveAsync(), cancellationToken)).ToCore();
        if (result.Status == WriteStatus.Accepted) _events.TwinRemoved(id);
        return result;
    }

    /// <summary>The revision after a call that does not tell it; watchers are told.</summary>
    private async ValueTask<WriteResult> WrittenAsync(string id, CancellationToken cancellationToken)
    {
        if (await FindTwinAsync(id, cancellationToken) is not { } twin) return new WriteResult(WriteStatus.NotFound, 0, 0);
        _events.TwinChanged(id, twin.Revision);
        return new WriteResult(WriteStatus.Accepted, twin.Revision, twin.LastSequence);
    }
}
