using System.CommandLine;
using Diten.Client.Up;
using Diten.Simulation.Commands;

namespace Diten.Client.Commands;

/// <summary><c>diten up</c> in the full profile: silo, dashboard and devices on this machine.</summary>
internal static class UpCommand
{
    /// <summary>
    /// Half the transmission time, which is mostly below a second, is spent for real: with the training of 100 devices a round
    /// then takes a second or two on a small machine.
    /// </summary>
    private const double TimeScale = 0.5;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("up", "Starts a silo with its database, the dashboard, and 100 devices that learn digits; what it has learned is kept for the next time.");
        var silo = new Option<string>("--silo") { Description = "Path of the silo's program (Diten.Silo.dll).", Required = true, HelpName = "file" };
        var port = Flags.Whole("--port", "Port of the dashboard on this machine (127.0.0.1); 0 takes a free one.", 5080, 0, 65535);
        var state = new Option<string>("--state") { Description = "Folder that keeps the network.", DefaultValueFactory = _ => StateFolder.Default, HelpName = "folder" };
        var fresh = Flags.Switch("--fresh", "Forget the network that is kept there, and begin anew.");
        foreach (var option in new Option[] { port, state, fresh, silo }) command.Options.Add(option);
        var tls = new TlsFlags(command, "a certificate for silo and client");
        var flags = new FleetFlags(command, TimeScale, neighbours: 3, oneStation: false);
        command.SetAction((parsed, cancellationToken) =>
        {
            var scenario = flags.Scenario(parsed);
            var several = scenario.Stations > 1 || scenario.MacroStation;
            var fleet = flags.Fleet(parsed, scenario) with
            {
                Stations = [.. Enumerable.Range(1, scenario.Stations).Select(s => $"bs-{s}")],
                Macro = several ? "macro" : null,
                Prefix = flags.Kind(parsed) is "turbofan" ? "engine" : "device",
            };
            var options = new UpOptions(
                parsed.GetValue(silo)!, parsed.GetValue(port), parsed.GetValue(state)!, parsed.GetValue(fresh), fleet,
                flags.Fingerprint(parsed, scenario), () => flags.Load(parsed, scenario), tls.Read(parsed));
            return new UpRun(options, parsed.InvocationConfiguration.Output, TimeProvider.System).RunAsync(cancellationToken);
        });
        return command;
    }
}
