using Diten.Client.Cluster;
using Diten.Client.Commands;
using Diten.Client.Fleet;
using Diten.Client.Hosting;
using Diten.Dashboard.Hosting;
using Diten.Learning;
using Diten.Observability;
using Diten.Security;
using Diten.Simulation.Commands;
using Diten.Simulation.Commands.Live;
using Microsoft.AspNetCore.Builder;

namespace Diten.Client.Up;

/// <summary>A whole network on this machine: a silo, the dashboard, and devices, in that order; and back in the other.</summary>
/// <param name="wish">What was asked for.</param>
/// <param name="output">Where lines go.</param>
/// <param name="time">Clock.</param>
internal sealed class UpRun(UpOptions wish, TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan s_start = TimeSpan.FromMinutes(3);

    /// <summary>Runs until it is cancelled.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    /// <exception cref="IOException">The silo cannot be started or has died, or the port is in use.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        DashboardRun.RequireFree(wish.Port);
        var tls = TlsFlags.Load(wish.Tls);
        using var export = ProcessExport.Start("diten-up");
        using var state = StateFolder.Open(wish.State, wish.Fingerprint, wish.Fresh, out var isNew);
        try
        {
            return await RunAsync(new Beginning(began, isNew, state.Path, export), state, tls, cancellationToken);
        }
        catch (Exception e) when (isNew && e is InputException or LearnerException)
        {
            // What was asked for makes no network, and is not to stand in the way of what is asked for next.
            state.Forget();
            throw;
        }
    }

    private async Task<int> RunAsync(Beginning beginning, StateFolder state, TlsIdentity? tls, CancellationToken cancellationToken)
    {
        var ports = LoopbackPorts.Free(2);
        var silo = SiloProcess.Start(wish.Silo, SiloArguments.Of(ports[0], ports[1], state.DatabasePath, wish.Tls), time);
        await using (silo)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var dying = silo.WatchAsync(stop.Token);
            var loading = Task.Run(wish.Load, stop.Token);
            try
            {
                var connection = new ClusterConnection(new ConnectionOptions { Gateways = [$"127.0.0.1:{ports[1]}"], Tls = tls }, time, export: beginning.Export);
                await using (connection)
                {
                    connection.Start();
                    var network = new ClusterNetwork(connection, new ClusterOptions(), time);
                    await using (network)
                    {
                        var host = DashboardHost.Create(network, new DashboardOptions { Urls = [$"http://127.0.0.1:{wish.Port}"] }, time, beginning.Export.AddTo);
                        await using (host) await ServeAsync(host, connection, loading, dying, beginning, stop.Token);
                    }
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Ctrl-C before everything was there.
            }
            await stop.CancelAsync();
            if (!await silo.StopAsync()) throw new IOException($"the silo did not end well; its last lines were:{Environment.NewLine}{string.Join(Environment.NewLine, silo.LastLines)}");
            await output.WriteLineAsync($"stopped; the network is kept in {state.Path}");
            return ExitCode.Done;
        }
    }

    private async Task ServeAsync(WebApplication host, ClusterConnection connection, Task<FleetWorkload> loading, Task dying, Beginning beginning, CancellationToken stop)
    {
        await host.StartAsync(stop);
        try
        {
            await FirstAsync(connection.Connected.WaitAsync(s_start, time, stop), dying, connection);
            await output.WriteLineAsync($"dashboard {string.Join(", ", host.Urls)} (Ctrl-C ends everything)");
            var workload = await loading.WaitAsync(stop);
            foreach (var line in ScenarioText.Of(wish.Fleet.Scenario, workload.Workload)) await output.WriteLineAsync(line);
            await output.WriteLineAsync($"{(beginning.IsNew ? "a new network" : "the network goes on")} in {beginning.State}; up after {time.GetElapsedTime(beginning.At).TotalSeconds:F1} s");
            await LiveAsync(new DeviceFleet(wish.Fleet, workload, connection, time, output.WriteLine, beginning.Export.LoggerFor("Diten.Client.Fleet")), dying, stop);
        }
        finally
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
            await host.StopAsync(limit.Token);
        }
    }

    private async Task LiveAsync(DeviceFleet fleet, Task dying, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var running = fleet.RunAsync(end.Token);
        if (await Task.WhenAny(running, dying, fleet.Finished) == fleet.Finished)
        {
            await output.WriteLineAsync($"{wish.Fleet.Scenario.Rounds} rounds are done; dashboard and devices stay until Ctrl-C");
            await Task.WhenAny(running, dying);
        }
        await end.CancelAsync();
        await running;
        if (dying.IsFaulted) await dying;
    }

    /// <summary>Waits for one thing, unless another fails first.</summary>
    private static async Task FirstAsync(Task wanted, Task dying, ClusterConnection connection)
    {
        try
        {
            await await Task.WhenAny(wanted, dying);
        }
        catch (TimeoutException e)
        {
            throw new IOException($"the silo was not reached within {s_start.TotalSeconds:F0} s: {connection.Trouble}", e);
        }
    }

    private readonly record struct Beginning(long At, bool IsNew, string State, OtlpExport Export);
}
