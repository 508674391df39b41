using Diten.Simulation.Experiments.Series;

namespace Diten.Simulation.Experiments;

/// <summary>Runs the series of experiments, those that are equal only once, and keeps each as it is finished.</summary>
/// <param name="settings">What the person chose.</param>
/// <param name="store">Finished series.</param>
/// <param name="workloads">Data sets.</param>
internal sealed partial class ExperimentRunner(ExperimentSettings settings, SeriesStore store, Workloads workloads)
{
    private readonly Dictionary<(string Experiment, int Seed), List<(SeriesPlan Plan, string Fingerprint)>> _plans = [];
    private int? _held;

    /// <summary>Runs what is not in the store yet.</summary>
    /// <param name="experiments">Which experiments.</param>
    /// <param name="progress">Is told of every step.</param>
    /// <param name="cancellationToken">Ends the run; finished series stay.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Run(IReadOnlyList<IExperiment> experiments, IRunProgress progress, CancellationToken cancellationToken)
    {
        // Seed by seed, so that the data of one are in memory at a time.
        var plans = settings.Each
            .SelectMany(one => experiments.SelectMany(experiment => PlansOf(experiment, one.Seed)).Select(item => (item.Plan, item.Fingerprint, one.Seed)))
            .DistinctBy(item => item.Fingerprint, StringComparer.Ordinal)
            .ToArray();
        var open = plans.Where(item => store.Find(item.Fingerprint) is null).ToArray();
        workloads.ForgetLearning();
        progress.Begin(plans.Length, plans.Length - open.Length, open.Sum(item => item.Plan.Steps));
        foreach (var (plan, fingerprint, seed) in open)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Hold(seed);
            progress.BeginSeries(settings.Seeds == 1 ? plan.Title : $"seed {seed}: {plan.Title}", plan.Steps);
            LogBegin(workloads.Log, plan.Title, plan.Steps);
            store.Save(fingerprint, plan.Run(workloads, progress.Step, cancellationToken));
            LogEnd(workloads.Log, plan.Title);
            progress.EndSeries();
        }
    }

    /// <summary>The finished series of one experiment, seed by seed in the plan's order, with the labels that this experiment gives them.</summary>
    public IReadOnlyList<SeedRun> Collect(IExperiment experiment) =>
        [.. SeedsOf(experiment).Select(one => new SeedRun(one.Seed, [.. PlansOf(experiment, one.Seed).Select(Finished).OfType<SeriesResult>()]))];

    private SeriesResult? Finished((SeriesPlan Plan, string Fingerprint) item) =>
        store.Find(item.Fingerprint) is { } result ? result with { Title = item.Plan.Title, Labels = item.Plan.Labels } : null;

    private IEnumerable<ExperimentSettings> SeedsOf(IExperiment experiment) => settings.Each.Take(experiment.TakesSeeds ? settings.Seeds : 1);

    // A fingerprint names the data, so it may have to load them: once for each seed.
    private List<(SeriesPlan Plan, string Fingerprint)> PlansOf(IExperiment experiment, int seed)
    {
        if (SeedsOf(experiment).FirstOrDefault(one => one.Seed == seed) is not { } own) return [];
        if (_plans.TryGetValue((experiment.Name, seed), out var plans)) return plans;
        Hold(seed);
        plans = [.. experiment.Plan(own).Select(plan => (plan, plan.Fingerprint(workloads)))];
        _plans.Add((experiment.Name, seed), plans);
        return plans;
    }

    private void Hold(int seed)
    {
        if (_held is { } held && held != seed) workloads.Forget();
        _held = seed;
    }
}
