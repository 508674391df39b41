using Diten.Core.Stations;
using Diten.Grains.Mapping;
using Diten.Interfaces.Stations;

namespace Diten.Grains.Stations;

internal sealed partial class StationGrain
{
    public async Task<RegistrationReply> RegisterAsync(RegistrationMessage registration)
    {
        ArgumentNullException.ThrowIfNull(registration);
        if (await OpenAsync() is not { } book) return Refused($"station {Id} is not configured");
        try
        {
            if (!BaseStation.Register(book.State, registration.ToCore()))
                return Refused($"epoch = {registration.Epoch} is older than the registration that {registration.Device} has or had here", book.State.Round);
        }
        catch (ArgumentException wrong)
        {
            return Refused(wrong.Message, book.State.Round);
        }

        var member = book.State.Members[registration.Device];
        var reply = new RegistrationReply { Accepted = true, LastRound = member.LastRound, Round = book.State.Round, LastUpdate = member.LastUpdate };
        book.Pages.Touch(registration.Device);
        await WrittenAsync(book);
        Poke();
        return reply;
    }

    public async Task<RegistrationMessage?> DeregisterAsync(string device, int epoch)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(device);
        if (await OpenAsync() is not { } book || BaseStation.Deregister(book.State, device, epoch) is not { } ticket) return null;
        book.Pages.Touch(device);
        await WrittenAsync(book);
        Poke();
        return ticket.ToMessage();
    }

    public async Task WithdrawAsync(string device)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(device);
        if (await OpenAsync() is not { } book || !BaseStation.NoteAway(book.State, device)) return;
        // An offer is not stored before it is chosen from, so one that is taken back need not be either.
        if (book.State.Phase == StationPhase.Uploading) book.Withdrawn.Add(device);
        book.Pages.Touch(device);
        await StoredAsync(book);
        Poke();
    }

    public async Task ReturnAsync(string device)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(device);
        if (await OpenAsync() is not { } book || !BaseStation.NoteHeard(book.State, device)) return;
        book.Pages.Touch(device);
        await StoredAsync(book);
    }

    private static RegistrationReply Refused(string error, int round = 0) => new() { Accepted = false, Error = error, Round = round };
}
