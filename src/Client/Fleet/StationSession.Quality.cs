using Diten.Learning.Training;

namespace Diten.Client.Fleet;

internal sealed partial class StationSession
{
    private int _judged;

    /// <summary>Judges a new model on the test set and tells the station.</summary>
    private async Task JudgeAsync(GlobalModel model, CancellationToken stop)
    {
        if (!_fleet.Options.TellsQuality || model.Version <= _judged) return;
        var quality = await FleetJudge.EvaluateAsync(_fleet, model, stop);
        _judged = model.Version;
        await _fleet.Patience.AskAsync(() => Station.TellQualityAsync(model.Version, quality.Accuracy, quality.Loss), stop);
    }
}

/// <summary>Judges models on the fleet's test set.</summary>
internal static class FleetJudge
{
    /// <summary>Accuracy and loss; a regression has no accuracy, which is then not a number.</summary>
    public static async Task<Learning.Evaluation> EvaluateAsync(FleetContext fleet, GlobalModel model, CancellationToken stop)
    {
        await fleet.Threads.WaitAsync(stop);
        try
        {
            return await Task.Run(
                () => ParallelEvaluator.Evaluate(fleet.Workload.Learner, model.Parameters, fleet.Workload.Data.Test, fleet.Options.Scenario.EffectiveThreads, stop), stop);
        }
        finally
        {
            fleet.Threads.Release();
        }
    }
}
