using System.Net;
using System.Net.Sockets;
using Diten.Core.Network;
using Diten.Dashboard.Hosting;
using Diten.Simulation.Live;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Commands.Live;

/// <summary>Runs a simulated network behind its dashboard and prints a line per round.</summary>
internal static class DashboardRun
{
    /// <summary>Serves until cancelled; the page stays up after the last round.</summary>
    /// <param name="options">The scenario.</param>
    /// <param name="dataFolder">Folder of the data sets, or null for what DITEN_DATA names.</param>
    /// <param name="training">False simulates time, energy and bits only.</param>
    /// <param name="port">Port on this machine; 0 takes a free one.</param>
    /// <param name="output">Where lines go.</param>
    /// <param name="prepare">What to make of the workload first; null to take it as it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    /// <exception cref="InputException">There is no such model or data set, or they do not fit.</exception>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<int> RunAsync(ScenarioOptions options, string? dataFolder, bool training, int port, TextWriter output, Func<Workload, Workload>? prepare, CancellationToken cancellationToken)
    {
        RequireFree(port);
        using var export = ProcessExport.Start("diten-simulation");
        Workload? Load(CancellationToken stop)
        {
            var workload = training ? WorkloadFactory.Load(options, dataFolder) : null;
            if (workload is not null && prepare is not null) workload = prepare(workload);
            foreach (var line in ScenarioText.Of(options, workload)) output.WriteLine(line);
            return workload;
        }

        var network = new SimulatedNetwork(options, Load, new LiveOptions(), TimeProvider.System, export.LoggerFor("Diten.Simulation"));
        await using (network)
        {
            var host = DashboardHost.Create(network, new DashboardOptions { Urls = [$"http://127.0.0.1:{port}"] }, TimeProvider.System, export.AddTo);
            await using (host)
            {
                await host.StartAsync(cancellationToken);
                await output.WriteLineAsync($"dashboard {string.Join(", ", host.Urls)} (Ctrl-C ends it)");
                network.Start();
                return await ServeAsync(network, options, output, cancellationToken);
            }
        }
    }

    /// <summary>Asked before the host is built, so that the answer is one line and not the host's own report of its failure.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    public static void RequireFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
            probe.Start();
        }
        catch (SocketException e)
        {
            throw new IOException($"port {port} of 127.0.0.1 is in use; choose another with --port, or 0 for a free one", e);
        }
    }

    private static async Task<int> ServeAsync(SimulatedNetwork network, ScenarioOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var lines = PrintAsync(network, output, done.Token);
        try
        {
            await network.Completion.WaitAsync(cancellationToken);
            await done.CancelAsync();
            await lines;
            await output.WriteLineAsync($"{options.Rounds} rounds are done; the dashboard stays until Ctrl-C");
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (Exception e) when (SimulationLoader.IsChoice(e))
        {
            throw SimulationLoader.Explain(e);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await lines;
            await output.WriteLineAsync("stopped");
        }
        return ExitCode.Done;
    }

    private static async Task PrintAsync(SimulatedNetwork network, TextWriter output, CancellationToken cancellationToken)
    {
        var lines = new RoundLine();
        var next = 1;
        async Task CatchUpAsync()
        {
            foreach (var round in await network.ListRoundsAsync(null, next, 1000, withDevices: false, CancellationToken.None))
            {
                await output.WriteLineAsync(lines.Of(round));
                next = round.Round + 1;
            }
        }

        try
        {
            await foreach (var happened in network.WatchAsync(0, cancellationToken))
            {
                if (happened.Kind == "round") await CatchUpAsync();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Who waits for the lines has ended them.
        }
        await CatchUpAsync();
    }
}
