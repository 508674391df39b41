using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Diten.Silo.Hosting;
using Diten.Silo.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Diten.Cluster.Bench;

/// <summary>What the silo stores in.</summary>
internal enum BenchStore
{
    Memory,
    Sqlite,
    Postgres,
}

/// <summary>One silo in this process, composed as the real one, and a client that reaches it over TCP on loopback.</summary>
internal sealed class BenchHost : IAsyncDisposable
{
    private readonly IHost _silo;
    private readonly IHost _client;
    private readonly Stores _stores;
    private readonly string _folder;
    private bool _hasLeft;

    private BenchHost(IHost silo, IHost client, Stores stores, string folder) => (_silo, _client, _stores, _folder) = (silo, client, stores, folder);

    /// <summary>Calls from within the silo's process.</summary>
    public IGrainFactory Cohosted => _silo.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Calls over TCP.</summary>
    public IGrainFactory Tcp => _client.Services.GetRequiredService<IClusterClient>();

    /// <summary>Size of what is stored in files.</summary>
    public long StoreBytes => Directory.EnumerateFiles(_folder).Sum(file => new FileInfo(file).Length);

    /// <summary>Starts both.</summary>
    /// <param name="durability"><c>batched</c> or <c>acknowledged</c>.</param>
    /// <param name="store">What the silo stores in.</param>
    /// <param name="postgres">Connection string, for PostgreSQL.</param>
    /// <param name="flushInterval">Of the mode <c>batched</c>.</param>
    /// <param name="traced">Whether calls carry traces on, as where they are exported.</param>
    public static async Task<BenchHost> StartAsync(string durability, BenchStore store, string? postgres = null, string flushInterval = "00:00:01", bool traced = false)
    {
        var folder = Directory.CreateTempSubdirectory("diten-bench-").FullName;
        var (siloPort, gatewayPort) = (FreePort(), FreePort());
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Diten:Storage:Kind"] = store.ToString(),
            ["Diten:Storage:File"] = Path.Combine(folder, "bench.db"),
            ["Diten:Postgres:ConnectionString"] = postgres,
            ["Diten:Durability:Mode"] = durability,
            ["Diten:Durability:FlushInterval"] = flushInterval,
            ["Diten:Drain:Seconds"] = "300",
            ["Diten:Network:SiloPort"] = siloPort.ToString(CultureInfo.InvariantCulture),
            ["Diten:Network:GatewayPort"] = gatewayPort.ToString(CultureInfo.InvariantCulture),
            ["Diten:Health:Port"] = FreePort().ToString(CultureInfo.InvariantCulture),
            ["Logging:LogLevel:Default"] = "Warning",
        }).Build();
        var settings = SiloSettings.Read(configuration);
        var stores = await Stores.OpenAsync(settings, CancellationToken.None);
        var silo = SiloHost.Build(settings, configuration, stores, attached: false, silo => { if (traced) silo.AddActivityPropagation(); });
        await silo.StartAsync();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.UseOrleansClient(client =>
        {
            client.UseStaticClustering(new IPEndPoint(IPAddress.Loopback, gatewayPort)).Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (settings.Cluster.Id, settings.Cluster.Service));
            if (traced) client.AddActivityPropagation();
        });
        var host = builder.Build();
        await host.StartAsync();
        return new BenchHost(silo, host, stores, folder);
    }

    /// <summary>The silo stores what is not stored and leaves, as after SIGTERM.</summary>
    public async Task DrainAsync()
    {
        if (_hasLeft) return;
        _hasLeft = true;
        await _client.StopAsync();
        await _silo.StopAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DrainAsync();
        _client.Dispose();
        _silo.Dispose();
        await _stores.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
