using System.CommandLine;
using Diten.Simulation.Commands.Solve;

namespace Diten.Simulation.Commands;

/// <summary>Every command, in the order in which a newcomer meets them.</summary>
internal static class CommandTable
{
    /// <summary>Adds all commands.</summary>
    public static void AddTo(Command root)
    {
        root.Subcommands.Add(SolveCommand.Create());
    }
}
