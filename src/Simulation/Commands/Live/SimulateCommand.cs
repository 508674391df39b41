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
        var set = new SetFlag();
        var trace = new Option<string?>("--trace") { Description = "Write what every device did in every round there, as CSV with the units in its head.", HelpName = "file" };
        start.AddTo(command);
        save.AddTo(command);
        set.AddTo(command);
        foreach (var option in new Option[] { trace, noTraining, dashboard, port }) command.Options.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = ScenarioSetting.Apply(flags.Read(parsed), set.Read(parsed));
            var folder = flags.DataFolder(parsed);
            var training = !parsed.GetValue(noTraining);
            var output = parsed.InvocationConfiguration.Output;
            if (!training && (start.IsUsed(parsed) || save.IsUsed(parsed))) throw new InputException("--start-model/--save-model", "need training; leave --no-training out");
            if (save.IsUsed(parsed) && parsed.GetValue(dashboard)) throw new InputException("--save-model", "goes without --dashboard: 'diten query model' fetches the model of a network with a dashboard");
            var traceFile = parsed.GetValue(trace);
            if (traceFile is not null && parsed.GetValue(dashboard)) throw new InputException("--trace", "goes without --dashboard, whose API tells rounds with their devices");
            save.Check(parsed);
            if (traceFile is not null) WritableFile.Require("--trace", traceFile);
            if (parsed.GetValue(dashboard))
                return await DashboardRun.RunAsync(options, folder, training, parsed.GetValue(port), output, workload => start.Begin(parsed, workload), cancellationToken);
            return await Task.Run(
                () =>
                {
                    var simulator = SimulationLoader.Load(options, folder, training, workload => start.Begin(parsed, workload));
                    using var file = traceFile is null ? null : new StreamWriter(traceFile);
                    var rows = file is null ? null : new DeviceTrace(file);
                    var code = TerminalRun.Run(simulator, plain: false, output, cancellationToken, () => rows?.Write(simulator));
                    if (file is not null) output.WriteLine($"trace of {simulator.Round} rounds: {traceFile}");
                    save.Write(parsed, simulator, output);
                    return code;
                },
                CancellationToken.None);
        });
        return command;
    }
}
