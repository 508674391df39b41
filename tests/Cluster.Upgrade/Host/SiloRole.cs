using System.Net;
using Diten.Grains.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Storage;

namespace Diten.Cluster.Upgrade;

/// <summary>One silo of a cluster on this machine; says "ready", stops when its input ends.</summary>
internal static class SiloRole
{
    public static async Task RunAsync(int port, int gateway, int primary, string folder)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(port, gateway, new IPEndPoint(IPAddress.Loopback, primary))
            .AddDitenGrains()
            .UseInMemoryReminderService()
            .Configure<ClusterMembershipOptions>(o =>
            {
                o.ProbeTimeout = TimeSpan.FromSeconds(1);
                o.TableRefreshTimeout = TimeSpan.FromSeconds(2);
            })
            .ConfigureServices(services =>
            {
                foreach (var name in new[] { StorageNames.State, StorageNames.Models })
                    services.AddKeyedSingleton<IGrainStorage>(name, (p, _) => new FolderStorage(folder, name, p.GetRequiredService<IGrainStorageSerializer>()));
            }));
        using var host = builder.Build();
        await host.StartAsync();
        await Console.Out.WriteLineAsync("ready");
        while (await Console.In.ReadLineAsync() is not null)
        {
            // Nothing is asked of a silo.
        }

        await host.StopAsync();
        await Console.Out.WriteLineAsync("stopped");
    }
}
