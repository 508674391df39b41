using Diten.Core.Stations;
using Diten.Grains.Mapping;

namespace Diten.Grains.Stations;

internal sealed partial class MacroStationGrain
{
    protected override async Task<bool> StepAsync(StationBook book)
    {
        var state = book.State;
        if (state.Phase == StationPhase.Aggregating || BaseStation.NextStep(state, Now) == StationStep.Aggregate)
        {
            var outcome = await AggregateAsync(book, (result, now) => MacroRoundMapping.ToMessage(book, result, now));
            if (outcome is not null) LogRound(Log, Id, outcome.Round, outcome.Updates.Count, outcome.Missing.Count, outcome.ModelVersion);
            return Holds(book);
        }

        // Idle, or waiting for base stations: a round is opened by what arrives.
        if (state.Phase == StationPhase.Uploading) Wait(state.Deadline);
        return false;
    }

    private void Open(StationBook book)
    {
        book.Withdrawn.UnionWith(MacroStation.BeginRound(book.State, Now).WentAway);
        Telemetry.Begin(book.State.Round);
        book.StartedAt = Time.GetUtcNow();
        book.Plan = MacroRoundMapping.ToPlan(book);
        book.PlanDirty = true;
    }
}
