namespace Diten.Simulation.Scenario;

/// <summary>Loads what a scenario learns.</summary>
public static class WorkloadFactory
{
    /// <summary>Loads the data set, deals it out and creates the learner.</summary>
    /// <param name="options">The scenario.</param>
    /// <param name="dataFolder">Folder that holds <c>mnist/</c> and the others; null for what DITEN_DATA names, if anything.</param>
    public static Workload Load(ScenarioOptions options, string? dataFolder) =>
        throw new NotSupportedException("lands with the next commit");
}
