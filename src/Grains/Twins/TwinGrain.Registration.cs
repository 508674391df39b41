using Diten.Core.Twins;
using Diten.Grains.Mapping;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;

namespace Diten.Grains.Twins;

/// <summary>
/// Registration: station first, then the store, then the index, then the answer. Each step may be made again, so a device that
/// got no answer registers once more and nothing is there twice.
/// </summary>
internal sealed partial class TwinGrain
{
    public async Task<RegisterReply> RegisterAsync(RegisterDeviceMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (RegistrationRules.Check(Id, TwinStationMapping.ToCore(request)) is { } error) return Refused(error);
        if (MustSettle) await SettleAsync();
        if (_body is not null) await FinishMoveAsync();
        if (request.Samples == 0) return await RegisterMachineAsync(request.Station, TwinStationMapping.ProfileOf(request));
        if (_body is { } moved && Twin.Learns(moved.State) && !string.Equals(moved.State.Station, request.Station, StringComparison.Ordinal))
        {
            var reply = await MoveAsync(request.Station, counterpart: null);
            if (!reply.Accepted) return reply;
        }

        var before = _body;
        var device = TwinStationMapping.ProfileOf(request);
        var station = environment.Pool.Share(request.Station);
        var state = before is null
            ? Twin.Create(Id, station, request.Samples, Now, request.ClassCounts)
            : Twin.Describe(MachineAt(station, before.State), request.Samples, request.ClassCounts);
        var registered = await RegisterWithStationAsync(state, device);
        if (!registered.Accepted) return TwinStationMapping.ToWire(state, registered);

        _frequencyHz = device.FrequencyHz;
        var isNew = before is null;
        if (isNew || !ReferenceEquals(state, before!.State) || before.Device != device)
        {
            await CommitDurablyAsync((before ?? new TwinBody(state, device)) with { State = state, Device = device });
        }

        home.Check(station);
        // Also where nothing changed: the answer before may have been lost together with this.
        await environment.Index.TellNowAsync(this);
        return TwinStationMapping.ToWire(_body!.State, registered);
    }

    /// <summary>A machine that begins to learn leaves no station behind that knew of it.</summary>
    private TwinState MachineAt(string station, TwinState state) => Twin.Learns(state) ? state : Twin.RegisterMachine(state, Id, station, Now, Rules).Next!;

    private async Task<RegistrationReply> RegisterWithStationAsync(TwinState state, DeviceProfile device) =>
        await Station(state.Station).RegisterAsync(TwinStationMapping.ToWire(Twin.RegistrationOf(state), device.FrequencyHz, device.SubcarrierRate));

    private IStationGrain Station(string station)
    {
        environment.Calls.ToStation(station);
        return GrainFactory.GetGrain<IStationGrain>(station);
    }

    private RegisterReply Refused(string error) => _body is { State: var state }
        ? new RegisterReply { Accepted = false, Error = error, Station = state.Station, Epoch = state.Epoch, LastSequence = state.LastSequence, LastUpdate = state.LastUpdate }
        : new RegisterReply { Accepted = false, Error = error };
}
