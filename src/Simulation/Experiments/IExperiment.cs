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

    /// <summary>The series to run, in the order of the results.</summary>
    IReadOnlyList<SeriesPlan> Plan(ExperimentSettings settings);

    /// <summary>Figures, tables and findings.</summary>
    /// <param name="run">All series of the plan, finished.</param>
    ReportSection Describe(ExperimentRun run);
}

/// <summary>A finished experiment.</summary>
/// <param name="Experiment">Which.</param>
/// <param name="Settings">With these settings.</param>
/// <param name="Series">Results in the plan's order.</param>
internal sealed record ExperimentRun(IExperiment Experiment, ExperimentSettings Settings, IReadOnlyList<SeriesResult> Series)
{
    /// <summary>What was learned, for people; all series of an experiment learn the same.</summary>
    public string Dataset => Series.Select(series => series.Dataset).FirstOrDefault(name => name.Length > 0) ?? "none (no training)";

    /// <summary>Series with a label of this value.</summary>
    public IEnumerable<SeriesResult> With(string label, string value) => Series.Where(series => series.Label(label) == value);
}
