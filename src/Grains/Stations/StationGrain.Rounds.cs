using Diten.Core.Stations;
using Diten.Core.Telemetry;
using Diten.Grains.Mapping;
using Diten.Interfaces.Allocation;

namespace Diten.Grains.Stations;

internal sealed partial class StationGrain
{
    protected override async Task<bool> StepAsync(StationBook book)
    {
        var state = book.State;
        var step = BaseStation.NextStep(state, Now);
        switch (step)
        {
            case StationStep.BeginRound:
                return await BeginRoundAsync(book);
            case StationStep.ExtendOffers:
                BaseStation.ExtendOffers(state, Now);
                Announce();
                return true;
            case StationStep.CloseOffers:
                if (StationPlans.Close(book, Now).WentAway is { Count: > 0 } silent) LogAway(Log, Id, silent.Count, state.Options.AwayAfter, silent[0]);
                await AllocateAsync(book);
                return true;
            case StationStep.Aggregate:
            case StationStep.Wait when state.Phase == StationPhase.Aggregating:
                return await EndRoundAsync(book);
            case StationStep.Wait when state.Phase == StationPhase.Uploading && _granted != state.Round:
                await AllocateAsync(book);
                return true;
            default:
                Wait(state.Deadline);
                return false;
        }
    }

    private async Task<bool> BeginRoundAsync(StationBook book)
    {
        var (state, settings) = (book.State, book.Settings);
        if (state.Members.Count < (state.Round == 0 ? settings.StartAt : 1)) return false;
        if (settings.TargetRounds > 0 && state.Round >= settings.TargetRounds)
        {
            await RestAsync();
            return false;
        }

        if (book.MacroModel is not null && !await AdoptMacroAsync(book)) return false;
        BaseStation.BeginRound(state, Now);
        Telemetry.Begin(state.Round);
        Telemetry.Enter();
        book.Pages.Prune(state);
        book.OfferedRates.Clear();
        book.Scale = BaseStation.MeasureScale(state, settings.ToWeightOptions());
        book.StartedAt = Time.GetUtcNow();
        await StoredAsync(book);
        if (Holds(book)) Announce();
        return true;
    }

    private async Task<bool> EndRoundAsync(StationBook book)
    {
        if (await AggregateAsync(book, (outcome, now) => StationRoundMapping.ToMessage(book, outcome, now)) is not { } outcome) return false;
        LogRound(Log, Id, outcome.Round, outcome.Updates.Count, outcome.Missing.Count, outcome.ModelVersion, (Time.GetUtcNow() - book.StartedAt).TotalSeconds);
        if (outcome.Refused.Count > 0) LogRefused(Log, Id, outcome.Round, RefusalCounts.TextOf(outcome.Refused));
        SendToMacro();
        return true;
    }

    private async Task AllocateAsync(StationBook book)
    {
        // Always the plan of this round: it is written together with the phase.
        if (book.Plan is not { } plan || plan.Round != book.State.Round) throw new InvalidOperationException($"round {book.State.Round} of {Id} has no plan");
        if (plan.Chosen.Length > 0)
        {
            if (plan.Owner is null)
            {
                using var activity = Telemetry.Begin(Activities.Allocate, plan.Round);
                var answer = await GrainFactory.GetGrain<IAllocatorGrain>(0).AllocateAsync(StationPlans.ToProblem(book, plan));
                if (!Holds(book) || book.Plan != plan) return;
                book.Plan = StationPlans.With(plan, answer);
                book.PlanDirty = true;
                Telemetry.Allocated(activity, book.Settings.Allocator, book.Plan);
            }

            await StoredAsync(book);
            if (!Holds(book)) return;
        }

        _granted = plan.Round;
        Announce();
    }
}
