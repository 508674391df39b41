using Diten.Interfaces.Stations;

namespace Diten.Client.Fleet;

/// <summary>Judges the macro base station's models on the fleet's test set.</summary>
/// <param name="fleet">The fleet.</param>
/// <param name="macro">Id of the macro base station.</param>
internal sealed class MacroJudge(FleetContext fleet, string macro)
{
    private IMacroStationGrain Macro => fleet.Access.Grains.GetGrain<IMacroStationGrain>(macro);

    /// <summary>Follows it until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var judged = 0;
        for (var seen = 0L; ;)
        {
            // Its long poll takes longer than other calls may: patience asks again, and misses nothing.
            var status = await fleet.Patience.AskAsync(() => Macro.GetStatusAsync(), stop);
            if (status.Sequence == seen) await Task.Delay(TimeSpan.FromMilliseconds(200), fleet.Time, stop);
            seen = status.Sequence;
            if (!fleet.Options.TellsQuality || status.Model is not { } reference || reference.Version <= judged) continue;
            var model = await fleet.Patience.AskAsync(() => GlobalModel.PullAsync(fleet.Access.Grains, reference), stop);
            if (model is null) continue;
            var quality = await FleetJudge.EvaluateAsync(fleet, model, stop);
            judged = model.Version;
            await fleet.Patience.AskAsync(() => Macro.TellQualityAsync(model.Version, quality.Accuracy, quality.Loss), stop);
        }
    }
}
