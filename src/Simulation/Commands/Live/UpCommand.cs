using System.CommandLine;

namespace Diten.Simulation.Commands.Live;

/// <summary><c>diten up</c>: a simulated network with its dashboard.</summary>
internal static class UpCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("up", "Simulates a network of 100 devices that learn digits, and shows it in a browser.");
        var port = Flags.Whole("--port", "Port of the dashboard on this machine (127.0.0.1); 0 takes a free one.", 5080, 0, 65535);
        var noDashboard = Flags.Switch("--no-dashboard", "Only a line per round, no web server.");
        command.Options.Add(port);
        command.Options.Add(noDashboard);
        var flags = new ScenarioFlags(command, rounds: 100);
        var start = new StartModelFlag();
        start.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = flags.Read(parsed);
            var folder = flags.DataFolder(parsed);
            var output = parsed.InvocationConfiguration.Output;
            if (!parsed.GetValue(noDashboard))
                return await DashboardRun.RunAsync(options, folder, training: true, parsed.GetValue(port), output, workload => start.Begin(parsed, workload), cancellationToken);
            return await Task.Run(() => TerminalRun.Run(SimulationLoader.Load(options, folder, training: true, workload => start.Begin(parsed, workload)), plain: true, output, cancellationToken), CancellationToken.None);
        });
        return command;
    }
}
