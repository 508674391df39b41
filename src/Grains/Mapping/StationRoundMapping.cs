using Diten.Core.Energy;
using Diten.Core.Stations;
using Diten.Grains.Stations;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;

namespace Diten.Grains.Mapping;

/// <summary>Finished rounds, allocations and grants as messages.</summary>
internal static class StationRoundMapping
{
    /// <summary>A finished round with a row for each device that offered.</summary>
    public static RoundMessage ToMessage(StationBook book, RoundOutcome outcome, DateTimeOffset now)
    {
        var isPlanned = book.Plan is { } plan && plan.Round == outcome.Round;
        return ToMessage(book, outcome, now, isPlanned ? Rows(book, book.Plan!, outcome) : [], book.Settings.StateReportBits, isPlanned && book.Plan!.Owner is not null ? book.Plan.LowerBoundSeconds : null);
    }

    /// <summary>A finished round from its rows.</summary>
    public static RoundMessage ToMessage(StationBook book, RoundOutcome outcome, DateTimeOffset now, DeviceRoundMessage[] rows, double stateBits, double? bound)
    {
        var settings = book.Settings;
        var summary = RoundSummary.Of(
            [.. rows.Select(row => new RoundShare(row.Participated, row.ComputeSeconds, row.TransmitSeconds, row.EnergyJoules))], settings.ModelBits(), stateBits);
        return new RoundMessage
        {
            Station = book.State.Id,
            Round = outcome.Round,
            StartedAt = book.StartedAt,
            StartSeconds = book.NetworkSeconds,
            DurationSeconds = summary.DurationSeconds,
            RealSeconds = Math.Max(0, (now - book.StartedAt).TotalSeconds),
            Participants = outcome.Updates.Count,
            EnergyJoules = summary.EnergyJoules,
            ModelBits = summary.Overhead.ModelBits,
            StateBits = summary.Overhead.StateBits,
            MakespanSeconds = summary.MakespanSeconds,
            MeanSeconds = summary.MeanSeconds,
            Psi = summary.Psi,
            ModelVersion = outcome.ModelVersion,
            RefusedReasons = [.. outcome.Refused.Keys],
            RefusedCounts = [.. outcome.Refused.Values.Select(count => (int)Math.Min(int.MaxValue, count))],
            Devices = rows,
            Missing = [.. outcome.Missing],
            LowerBoundSeconds = bound is { } seconds && double.IsFinite(seconds) ? seconds : null,
            Samples = outcome.Updates.Sum(update => update.Samples),
        };
    }

    /// <summary>What a device may do.</summary>
    public static GrantMessage ToGrant(this StationBook book, string device, int round, int granted)
    {
        var state = book.State;
        var isHere = state.Members.TryGetValue(device, out var member) && round == state.Round && member.OfferRound == round;
        var code = (isHere, state.Phase) switch
        {
            (false, _) => OfferCode.Refused,
            (_, StationPhase.CollectingOffers) => OfferCode.Pending,
            (_, StationPhase.Uploading) when member!.SelectedRound != round => OfferCode.GoOn,
            (_, StationPhase.Uploading) when granted != round => OfferCode.Pending,
            (_, StationPhase.Uploading) => OfferCode.TakePart,
            _ => OfferCode.Refused,
        };
        var grant = new GrantMessage { Round = round, Code = code, Deadline = code == OfferCode.Refused ? null : ToTime(state.Deadline) };
        if (code != OfferCode.TakePart || book.Plan is not { Owner: { } owner } plan) return grant;
        var at = Array.FindIndex(plan.Chosen, i => plan.Devices[i] == device);
        return at < 0 ? grant : grant with { Subcarriers = [.. Enumerable.Range(0, owner.Length).Where(k => owner[k] == at)], Rate = plan.GrantedRates[at] };
    }

    /// <summary>Who owned which subcarrier.</summary>
    public static AllocationMessage? ToAllocation(StoredPlan? plan, string station) => plan?.Owner is not { } owner ? null : new AllocationMessage
    {
        Station = station,
        Round = plan.Round,
        Devices = [.. plan.Chosen.Select(i => plan.Devices[i])],
        Owner = owner,
        MakespanSeconds = plan.MakespanSeconds,
        Psi = plan.Psi,
        LowerBoundSeconds = plan.LowerBoundSeconds,
        DecisionSeconds = plan.DecisionSeconds,
    };

    /// <summary>What a twin is told of a round.</summary>
    public static RoundRecordMessage ToRecord(this DeviceRoundMessage row, StationBook book, RoundMessage round)
    {
        var settings = book.Settings;
        var rate = book.State.Members.TryGetValue(row.Device, out var member) ? member.SubcarrierRate : 0;
        return new RoundRecordMessage
        {
            Epoch = row.Epoch,
            Round = round.Round,
            TookPart = row.Participated,
            Update = row.Update,
            Staleness = row.Staleness,
            UpdateWeight = row.UpdateWeight,
            ModelVersion = BaseStation.TakesNewModel(book.State.Options.Adoption, row.Participated) ? round.ModelVersion : null,
            ObservedSeconds = row.Participated ? row.ComputeSeconds + row.TransmitSeconds : null,
            EnergyJoules = row.EnergyJoules,
            Bits = row.Participated ? settings.ModelBits() : 0,
            CyclesPerSample = settings.CyclesPerSample,
            ModelBits = settings.ModelBits(),
            ExpectedRate = RoundSummary.ExpectedRate(row.Participated && row.Rate > 0 ? row.Rate : null, rate, settings.Subcarriers, round.Participants),
            ExpectedComputeSeconds = row.Participated && member is { FrequencyHz: > 0 } ? ComputeCost.Seconds(settings.CyclesPerSample, member.Samples, member.FrequencyHz) : null,
            ComputeSeconds = row.Participated ? row.ComputeSeconds : null,
            ExpectedTransmitSeconds = row is { Participated: true, Rate: > 0 } ? TransmitCost.Seconds(settings.ModelBits(), row.Rate) : null,
            TransmitSeconds = row.Participated ? row.TransmitSeconds : null,
        };
    }

    /// <summary>A time on the station's clock as the world's.</summary>
    public static DateTimeOffset? ToTime(double? seconds) => seconds is { } s ? DateTimeOffset.UnixEpoch.AddSeconds(s) : null;

    private static DeviceRoundMessage[] Rows(StationBook book, StoredPlan plan, RoundOutcome outcome)
    {
        var settings = book.Settings;
        var counted = outcome.Updates.ToDictionary(update => update.Device, StringComparer.Ordinal);
        var chosen = new Dictionary<int, int>();
        for (var c = 0; c < plan.Chosen.Length; c++) chosen.Add(plan.Chosen[c], c);
        var held = new int[plan.Chosen.Length];
        foreach (var owner in plan.Owner ?? [])
        {
            if (owner >= 0) held[owner]++;
        }

        var rows = new DeviceRoundMessage[plan.Devices.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var device = plan.Devices[i];
            var content = counted.TryGetValue(device, out var update) ? book.Updates.GetValueOrDefault(device) : null;
            var rate = chosen.TryGetValue(i, out var c) && c < plan.GrantedRates.Length ? plan.GrantedRates[c] : 0;
            rows[i] = new DeviceRoundMessage
            {
                Device = device,
                Participated = update is not null,
                ComputeSeconds = content is { ComputeSeconds: > 0 } ? content.ComputeSeconds : ComputeCost.Seconds(settings.CyclesPerSample, plan.Samples[i], plan.Frequencies[i]),
                TransmitSeconds = update is null ? 0 : content is { TransmitSeconds: > 0 } ? content.TransmitSeconds : rate > 0 ? TransmitCost.Seconds(settings.ModelBits(), rate) : 0,
                EnergyJoules = content is { EnergyJoules: > 0 } ? content.EnergyJoules : plan.ComputeJoules.ElementAtOrDefault(i),
                Subcarriers = chosen.ContainsKey(i) ? held[c] : 0,
                UpdateWeight = plan.UpdateWeights[i],
                Staleness = plan.Staleness[i],
                Update = update?.Sequence ?? 0,
                Epoch = plan.Epochs[i],
                Rate = rate,
            };
        }

        return rows;
    }
}
