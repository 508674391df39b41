using System.CommandLine;
using Diten.Client.Fleet;
using Diten.Simulation.Commands;
using Diten.Simulation.Commands.Live;

namespace Diten.Client.Commands;

/// <summary><c>diten devices</c>: simulated devices that are real clients of a cluster.</summary>
internal static class DevicesCommand
{
    private static readonly string[] s_kinds = ["device", "engine"];

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("devices", "Connects simulated devices to a running cluster: each has a twin, reports, trains on its own data and sends over the radio it is granted.");
        var station = new Option<string>("--station") { Description = "Station that serves them; it is set up if nobody has.", DefaultValueFactory = _ => "bs-1", HelpName = "id" };
        var macro = new Option<string?>("--macro") { Description = "Macro base station that aggregates the station's models with those of others; counts only where nobody has set the station up. [default: none]", HelpName = "id" };
        var prefix = new Option<string?>("--prefix") { Description = "Device ids begin with it. [default: the station and what they are, as in bs-1-device]", HelpName = "text" };
        var noQuality = Flags.Switch("--no-quality", "Judge no model; for all fleets of a station but one.");
        var untilDone = Flags.Switch("--until-done", "End after the station's last round (--rounds) instead of reporting until Ctrl-C.");
        foreach (var option in new Option[] { station, macro, prefix, noQuality, untilDone }) command.Options.Add(option);
        var fleetFlags = new FleetFlags(command, timeScale: 1, neighbours: 0, oneStation: true);
        var connectionFlags = new ConnectionFlags(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var scenario = fleetFlags.Scenario(parsed);
            var id = Id("--station", parsed.GetValue(station))!;
            var options = fleetFlags.Fleet(parsed, scenario) with
            {
                Stations = [id],
                Macro = Id("--macro", parsed.GetValue(macro)),
                Prefix = parsed.GetValue(prefix) ?? $"{id}-{s_kinds[fleetFlags.Kind(parsed) is "turbofan" ? 1 : 0]}",
                TellsQuality = !parsed.GetValue(noQuality),
            };
            var output = parsed.InvocationConfiguration.Output;
            using var export = ProcessExport.Start("diten-devices");
            // First, so that what is wrong with a model or a data set is the only thing that is said.
            var workload = await Task.Run(() => fleetFlags.Load(parsed, scenario), cancellationToken);
            var connection = connectionFlags.Connect(parsed, export);
            await using (connection)
            {
                foreach (var line in ScenarioText.Of(scenario, workload.Workload)) await output.WriteLineAsync(line);
                await connection.FindAsync(output, cancellationToken);
                await RunAsync(new DeviceFleet(options, workload, connection, TimeProvider.System, output.WriteLine, export.LoggerFor("Diten.Client.Fleet")), parsed.GetValue(untilDone), output, cancellationToken);
            }
            return ExitCode.Done;
        });
        return command;
    }

    private static string? Id(string option, string? given) =>
        given is not null && string.IsNullOrWhiteSpace(given) ? throw new InputException(option, "is empty; name a station, for example bs-1") : given;

    private static async Task RunAsync(DeviceFleet fleet, bool untilDone, TextWriter output, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = fleet.RunAsync(stop.Token);
        if (await Task.WhenAny(running, fleet.Finished) != running && fleet.Finished.IsCompletedSuccessfully)
        {
            await output.WriteLineAsync(untilDone ? "all rounds are done" : "all rounds are done; the devices report until Ctrl-C");
            if (untilDone) await stop.CancelAsync();
        }
        await running;
        await output.WriteLineAsync("stopped");
    }
}
