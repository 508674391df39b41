using Diten.Core.Stations;
using Diten.Core.Twins;
using Diten.Grains.Mapping;
using Diten.Interfaces.Twins;

namespace Diten.Grains.Twins;

/// <summary>The twin's part in federated learning.</summary>
internal sealed partial class TwinGrain
{
    /// <summary>Interleaves: it only looks at the committed twin, and a slow station must not hold up reports.</summary>
    public async Task<OfferReply> OfferAsync(OfferMessage offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        if (_body is not { State: var state } body)
        {
            Unknown<OfferReply>();
            return new OfferReply { Code = OfferCode.Refused, Reason = nameof(RefusalReason.UnknownDevice) };
        }

        home.Check(state.Station);
        // In a handover the device must register anew, and that finishes it.
        if (offer.Epoch != state.Epoch || body.Move is not null)
            return new OfferReply { Code = OfferCode.Refused, Reason = nameof(RefusalReason.OldEpoch), Station = body.Move?.Station ?? state.Station, Epoch = state.Epoch };
        if (double.IsFinite(offer.FrequencyHz) && offer.FrequencyHz > 0) _frequencyHz = offer.FrequencyHz;
        var reply = await Station(state.Station).OfferAsync(TwinStationMapping.ToWire(state, offer));
        return reply with { Station = state.Station, Epoch = state.Epoch };
    }

    public async Task RecordRoundAsync(RoundRecordMessage record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (MustSettle) await SettleAsync();
        if (_body is not { State: var state } body)
        {
            Unknown<object>();
            return;
        }

        environment.Calls.FromStation(state.Station);
        home.Check(state.Station);
        var next = Twin.RecordRound(state, TwinMessageMapping.ToCore(record), Now, Rules);
        if (ReferenceEquals(next, state)) return;
        next = Twin.Predict(next, new RoundForecast(next.Samples, record.CyclesPerSample, _frequencyHz, record.ModelBits, record.ExpectedRate));
        await CommitAsync(body with { State = next });
    }
}
