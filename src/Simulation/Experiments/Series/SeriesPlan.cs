using Diten.Simulation.Scenario;

namespace Diten.Simulation.Experiments.Series;

/// <summary>A series that is still to be run.</summary>
internal abstract record SeriesPlan
{
    /// <summary>Short name for progress bars and legends.</summary>
    public required string Title { get; init; }

    /// <summary>What tells it from the others, in the order of the columns in the results.</summary>
    public required IReadOnlyList<Label> Labels { get; init; }

    /// <summary>Steps of progress it takes, 1 or more.</summary>
    public abstract int Steps { get; }

    /// <summary>Everything that decides the result, and nothing else: equal fingerprints share one run.</summary>
    public abstract string Fingerprint(Workloads workloads);

    /// <summary>The scenario it runs; null where there is none, or several.</summary>
    public virtual ScenarioOptions? Scenario => null;

    /// <summary>Runs it.</summary>
    /// <param name="workloads">Data sets, loaded once.</param>
    /// <param name="step">Called after each step.</param>
    /// <param name="cancellationToken">Ends it; nothing of it is kept then.</param>
    public abstract SeriesResult Run(Workloads workloads, Action step, CancellationToken cancellationToken);
}
