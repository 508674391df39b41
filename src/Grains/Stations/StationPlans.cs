using Diten.Core.Allocation;
using Diten.Core.Energy;
using Diten.Core.Stations;
using Diten.Grains.Mapping;
using Diten.Interfaces.Allocation;

namespace Diten.Grains.Stations;

/// <summary>From the offers of a round to its plan, the allocator's problem, and back.</summary>
internal static class StationPlans
{
    /// <summary>Closes the offers and notes who offered, who was chosen, and who counts as away from now on.</summary>
    public static SelectionOutcome Close(StationBook book, double now)
    {
        var state = book.State;
        var outcome = BaseStation.CloseOffers(state, now);
        StationMember[] offered = [.. state.Members.Values.Where(member => member.OfferRound == state.Round).OrderBy(member => member.Id, StringComparer.Ordinal)];
        var chosen = Enumerable.Range(0, offered.Length).Where(i => offered[i].SelectedRound == state.Round).ToArray();
        if (book.Plan?.Owner is not null) book.Before = book.Plan;
        book.Plan = new StoredPlan
        {
            Round = outcome.Round,
            Devices = Array.ConvertAll(offered, member => member.Id),
            Epochs = Array.ConvertAll(offered, member => member.Epoch),
            UpdateWeights = Array.ConvertAll(offered, member => member.UpdateWeight),
            Frequencies = Array.ConvertAll(offered, member => member.FrequencyHz),
            Samples = Array.ConvertAll(offered, member => member.Samples),
            Staleness = Array.ConvertAll(offered, member => BaseStation.RoundGap(state, member.Id) ?? 0),
            Rates = Array.ConvertAll(offered, member => member.SubcarrierRate),
            ComputeJoules = Array.ConvertAll(offered, member => book.OfferedJoules.GetValueOrDefault(member.Id)),
            Chosen = chosen,
            BlockRates = [.. chosen.SelectMany(i => book.OfferedRates[offered[i].Id])],
        };
        book.PlanDirty = true;
        book.OfferedRates.Clear();
        book.OfferedJoules.Clear();
        foreach (var device in outcome.WentAway) book.Pages.Touch(device);
        return outcome;
    }

    /// <summary>The allocator's problem: the chosen, their T_cmp (Eq. 10), their rates, and who had what in the round before.</summary>
    public static AllocationProblemMessage ToProblem(StationBook book, StoredPlan plan)
    {
        var settings = book.Settings;
        return new AllocationProblemMessage
        {
            Allocator = settings.Allocator,
            ComputeSeconds = Array.ConvertAll(plan.Chosen, i => ComputeCost.Seconds(settings.CyclesPerSample, plan.Samples[i], plan.Frequencies[i])),
            ModelBits = settings.ModelBits(),
            BlockRates = plan.BlockRates,
            Subcarriers = settings.Subcarriers,
            BlockSubcarriers = settings.BlockSubcarriers,
            Previous = Previous(book.Before, plan),
            Seed = HashCode(settings.Seed, plan.Round),
            Network = book.State.Id,
        };
    }

    /// <summary>The plan with its allocation.</summary>
    public static StoredPlan With(StoredPlan plan, AllocationAnswerMessage answer) => plan with
    {
        BlockRates = [],
        Owner = answer.Owner,
        GrantedRates = answer.Rates,
        MakespanSeconds = answer.MakespanSeconds,
        Psi = answer.Psi,
        LowerBoundSeconds = answer.LowerBoundSeconds,
        DecisionSeconds = answer.DecisionSeconds,
    };

    private static int[]? Previous(StoredPlan? before, StoredPlan plan) => before?.Owner is { } owner
        ? PreviousOwners.Of(owner, [.. before.Chosen.Select(i => before.Devices[i])], [.. plan.Chosen.Select(i => plan.Devices[i])])
        : null;

    // The same seed and round, the same draw, on every machine.
    private static long HashCode(int seed, int round) => ((long)seed << 32) | (uint)round;
}
