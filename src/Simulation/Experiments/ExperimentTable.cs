using Diten.Simulation.Experiments.Paper;

namespace Diten.Simulation.Experiments;

/// <summary>Every experiment by name, in the order of the report.</summary>
internal static class ExperimentTable
{
    /// <summary>All experiments.</summary>
    public static IReadOnlyList<IExperiment> All { get; } =
    [
        new AccuracyExperiment(), new TimeExperiment(), new ParticipantsExperiment(), new EstimatesExperiment(), new FrequencyExperiment(),
        new AllocatorExperiment(), new NonIidExperiment(), new ModesExperiment(), new RulExperiment(),
    ];

    /// <summary>The experiment of a name, or null.</summary>
    public static IExperiment? Find(string name) => All.FirstOrDefault(experiment => experiment.Name == name);
}
