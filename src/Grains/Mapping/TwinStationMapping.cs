using Diten.Core.Stations;
using Diten.Core.Twins;
using Diten.Grains.Twins;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;

namespace Diten.Grains.Mapping;

/// <summary>What a twin and its station tell each other.</summary>
internal static class TwinStationMapping
{
    public static RegistrationMessage ToWire(Registration registration, double frequencyHz, double subcarrierRate) => new()
    {
        Device = registration.Device,
        Epoch = registration.Epoch,
        Samples = registration.Samples,
        LastUpdate = registration.LastUpdate,
        Staleness = registration.Staleness,
        RoundsTaken = registration.RoundsTaken,
        FrequencyHz = frequencyHz,
        SubcarrierRate = subcarrierRate,
    };

    public static Registration ToCore(RegistrationMessage ticket) => new(ticket.Device, ticket.Epoch, ticket.Samples, ticket.LastUpdate, ticket.Staleness, ticket.RoundsTaken);

    public static RegisterReply ToWire(TwinState state, RegistrationReply reply) => new()
    {
        Accepted = reply.Accepted,
        Station = state.Station,
        Epoch = state.Epoch,
        LastSequence = state.LastSequence,
        LastUpdate = Math.Max(state.LastUpdate, reply.LastUpdate),
        LastRound = reply.LastRound,
        Round = reply.Round,
        Error = reply.Error,
    };

    public static StationOfferMessage ToWire(TwinState state, OfferMessage offer) => new()
    {
        Device = state.Id,
        Epoch = offer.Epoch,
        Round = offer.Round,
        UpdateWeight = offer.UpdateWeight,
        FrequencyHz = offer.FrequencyHz,
        Samples = state.Samples,
        BlockSnr = offer.BlockSnr,
        ComputeJoules = offer.ComputeJoules,
    };

    public static DeviceDescription ToCore(RegisterDeviceMessage request) => new(
        request.Station, request.Samples, request.ClassCounts, request.FrequencyHz, request.SubcarrierRate, request.X, request.Y);

    public static DeviceProfile ProfileOf(RegisterDeviceMessage request) => new(request.FrequencyHz, request.SubcarrierRate, request.X, request.Y);
}
