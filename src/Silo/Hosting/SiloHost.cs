using Diten.Grains.Hosting;
using Diten.Grains.Telemetry;
using Diten.Observability;
using Diten.Security;
using Diten.Silo.Health;
using Diten.Silo.Settings;
using Orleans.Configuration;
using Orleans.Serialization;

namespace Diten.Silo.Hosting;

/// <summary>Composes the host of one silo: logging, health, membership, stores, grains.</summary>
internal static class SiloHost
{
    private static readonly TimeSpan s_lookAtList = TimeSpan.FromSeconds(10);

    /// <summary>Builds the host; nothing runs yet.</summary>
    /// <param name="settings">Checked settings.</param>
    /// <param name="configuration">Where they came from; grains bind theirs.</param>
    /// <param name="stores">Opened stores.</param>
    /// <param name="attached">Whether the silo ends with its standard input (<see cref="SignalLifetime"/>).</param>
    /// <param name="more">Whatever else the silo gets, last.</param>
    /// <param name="export">Where its traces and logs go; null for nowhere.</param>
    public static IHost Build(SiloSettings settings, IConfiguration configuration, Stores stores, bool attached, Action<ISiloBuilder>? more = null, OtlpExport? export = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ApplicationName = "diten" });
        builder.Configuration.AddConfiguration(configuration);
        AddLogging(builder.Logging, configuration);
        export?.AddTo(builder.Logging);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(settings.Drain.Seconds));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(stores);
        builder.Services.AddSingleton<IHostLifetime>(s => new SignalLifetime(s.GetRequiredService<IHostApplicationLifetime>(), attached));
        builder.Services.AddSingleton(settings.Health);
        builder.Services.AddSingleton<HealthState>();
        builder.Services.AddSingleton<HealthServer>();
        // First to start and last to stop, so that it can tell of starting and draining.
        builder.Services.AddHostedService(services => services.GetRequiredService<HealthServer>());
        builder.UseOrleans(silo =>
        {
            Configure(silo, settings, stores);
            if (export is { HasTraces: true }) silo.AddActivityPropagation();
            more?.Invoke(silo);
        });
        return builder.Build();
    }

    private static void Configure(ISiloBuilder silo, SiloSettings settings, Stores stores)
    {
        var network = settings.Network;
        silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (settings.Cluster.Id, settings.Cluster.Service));
        silo.Configure<EndpointOptions>(o =>
        {
            (o.AdvertisedIPAddress, o.SiloPort, o.GatewayPort) = (network.Advertise, network.SiloPort, network.GatewayPort);
            o.SiloListeningEndpoint = new(network.ListenAddress(), network.SiloPort);
            o.GatewayListeningEndpoint = new(network.ListenAddress(), network.GatewayPort);
        });
        silo.Configure<ClusterMembershipOptions>(o =>
        {
            o.ProbeTimeout = TimeSpan.FromSeconds(settings.Clustering.ProbeSeconds);
            // A silo of which anything was heard within the longest probe times the missed ones is not voted out. Left at its
            // default of four times the probe, a silo that is cut off without its connections breaking would stay for so long.
            o.MaxProbeTimeout = o.ProbeTimeout;
            o.NumMissedProbesLimit = settings.Clustering.MissedProbes;
            // A silo that was voted out while it could not be told finds it in the list, and ends.
            o.TableRefreshTimeout = s_lookAtList;
            // After the loss of all silos the first one to return waits until the others' last signs of life are three of these old.
            o.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(settings.Clustering.AliveSeconds);
            o.NumMissedTableIAmAliveLimit = 3;
        });
        Membership.Use(silo, settings, stores);
        GrainStores.Use(silo, settings, stores);
        silo.MeasureGrainStorage();
        // What a store says when a grain cannot be loaded goes to the caller; exceptions of these libraries would not be told otherwise.
        silo.Configure<ExceptionSerializationOptions>(o => o.SupportedNamespacePrefixes.UnionWith(["Npgsql", "StackExchange.Redis"]));
        if (settings.Tls.IsOn()) UseTls(silo, settings.Tls.Load());
        silo.AddDitenGrains();
    }

    /// <summary>On every connection: with other silos, both ways, and with clients.</summary>
    private static void UseTls(ISiloBuilder silo, TlsIdentity identity) => silo.Configure<SiloConnectionOptions>(options =>
    {
        options.ConfigureSiloInboundConnection(connection => connection.UseTls(identity, asServer: true));
        options.ConfigureGatewayInboundConnection(connection => connection.UseTls(identity, asServer: true));
        options.ConfigureSiloOutboundConnection(connection => connection.UseTls(identity, asServer: false));
    });

    private static void AddLogging(ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.AddSimpleConsole(o => (o.SingleLine, o.TimestampFormat, o.UseUtcTimestamp) = (true, "yyyy-MM-ddTHH:mm:ssZ ", true));
        // The watchdog's first look compares with the start of the machine, and warns of hours.
        logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning).SetMinimumLevel(LogLevel.Information);
        logging.AddConfiguration(configuration.GetSection("Logging"));
    }
}
