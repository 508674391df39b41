using Diten.Core.Allocation;
using Diten.Core.Stations;
using Diten.Interfaces.Stations;

namespace Diten.Grains.Stations;

/// <summary>Offers with their view of the radio, into the state machine.</summary>
internal static class StationOffers
{
    /// <summary>Takes an offer. One whose SNR does not fit the band or is no number, or whose frequency nobody knows, is refused as not finite.</summary>
    public static OfferOutcome Take(StationBook book, StationOfferMessage offer, double now)
    {
        var away = book.State.Away;
        var outcome = TakeNow(book, offer, now);
        // It is stored with whatever is stored next: whoever was away and is forgotten to have come back, comes back with its next offer.
        if (book.State.Away != away) book.Pages.Touch(offer.Device);
        return outcome;
    }

    private static OfferOutcome TakeNow(StationBook book, StationOfferMessage offer, double now)
    {
        if (!TryRates(book, offer, out var rates))
            return BaseStation.Offer(book.State, new UpdateOffer(offer.Device, offer.Epoch, offer.Round, double.NaN), now);
        var outcome = BaseStation.Offer(book.State, new UpdateOffer(offer.Device, offer.Epoch, offer.Round, offer.UpdateWeight, offer.FrequencyHz), now);
        if (outcome.Decision == OfferDecision.Refused) return outcome;
        book.OfferedRates[offer.Device] = rates;
        book.OfferedJoules[offer.Device] = double.IsFinite(offer.ComputeJoules) && offer.ComputeJoules > 0 ? offer.ComputeJoules : 0;
        return outcome;
    }

    private static bool TryRates(StationBook book, StationOfferMessage offer, out double[] rates)
    {
        var settings = book.Settings;
        rates = new double[BlockRates.BlocksOf(settings.Subcarriers, settings.BlockSubcarriers)];
        var member = book.State.Members.GetValueOrDefault(offer.Device);
        var mean = member?.SubcarrierRate ?? 0;
        if (offer.FrequencyHz <= 0 && member is { FrequencyHz: 0 }) return false;
        try
        {
            BlockRates.Fill(offer.BlockSnr, mean, settings.BandwidthHz, settings.Subcarriers, rates);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
