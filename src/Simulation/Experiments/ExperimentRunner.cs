using Diten.Simulation.Experiments.Series;

namespace Diten.Simulation.Experiments;

/// <summary>Runs the series of experiments, those that are equal only once, and keeps each as it is finished.</summary>
/// <param name="settings">What the person chose.</param>
/// <param name="store">Finished series.</param>
/// <param name="workloads">Data sets.</param>
internal sealed partial class ExperimentRunner(ExperimentSettings settings, SeriesStore store, Workloads workloads)
{
    /// <summary>Runs what is not in the store yet.</summary>
    /// <param name="experiments">Which experiments.</param>
    /// <param name="progress">Is told of every step.</param>
    /// <param name="cancellationToken">Ends the run; finished series stay.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Run(IReadOnlyList<IExperiment> experiments, IRunProgress progress, CancellationToken cancellationToken)
    {
        var plans = experiments
            .SelectMany(experiment => experiment.Plan(settings).Select(plan => (Plan: plan, Fingerprint: plan.Fingerprint(workloads))))
            .DistinctBy(item => item.Fingerprint, StringComparer.Ordinal)
            .ToArray();
        var open = plans.Where(item => store.Find(item.Fingerprint) is null).ToArray();
        workloads.ForgetLearning();
        progress.Begin(plans.Length, plans.Length - open.Length, open.Sum(item => item.Plan.Steps));
        foreach (var (plan, fingerprint) in open)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress.BeginSeries(plan.Title, plan.Steps);
            LogBegin(workloads.Log, plan.Title, plan.Steps);
            store.Save(fingerprint, plan.Run(workloads, progress.Step, cancellationToken));
            LogEnd(workloads.Log, plan.Title);
            progress.EndSeries();
        }
    }

    /// <summary>The finished series of one experiment in the plan's order, with the labels that this experiment gives them.</summary>
    public IReadOnlyList<SeriesResult> Collect(IExperiment experiment)
    {
        var results = new List<SeriesResult>();
        foreach (var plan in experiment.Plan(settings))
        {
            var result = store.Find(plan.Fingerprint(workloads));
            if (result is not null) results.Add(result with { Title = plan.Title, Labels = plan.Labels });
        }
        return results;
    }
}
