namespace Diten.Simulation.Experiments;

/// <summary>Every experiment by name, in the order of the report.</summary>
internal static class ExperimentTable
{
    /// <summary>All experiments.</summary>
    public static IReadOnlyList<IExperiment> All { get; } = [];
}
