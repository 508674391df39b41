using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Report;

namespace Diten.Simulation.Experiments;

/// <summary>One experiment: which series it needs, and what it makes of them. Add one to <see cref="ExperimentTable"/>.</summary>
internal interface IExperiment
{
    /// <summary>Name on the command line.</summary>
    string Name { get; }

    /// <summary>One line for the command's help.</summary>
    string Summary { get; }

    /// <summary>Whether more seeds than one make repetitions of it; false where it has its own statistics of many draws for one seed.</summary>
    bool TakesSeeds => true;

    /// <summary>The series to run, in the order of the results.</summary>
    IReadOnlyList<SeriesPlan> Plan(ExperimentSettings settings);

    /// <summary>Figures, tables and findings.</summary>
    /// <param name="run">All series of the plan, finished.</param>
    ReportSection Describe(ExperimentRun run);
}

/// <summary>A finished experiment.</summary>
/// <param name="Experiment">Which.</param>
/// <param name="Settings">With these settings.</param>
/// <param name="Seeds">Results of each seed.</param>
internal sealed record ExperimentRun(IExperiment Experiment, ExperimentSettings Settings, IReadOnlyList<SeedRun> Seeds)
{
    private readonly Lazy<SeriesResult[]> _means = new(() => [.. Enumerable.Range(0, Seeds[0].Series.Count).Select(i => Repetitions.Pool([.. Seeds.Select(one => one.Series[i])]))]);

    /// <summary>Results in the plan's order; of several seeds the means, of a run that was cut the first seed's.</summary>
    public IReadOnlyList<SeriesResult> Series => IsComplete ? _means.Value : Seeds[0].Series;

    /// <summary>Whether every seed has the same finished series.</summary>
    public bool IsComplete => Seeds.All(one => one.Series.Select(series => series.Title).SequenceEqual(Seeds[0].Series.Select(series => series.Title), StringComparer.Ordinal));

    /// <summary>What was learned, for people; all series of a seed learn the same.</summary>
    public string Dataset => Seeds.SelectMany(one => one.Series).Select(series => series.Dataset).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).ToArray() is { Length: > 0 } names
        ? string.Join("; ", names)
        : "none (no training)";

    /// <summary>Series with a label of this value.</summary>
    public IEnumerable<SeriesResult> With(string label, string value) => Series.Where(series => series.Label(label) == value);
}

/// <summary>The finished series of one seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Series">Results in the plan's order.</param>
internal sealed record SeedRun(int Seed, IReadOnlyList<SeriesResult> Series);
