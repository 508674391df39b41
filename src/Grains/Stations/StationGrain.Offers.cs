using Diten.Core.Stations;
using Diten.Grains.Mapping;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;

namespace Diten.Grains.Stations;

internal sealed partial class StationGrain
{
    public async Task<OfferReply> OfferAsync(StationOfferMessage offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        if (await OpenAsync() is not { } book) return Reply(offer, new OfferOutcome(OfferDecision.Refused, RefusalReason.UnknownDevice), 0);
        var outcome = StationOffers.Take(book, offer, Now);
        // Offers are not stored one by one: who offered is stored when the offers are closed. After a crash before that the
        // round is still open, and whoever asks for its grant is told to offer again.
        if (outcome.Decision != OfferDecision.Refused) Poke();
        return Reply(offer, outcome, book.State.Round);
    }

    public async Task<GrantMessage> GetGrantAsync(string device, int round)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(device);
        return await OpenAsync() is { } book ? book.ToGrant(device, round, _granted) : new GrantMessage { Round = round, Code = OfferCode.Refused };
    }

    private OfferReply Reply(StationOfferMessage offer, OfferOutcome outcome, int round) => new()
    {
        Code = (OfferCode)outcome.Decision,
        Reason = outcome.Decision == OfferDecision.Refused ? RefusalCounts.NameOf(outcome.Reason) : null,
        Round = round,
        Station = Id,
        Epoch = offer.Epoch,
    };
}
