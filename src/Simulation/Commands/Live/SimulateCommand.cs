using System.CommandLine;

namespace Diten.Simulation.Commands.Live;

/// <summary><c>diten simulate</c>: one simulated network in the terminal.</summary>
internal static class SimulateCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("simulate", "Simulates one network and shows its rounds in the terminal.");
        var noTraining = Flags.Switch("--no-training", "Time, energy and bits only: fast enough for 10,000 devices.");
        var flags = new ScenarioFlags(command, rounds: 20);
        command.Options.Add(noTraining);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = flags.Read(parsed);
            var folder = flags.DataFolder(parsed);
            var training = !parsed.GetValue(noTraining);
            var output = parsed.InvocationConfiguration.Output;
            return await Task.Run(() => TerminalRun.Run(SimulationLoader.Load(options, folder, training), plain: false, output, cancellationToken), CancellationToken.None);
        });
        return command;
    }
}
