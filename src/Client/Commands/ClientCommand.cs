using System.CommandLine;
using Diten.Client.Cluster;
using Diten.Client.Hosting;
using Diten.Dashboard.Hosting;
using Diten.Observability;
using Diten.Simulation.Commands;
using Diten.Simulation.Commands.Live;

namespace Diten.Client.Commands;

/// <summary><c>diten client</c>: dashboard and API over a cluster.</summary>
internal static class ClientCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("client", "Serves the dashboard and the API over a running cluster.");
        var urls = new Option<string[]>("--url")
        {
            Description = $"Address to listen on; may be given more than once; port 0 takes a free one. [default: {DashboardOptions.DefaultUrl}]",
            HelpName = "address",
            Arity = ArgumentArity.OneOrMore,
        };
        var hosts = new Option<string[]>("--allowed-host")
        {
            Description = "Host name that requests may carry, beside this machine's own; may be given more than once; * for all.",
            HelpName = "name",
            Arity = ArgumentArity.OneOrMore,
        };
        var name = new Option<string>("--name") { Description = "What people call the network.", DefaultValueFactory = _ => new ClusterOptions().Name, HelpName = "name" };
        foreach (var option in new Option[] { urls, hosts, name }) command.Options.Add(option);
        var flags = new ConnectionFlags(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var defaults = new DashboardOptions();
            var options = new DashboardOptions
            {
                Urls = parsed.GetValue(urls) is { Length: > 0 } given ? given : defaults.Urls,
                AllowedHosts = [.. defaults.AllowedHosts, .. parsed.GetValue(hosts) ?? []],
            };
            var output = parsed.InvocationConfiguration.Output;
            using var export = ProcessExport.Start("diten-client");
            var connection = flags.Connect(parsed, export);
            await using (connection)
            {
                var network = new ClusterNetwork(connection, new ClusterOptions { Name = parsed.GetValue(name)! }, TimeProvider.System);
                await using (network) await ServeAsync(network, options, connection, export, output, cancellationToken);
            }
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task ServeAsync(ClusterNetwork network, DashboardOptions options, ClusterConnection connection, OtlpExport export, TextWriter output, CancellationToken cancellationToken)
    {
        var host = DashboardHost.Create(network, options, TimeProvider.System, export.AddTo);
        await using (host)
        {
            await host.StartAsync(cancellationToken);
            await output.WriteLineAsync($"dashboard {string.Join(", ", host.Urls)} (Ctrl-C ends it)");
            try
            {
                await connection.FindAsync(output, cancellationToken);
                await output.WriteLineAsync("connected to the cluster");
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await output.WriteLineAsync("stopped");
            }
            await host.StopAsync(CancellationToken.None);
        }
    }
}
