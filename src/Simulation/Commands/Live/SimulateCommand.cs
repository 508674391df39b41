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
        var dashboard = Flags.Switch("--dashboard", "Serve the dashboard too, as up does.");
        var port = Flags.Whole("--port", "Port of the dashboard on this machine (127.0.0.1); 0 takes a free one.", 5080, 0, 65535);
        var flags = new ScenarioFlags(command, rounds: 20);
        var files = new ModelFiles();
        files.AddTo(command);
        foreach (var option in new Option[] { noTraining, dashboard, port }) command.Options.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = flags.Read(parsed);
            var folder = flags.DataFolder(parsed);
            var training = !parsed.GetValue(noTraining);
            var output = parsed.InvocationConfiguration.Output;
            if (files.AreUsed(parsed) && (!training || parsed.GetValue(dashboard)))
                throw new InputException("--start-model/--save-model", "need training, and go without --dashboard");
            if (parsed.GetValue(dashboard))
                return await DashboardRun.RunAsync(options, folder, training, parsed.GetValue(port), output, cancellationToken);
            return await Task.Run(
                () =>
                {
                    var simulator = SimulationLoader.Load(options, folder, training, workload => files.Begin(parsed, workload));
                    var code = TerminalRun.Run(simulator, plain: false, output, cancellationToken);
                    files.End(parsed, simulator, output);
                    return code;
                },
                CancellationToken.None);
        });
        return command;
    }
}
