using Diten.Core.Stations;
using Diten.Grains.Stations;
using Diten.Interfaces.Stations;

namespace Diten.Grains.Mapping;

/// <summary>Members between Core, the wire and storage.</summary>
internal static class StationMemberMapping
{
    public static Registration ToCore(this RegistrationMessage message) => new(
        message.Device, message.Epoch, message.Samples, message.LastUpdate, message.Staleness, message.RoundsTaken, message.FrequencyHz, message.SubcarrierRate);

    public static RegistrationMessage ToMessage(this Registration registration) => new()
    {
        Device = registration.Device,
        Epoch = registration.Epoch,
        Samples = registration.Samples,
        LastUpdate = registration.LastUpdate,
        Staleness = registration.Staleness,
        RoundsTaken = registration.RoundsTaken,
        FrequencyHz = registration.FrequencyHz,
        SubcarrierRate = registration.SubcarrierRate,
    };

    public static void Store(StationMember member, StoredMembers page, int place)
    {
        page.Epochs[place] = member.Epoch;
        page.Samples[place] = member.Samples;
        page.LastRounds[place] = member.LastRound;
        page.LastUpdates[place] = member.LastUpdate;
        page.RoundsTaken[place] = member.RoundsTaken;
        page.Frequencies[place] = member.FrequencyHz;
        page.Rates[place] = member.SubcarrierRate;
        page.LeftAt[place] = -1;
        if (!member.IsAway) return;
        if (page.Away.Length == 0) page.Away = new bool[page.Devices.Length];
        page.Away[place] = true;
    }

    public static void Store(Departure departure, StoredMembers page, int place)
    {
        var ticket = departure.Ticket;
        page.Epochs[place] = departure.Epoch;
        page.Samples[place] = ticket.Samples;
        page.LastRounds[place] = ticket.Staleness;
        page.LastUpdates[place] = ticket.LastUpdate;
        page.RoundsTaken[place] = ticket.RoundsTaken;
        page.Frequencies[place] = ticket.FrequencyHz;
        page.Rates[place] = ticket.SubcarrierRate;
        page.LeftAt[place] = departure.Round;
    }

    public static void Load(string device, StoredMembers page, int place, StationState into)
    {
        if (page.LeftAt[place] >= 0)
        {
            var epoch = page.Epochs[place];
            var ticket = new Registration(
                device, epoch + 1, page.Samples[place], page.LastUpdates[place], page.LastRounds[place], page.RoundsTaken[place], page.Frequencies[place], page.Rates[place]);
            into.Departed[device] = new Departure(epoch, page.LeftAt[place], ticket);
            return;
        }

        into.Members[device] = new StationMember
        {
            Id = device,
            Epoch = page.Epochs[place],
            Samples = page.Samples[place],
            LastRound = page.LastRounds[place],
            LastUpdate = page.LastUpdates[place],
            RoundsTaken = page.RoundsTaken[place],
            FrequencyHz = page.Frequencies[place],
            SubcarrierRate = page.Rates[place],
            // Of the rounds that it was silent before, the station has lost count.
            HeardRound = into.Round,
        };
        if (place < page.Away.Length && page.Away[place]) BaseStation.NoteAway(into, device);
    }
}
