using Diten.Client.Commands;
using Diten.Simulation.Commands;

namespace Diten.Client;

/// <summary>Entry point of <c>diten</c>'s commands that need a cluster.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        var root = CommandLine.NewRoot("A digital twin edge network: its dashboard, its simulated devices, machines that speak MQTT, and all of it on one machine.");
        foreach (var command in new[] { UpCommand.Create(), ClientCommand.Create(), DevicesCommand.Create(), BridgeCommand.Create(), HealthCommand.Create() }) root.Subcommands.Add(command);
        return CommandLine.RunAsync(root, args, Console.Out, Console.Error);
    }
}
