using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Diten.Observability;
using Diten.Silo.Commands;
using Diten.Silo.Health;
using Diten.Silo.Settings;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using StackExchange.Redis;

namespace Diten.Silo.Hosting;

/// <summary>The life of one silo process: check, start, wait for a signal, drain.</summary>
internal static class SiloRun
{
    /// <summary>The host breaks the drain off by itself; whoever does not listen to that is left so long.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    /// <summary>Runs until SIGTERM, Ctrl-C or cancellation.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    /// <exception cref="SettingsException">A setting is wrong.</exception>
    /// <exception cref="StartException">A port is busy, a file or database is not to be had.</exception>
    public static async Task<int> RunAsync(SiloSettings settings, IConfiguration configuration, bool attached, TextWriter output, CancellationToken cancellationToken)
    {
        RequireFree(settings.Network.SiloPort, "silo port", "--silo-port", settings.Network.ListenAddress());
        RequireFree(settings.Network.GatewayPort, "gateway port", "--gateway-port", settings.Network.ListenAddress());
        RequireFree(settings.Health.Port, "health port", "--health-port", settings.Health.Address);
        using var export = StartExport();
        DrainGauge.Show(drains: false);
        await using var stores = await Stores.OpenAsync(settings, cancellationToken);
        using var host = SiloHost.Build(settings, configuration, stores, attached, export: export);
        await StartAsync(host, cancellationToken);
        var health = host.Services.GetRequiredService<HealthServer>();
        await output.WriteLineAsync($"diten silo: ready; cluster {settings.Cluster.Id}, storage {stores.Description}, silo {settings.Network.Advertise}:{settings.Network.SiloPort}, gateway {settings.Network.Advertise}:{settings.Network.GatewayPort}, health {health.Url}/health/ready");
        await output.FlushAsync(cancellationToken);
        return await DrainAsync(host, TimeSpan.FromSeconds(settings.Drain.Seconds), output, cancellationToken);
    }

    private static OtlpExport StartExport()
    {
        try
        {
            return OtlpExport.Start("diten-silo");
        }
        catch (ExportSettingsException e)
        {
            throw new SettingsException([e.Message]);
        }
    }

    private static async Task StartAsync(IHost host, CancellationToken cancellationToken)
    {
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch (OptionsValidationException e)
        {
            throw new SettingsException([.. e.Failures]);
        }
        catch (Exception e) when (e is SocketException or IOException or DbException or RedisException or Orleans.Runtime.OrleansException or TimeoutException)
        {
            throw new StartException($"the silo could not start: {e.GetBaseException().Message}", e);
        }
    }

    private static async Task<int> DrainAsync(IHost host, TimeSpan drain, TextWriter output, CancellationToken cancellationToken)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var told = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() =>
        {
            DrainGauge.Show(drains: true);
            stopping.SetResult();
        });
        var shutdown = host.WaitForShutdownAsync(cancellationToken);
        await Task.WhenAny(shutdown, stopping.Task);
        try
        {
            await shutdown.WaitAsync(drain + s_grace, TimeProvider.System, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            await output.WriteLineAsync("diten silo: did not drain in time: something that it needs does not answer; it ends regardless");
            await output.FlushAsync(CancellationToken.None);
            // What hangs would hang again while it is disposed of: the membership's last word waits for its database for minutes.
            Environment.Exit(ExitCode.Failed);
        }
        catch (Exception e) when (e is OperationCanceledException or AggregateException)
        {
            await output.WriteLineAsync($"diten silo: did not drain in time: {e.GetBaseException().Message}");
            return ExitCode.Failed;
        }
        await output.WriteLineAsync("diten silo: drained; everything is stored");
        return ExitCode.Done;
    }

    private static void RequireFree(int port, string what, string option, IPAddress address)
    {
        if (port == 0) return;
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new StartException($"{what} {port} on {address}: {e.Message} ({option} chooses another)", e);
        }
    }
}
