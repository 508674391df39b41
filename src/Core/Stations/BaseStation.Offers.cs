namespace Diten.Core.Stations;

public static partial class BaseStation
{
    /// <summary>Begins the next round, and forgets who left <see cref="StationOptions.DepartureRounds"/> rounds ago.</summary>
    /// <returns>t.</returns>
    /// <exception cref="InvalidOperationException">The round before is not over.</exception>
    public static int BeginRound(StationState state, double now)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Phase is not (StationPhase.Idle or StationPhase.Aggregated)) throw new InvalidOperationException($"round {state.Round} is not over ({state.Phase})");
        state.Round++;
        state.Phase = StationPhase.CollectingOffers;
        state.Deadline = now + state.Options.OfferSeconds;
        state.RefusedThisRound.Clear();
        state.Offers = 0;
        state.Awaited = 0;
        foreach (var (device, departure) in state.Departed)
        {
            if (state.Round - departure.Round > state.Options.DepartureRounds) state.Departed.Remove(device);
        }

        return state.Round;
    }

    /// <summary>
    /// Takes an offer; whoever makes one is not away, whatever becomes of it. Under a fixed τ0 and where everyone takes part the decision is there at once; where a number is
    /// wanted it comes when the offers are closed. An offer made again in the same round is answered again; its newer τ counts.
    /// </summary>
    public static OfferOutcome Offer(StationState state, in UpdateOffer offer, double now)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!state.Members.TryGetValue(offer.Device, out var member)) return RefuseOffer(state, RefusalReason.UnknownDevice);
        if (offer.Epoch != member.Epoch) return RefuseOffer(state, RefusalReason.OldEpoch);
        Hear(state, member);
        if (offer.Round != state.Round) return RefuseOffer(state, offer.Round > state.Round ? RefusalReason.FutureRound : RefusalReason.PastRound);
        if (state.Phase != StationPhase.CollectingOffers) return RefuseOffer(state, RefusalReason.Closed);
        if (now > state.Deadline) return RefuseOffer(state, RefusalReason.Late);
        if (member.LastRound == state.Round) return RefuseOffer(state, RefusalReason.AlreadyTookPart);
        if (!double.IsFinite(offer.UpdateWeight) || offer.UpdateWeight < 0) return RefuseOffer(state, RefusalReason.NotFinite);
        if (!double.IsFinite(offer.FrequencyHz) || offer.FrequencyHz < 0) return RefuseOffer(state, RefusalReason.NotFinite);

        if (member.OfferRound != state.Round) state.Offers++;
        member.OfferRound = state.Round;
        member.UpdateWeight = offer.UpdateWeight;
        if (offer.FrequencyHz > 0) member.FrequencyHz = offer.FrequencyHz;
        var rule = state.Options.Selection;
        // Where more may want to take part than can, it is decided when all offers are there.
        var certain = state.Options.MostParticipants is not { } most || state.Members.Count <= most;
        return new OfferOutcome(
            rule.Kind switch
            {
                SelectionKind.Threshold when offer.UpdateWeight <= rule.Tau0 => OfferDecision.GoOn,
                SelectionKind.All or SelectionKind.Threshold when certain => OfferDecision.TakePart,
                _ => OfferDecision.Pending,
            },
            RefusalReason.None);
    }

    /// <summary>Closes the offers and decides who sends its model (Alg. 1); uploads are taken from now on.</summary>
    /// <exception cref="InvalidOperationException">Offers are not being collected.</exception>
    public static SelectionOutcome CloseOffers(StationState state, double now)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Phase != StationPhase.CollectingOffers) throw new InvalidOperationException($"round {state.Round} collects no offers ({state.Phase})");
        var offered = new List<StationMember>(state.Offers);
        var away = new List<string>();
        foreach (var member in state.Members.Values)
        {
            if (member.OfferRound == state.Round) offered.Add(member);
            else if (state.Round - member.HeardRound >= state.Options.AwayAfter && Miss(state, member)) away.Add(member.Id);
        }

        var (selected, threshold) = Selection.Choose(offered, state.Options.Selection, state.Options.MostParticipants);
        foreach (var member in selected)
        {
            member.SelectedRound = state.Round;
            member.Awaited = true;
        }

        state.Awaited = selected.Length;
        state.Phase = StationPhase.Uploading;
        state.Deadline = now + state.Options.UploadSeconds;
        return new SelectionOutcome(state.Round, Array.ConvertAll(selected, m => m.Id), threshold, offered.Count, state.Deadline, away);
    }

    /// <summary>Keeps the offers of the round open for <see cref="StationOptions.OfferSeconds"/> from now.</summary>
    /// <exception cref="InvalidOperationException">Offers are not being collected.</exception>
    public static void ExtendOffers(StationState state, double now)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Phase != StationPhase.CollectingOffers) throw new InvalidOperationException($"round {state.Round} collects no offers ({state.Phase})");
        state.Deadline = now + state.Options.OfferSeconds;
    }

    /// <summary>What the driver should do now: the only place where time and counts turn into a step.</summary>
    public static StationStep NextStep(StationState state, double now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var due = now >= state.Deadline;
        return state.Phase switch
        {
            StationPhase.Idle or StationPhase.Aggregated => StationStep.BeginRound,
            StationPhase.CollectingOffers when due && state.Offers == 0 && state.Options.WaitForOffers => StationStep.ExtendOffers,
            StationPhase.CollectingOffers => due || HaveAllOffered(state) ? StationStep.CloseOffers : StationStep.Wait,
            StationPhase.Uploading => due || state.Awaited == 0 || state.Buffer.Count >= state.Options.AggregateAt ? StationStep.Aggregate : StationStep.Wait,
            _ => StationStep.Wait,
        };
    }

    /// <summary>Whether all members have offered that are not away; not so while all are, since then nobody would take part.</summary>
    private static bool HaveAllOffered(StationState state) => state.Members.Count - state.Away is > 0 and var present && state.Offers >= present;

    private static OfferOutcome RefuseOffer(StationState state, RefusalReason reason)
    {
        Count(state, reason);
        return new OfferOutcome(OfferDecision.Refused, reason);
    }

    private static void Count(StationState state, RefusalReason reason)
    {
        state.Refused.Add(reason);
        state.RefusedThisRound.Add(reason);
    }
}
