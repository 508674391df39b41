namespace Diten.Core.Stations;

/// <summary>
/// The macro base station: a station whose members are base stations, whose updates are their aggregates, and whose weights
/// are D_m/Σ D. It is the same state machine with everyone taking part, so resends, refusals and deadlines are the same; what
/// the way there costs (Eq. (18), (19)) is in <see cref="Energy.MacroUplink"/>.
/// </summary>
public static class MacroStation
{
    /// <summary>Macro rounds in a row that a base station may miss and is waited for in the next one all the same.</summary>
    public const int MissedRounds = 2;

    /// <summary>Makes one.</summary>
    /// <param name="id">Station id.</param>
    /// <param name="model">Initial model, finite; not copied.</param>
    /// <param name="uploadSeconds">How long a macro round waits for base stations, s; null for as long as it takes.</param>
    /// <param name="aggregation">Aggregation by name; default <c>samples</c>.</param>
    public static StationState Create(string id, float[] model, double? uploadSeconds = null, string aggregation = "samples")
    {
        ArgumentNullException.ThrowIfNull(model);
        var options = new StationOptions
        {
            Parameters = model.Length,
            Selection = SelectionRule.All,
            Aggregation = aggregation,
            Adoption = AdoptionRule.Adopt,
            UploadSeconds = uploadSeconds,
        };
        return BaseStation.Create(id, options, model);
    }

    /// <summary>How long a macro round waits for the slowest base station: as long as two of its turns may take, s.</summary>
    /// <param name="every">Own rounds of a base station between two macro rounds, 1 or more.</param>
    /// <param name="offerSeconds">Longest time for offers in a base station's round, s.</param>
    /// <param name="uploadSeconds">Longest time for uploads in a base station's round, s.</param>
    public static double Patience(int every, double offerSeconds, double uploadSeconds) => 2 * every * (offerSeconds + uploadSeconds);

    /// <summary>D_m, samples of the devices that are registered with a base station; 0 for an empty one, which sends nothing.</summary>
    public static double SamplesOf(StationState station)
    {
        ArgumentNullException.ThrowIfNull(station);
        var sum = 0.0;
        foreach (var member in station.Members.Values.OrderBy(m => m.Id, StringComparer.Ordinal)) sum += member.Samples;
        return sum;
    }

    /// <summary>
    /// Begins a macro round: every registered base station may send its model. One that has missed more than
    /// <see cref="MissedRounds"/> rounds in a row (its devices are all away, say) is not waited for until it has sent again.
    /// </summary>
    /// <returns>t, who may send, and as gone away who is not waited for.</returns>
    /// <exception cref="InvalidOperationException">The round before is not over.</exception>
    public static SelectionOutcome BeginRound(StationState macro, double now)
    {
        BaseStation.BeginRound(macro, now);
        foreach (var member in macro.Members.Values)
            BaseStation.Offer(macro, new UpdateOffer(member.Id, member.Epoch, macro.Round, 0), now);
        var outcome = BaseStation.CloseOffers(macro, now);
        var silent = outcome.Selected.Where(id => macro.Round - macro.Members[id].LastRound > MissedRounds).ToArray();
        foreach (var id in silent) BaseStation.Withdraw(macro, id);
        return outcome with { WentAway = silent };
    }

    /// <summary>
    /// Takes a base station's aggregate; D_m as it is now becomes its weight. A newer one of the same base station takes the
    /// place of the one that waits, so that a base station that goes on meanwhile counts once and with its newest model.
    /// </summary>
    /// <param name="macro">The macro base station, in a round.</param>
    /// <param name="update">Epoch and sequence as for a device's update; a base station's own round makes a good sequence number.</param>
    /// <param name="samples">D_m, samples, finite, above 0.</param>
    /// <param name="now">Time, s.</param>
    public static UploadOutcome Receive(StationState macro, in DeviceUpdate update, double samples, double now)
    {
        ArgumentNullException.ThrowIfNull(macro);
        if (!double.IsFinite(samples) || samples <= 0) throw new ArgumentException($"samples = {samples:R} must be finite and above 0", nameof(samples));
        if (!macro.Members.TryGetValue(update.Device, out var member) || member.Epoch != update.Epoch) return BaseStation.Upload(macro, update, now);
        var device = update.Device;
        var at = macro.Phase == StationPhase.Uploading && update.Sequence > member.LastUpdate ? macro.Buffer.FindIndex(waiting => waiting.Device == device) : -1;
        if (at < 0)
        {
            if (update.Sequence > member.LastUpdate) member.Samples = samples;
            return BaseStation.Upload(macro, update, now);
        }

        var (old, oldSamples) = (macro.Buffer[at], member.Samples);
        macro.Buffer.RemoveAt(at);
        member.LastRound -= old.Staleness;
        member.RoundsTaken--;
        member.Samples = samples;
        var outcome = BaseStation.Upload(macro, update, now);
        if (outcome.Acknowledged) return outcome;
        macro.Buffer.Insert(at, old);
        member.LastRound += old.Staleness;
        member.RoundsTaken++;
        member.Samples = oldSamples;
        return outcome;
    }
}
