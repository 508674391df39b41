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
        var (start, save) = (new StartModelFlag(), new SaveModelFlag());
        start.AddTo(command);
        save.AddTo(command);
        foreach (var option in new Option[] { noTraining, dashboard, port }) command.Options.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = flags.Read(parsed);
            var folder = flags.DataFolder(parsed);
            var training = !parsed.GetValue(noTraining);
            var output = parsed.InvocationConfiguration.Output;
            if (!training && (start.IsUsed(parsed) || save.IsUsed(parsed))) throw new InputException("--start-model/--save-model", "need training; leave --no-training out");
            if (save.IsUsed(parsed) && parsed.GetValue(dashboard)) throw new InputException("--save-model", "goes without --dashboard: 'diten query model' fetches the model of a network with a dashboard");
            save.Check(parsed);
            if (parsed.GetValue(dashboard))
                return await DashboardRun.RunAsync(options, folder, training, parsed.GetValue(port), output, workload => start.Begin(parsed, workload), cancellationToken);
            return await Task.Run(
                () =>
                {
                    var simulator = SimulationLoader.Load(options, folder, training, workload => start.Begin(parsed, workload));
                    var code = TerminalRun.Run(simulator, plain: false, output, cancellationToken);
                    save.Write(parsed, simulator, output);
                    return code;
                },
                CancellationToken.None);
        });
        return command;
    }
}
