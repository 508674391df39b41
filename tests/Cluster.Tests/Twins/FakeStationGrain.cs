using System.Collections.Concurrent;
using Diten.Core.Stations;
using Diten.Grains.Mapping;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;
using Orleans;
using Orleans.Runtime;

namespace Diten.Cluster.Tests.Twins;

internal sealed class FakeStationGrain : Grain, IStationGrain
{
    private static readonly ConcurrentDictionary<string, StationState> s_states = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, Registration> s_tickets = new(StringComparer.Ordinal);

    private StationState State => s_states.GetOrAdd(this.GetPrimaryKeyString(), id => BaseStation.Create(id, new StationOptions { Parameters = 1 }, [0]));

    public Task<RegistrationReply> RegisterAsync(RegistrationMessage registration)
    {
        var state = State;
        var accepted = BaseStation.Register(state, TwinStationMapping.ToCore(registration));
        return Task.FromResult(new RegistrationReply { Accepted = accepted, Error = accepted ? null : "newer", LastUpdate = accepted ? state.Members[registration.Device].LastUpdate : 0 });
    }

    public Task<RegistrationMessage?> DeregisterAsync(string device, int epoch)
    {
        var ticket = BaseStation.Deregister(State, device, epoch);
        if (ticket is not null) s_tickets[$"{this.GetPrimaryKeyString()}/{device}/{epoch}"] = ticket;
        else s_tickets.TryGetValue($"{this.GetPrimaryKeyString()}/{device}/{epoch}", out ticket);
        return Task.FromResult(ticket is null ? null : TwinStationMapping.ToWire(ticket, 0, 0));
    }

    public Task<StationSettingsMessage?> GetSettingsAsync() => Task.FromResult<StationSettingsMessage?>(new StationSettingsMessage { Model = "softmax", Parameters = 1 });

    public Task WithdrawAsync(string device) => Task.CompletedTask;

    public Task ReturnAsync(string device) => Task.CompletedTask;

    public Task<OfferReply> OfferAsync(StationOfferMessage offer) => Task.FromResult(new OfferReply { Code = OfferCode.Pending });

    public Task<ConfigureReply> ConfigureAsync(StationSettingsMessage settings) => throw new NotSupportedException();

    public Task<StationStatusMessage> GetStatusAsync() => throw new NotSupportedException();

    public Task<StationStatusMessage> WatchAsync(long seen) => throw new NotSupportedException();

    public Task<GrantMessage> GetGrantAsync(string device, int round) => throw new NotSupportedException();

    public Task<UploadReply> UploadAsync(UploadMessage upload) => throw new NotSupportedException();

    public Task<ModelReferenceMessage?> GetModelAsync(int? version) => throw new NotSupportedException();

    public Task TellQualityAsync(int version, double accuracy, double loss) => throw new NotSupportedException();

    public Task<IReadOnlyList<RoundMessage>> GetRoundsAsync(int fromRound, int count, bool withDevices) => throw new NotSupportedException();

    public Task<AllocationMessage?> GetAllocationAsync(int? round) => throw new NotSupportedException();

    public Task TakeModelAsync(ModelReferenceMessage model) => throw new NotSupportedException();
}
