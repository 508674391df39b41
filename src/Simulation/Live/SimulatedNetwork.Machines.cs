using Diten.Core.Network;
using Diten.Core.Twins;

namespace Diten.Simulation.Live;

/// <summary>What machines ask for beside their reports.</summary>
public sealed partial class SimulatedNetwork
{
    /// <inheritdoc/>
    /// <remarks>A simulated network has its devices and no others, and all of them learn: every registration is refused.</remarks>
    public ValueTask<WriteResult> RegisterAsync(string id, MachineRegistration machine, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(machine);
        if (RegistrationRules.FaultOf(id, DeviceDescription.Of(machine)) is { } fault) return ValueTask.FromResult(new WriteResult(WriteStatus.Invalid, 0, 0, fault.Field, fault.Error));
        var known = Read(id, (published, index) =>
        {
            var twin = published.Twins.Twins[index];
            var (_, outcome) = Twin.RegisterMachine(twin, id, machine.Station!, Now(published), published.Twins.Options);
            return new WriteResult(WriteStatus.Invalid, twin.Revision, twin.LastSequence, "device", outcome.Error);
        });
        return ValueTask.FromResult(known ?? new WriteResult(WriteStatus.Invalid, 0, 0, "device", "is not one of the simulated devices; machines of one's own register with a cluster (a silo and a client), not with the simulator"));
    }

    /// <inheritdoc/>
    /// <remarks>All devices of a simulated network learn: none is removed.</remarks>
    public ValueTask<WriteResult> RemoveAsync(string id, CancellationToken cancellationToken) => ValueTask.FromResult(
        Read(id, (published, index) => published.Twins.Twins[index] is var twin
            ? new WriteResult(WriteStatus.Invalid, twin.Revision, twin.LastSequence, "device", Twin.KeptBecause(twin))
            : null)
        ?? new WriteResult(WriteStatus.NotFound, 0, 0));

    /// <inheritdoc/>
    /// <remarks>A simulated device is back with its next report, after the round under way.</remarks>
    public ValueTask<WriteResult> LastWillAsync(string id, CancellationToken cancellationToken) =>
        Write(id, (published, index) => published.Twins.LastWill(index, Now(published)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeviceCommand>> TakeCommandsAsync(string id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Read(id, (published, index) => published.Twins.TakeCommands(index, Now(published))) ?? []);
}
