using System.CommandLine;
using Diten.Client.Bridge;
using Diten.Client.Cluster;
using Diten.Client.Hosting;
using Diten.Simulation.Commands;
using Diten.Simulation.Commands.Live;

namespace Diten.Client.Commands;

/// <summary><c>diten bridge</c>: machines that speak MQTT, and their twins.</summary>
internal static class BridgeCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("bridge", "Brings machines that speak MQTT together with their twins in a running cluster: reports, registrations and last wills in, commands and answers out.");
        var bridgeFlags = new BridgeFlags(command);
        var connectionFlags = new ConnectionFlags(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = bridgeFlags.Read(parsed);
            var output = parsed.InvocationConfiguration.Output;
            using var export = ProcessExport.Start("diten-bridge");
            var connection = connectionFlags.Connect(parsed, export);
            await using (connection)
            {
                var network = new ClusterNetwork(connection, new ClusterOptions(), TimeProvider.System);
                await using (network)
                {
                    var bridge = new MessageBridge(options, network, TimeProvider.System, output.WriteLine, export.LoggerFor("Diten.Client.Bridge"));
                    using var finding = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                    // The broker keeps nothing before it knows the bridge, so that does not wait until the cluster is there.
                    var found = FindAsync(connection, output, finding.Token);
                    try
                    {
                        await bridge.RunAsync(cancellationToken);
                    }
                    finally
                    {
                        await finding.CancelAsync();
                        await found.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    }
                }
            }
            await output.WriteLineAsync("stopped");
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task FindAsync(ClusterConnection connection, TextWriter output, CancellationToken cancellationToken)
    {
        await connection.FindAsync(output, cancellationToken);
        await output.WriteLineAsync("connected to the cluster");
    }
}
