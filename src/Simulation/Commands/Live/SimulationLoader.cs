using Diten.Simulation.Engine;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Commands.Live;

/// <summary>Builds the simulator that a person asked for, or says what is wrong with the wish.</summary>
internal static class SimulationLoader
{
    /// <summary>Loads the data and builds the network.</summary>
    /// <param name="options">The scenario.</param>
    /// <param name="dataFolder">Folder of the data sets, or null for what DITEN_DATA names.</param>
    /// <param name="training">False simulates time, energy and bits only.</param>
    /// <param name="prepare">What to make of the workload first; null to take it as it is.</param>
    /// <exception cref="InputException">There is no such model or data set, or they do not fit.</exception>
    public static Simulator Load(ScenarioOptions options, string? dataFolder, bool training, Func<Workload, Workload>? prepare = null)
    {
        try
        {
            if (!training) return new Simulator(options);
            var workload = WorkloadFactory.Load(options, dataFolder);
            return new Simulator(options, prepare?.Invoke(workload) ?? workload);
        }
        catch (Exception e) when (IsChoice(e))
        {
            throw Explain(e);
        }
    }

    /// <summary>Whether a failure to load is a person's choice and not a fault.</summary>
    public static bool IsChoice(Exception error) => error is ArgumentException or FileNotFoundException or DirectoryNotFoundException or InvalidDataException;

    /// <summary>Says which choice it was.</summary>
    public static InputException Explain(Exception error) =>
        new(error is ArgumentOutOfRangeException { ParamName: { } name } ? name : "--model/--dataset", error.Message.Split(" (Parameter", 2)[0]);
}
