using System.CommandLine;
using Diten.Simulation.Commands.Experiment;
using Diten.Simulation.Commands.Live;
using Diten.Simulation.Commands.Solve;

namespace Diten.Simulation.Commands;

/// <summary>Every command, in the order in which a newcomer meets them.</summary>
internal static class CommandTable
{
    /// <summary>Adds all commands.</summary>
    public static void AddTo(Command root)
    {
        Command[] commands =
        [
            UpCommand.Create(),
            SimulateCommand.Create(),
            ExperimentCommand.Create(),
            SolveCommand.Create(),
            TrainCommand.Create(),
            DataCommand.Create(),
            QueryCommand.Create(),
        ];
        foreach (var command in commands) root.Subcommands.Add(command);
    }
}
