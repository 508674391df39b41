using System.Diagnostics;
using Diten.Cluster.Tests.Fleet;
using Diten.Cluster.Tests.Hosting;
using Diten.Grains.Hosting;
using Diten.Grains.Placement;
using Diten.Grains.Telemetry;
using Diten.Observability;
using Microsoft.Extensions.Configuration;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Diten.Cluster.Tests.Observability;

/// <summary>Two silos and a client that export to a receiver on loopback; each call that a silo takes says on its activity which silo it was.</summary>
public sealed class TracedCluster : ClusterFixture, IAsyncLifetime
{
    // Configurators are made by type.
    private static OtlpExport? s_export;
    private OtlpReceiver? _receiver;
    private RunningFleet? _fleet;

    internal OtlpReceiver Receiver => _receiver ?? throw new InvalidOperationException("not started");

    /// <summary>A station on the first silo.</summary>
    internal string Learning { get; private set; } = "";

    /// <summary>Its macro base station, on the second one.</summary>
    internal string Macro { get; private set; } = "";

    internal SiloAddress[] Addresses => [.. Cluster.GetActiveSilos().Select(silo => silo.SiloAddress)];

    async Task IAsyncLifetime.InitializeAsync()
    {
        _receiver = await OtlpReceiver.StartAsync();
        s_export = OtlpExport.Start("diten-tests", new ConfigurationBuilder().AddInMemoryCollection(_receiver.Environment).Build());
        await InitializeAsync();
        (Learning, Macro) = (NameAt(Addresses[0], "traced"), NameAt(Addresses[1], "traced-macro"));
        // It goes on reporting after its rounds, until the tests have ended.
        _fleet = SmallFleet.Start(Grains, SmallFleet.Fleet(SmallFleet.Options with { Rounds = 4 }, Learning) with { Prefix = "traced", Macro = Macro });
        await _fleet.FinishedAsync();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        if (_fleet is not null) await _fleet.DisposeAsync();
        await DisposeAsync();
        s_export!.Dispose();
        await Receiver.DisposeAsync();
    }

    /// <summary>The first of some names that belongs on a silo.</summary>
    private string NameAt(SiloAddress silo, string prefix) =>
        Enumerable.Range(0, 1000).Select(i => $"{prefix}-{i}").First(name => StationHome.Of(name, Addresses).Equals(silo));

    private protected override void Configure(TestClusterBuilder builder)
    {
        builder.AddSiloBuilderConfigurator<TracedSilo>();
        builder.AddClientBuilderConfigurator<TracedClient>();
    }

    private sealed class TracedSilo : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder) => siloBuilder
            .AddActivityPropagation()
            .AddIncomingGrainCallFilter<WhichSilo>()
            .AddSharedGrainStorage(StorageNames.State)
            .AddSharedGrainStorage(StorageNames.Models)
            .MeasureGrainStorage()
            .AddDitenGrains()
            .Configure<TwinGrainOptions>(o => (o.IndexInterval, o.LivenessInterval) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100)))
            .ConfigureLogging(logging => s_export!.AddTo(logging));
    }

    private sealed class TracedClient : IClientBuilderConfigurator
    {
        public void Configure(IConfiguration configuration, IClientBuilder clientBuilder) => clientBuilder.AddActivityPropagation();
    }

    /// <summary>Says on the activity of each call which silo takes it: both are in this process.</summary>
    private sealed class WhichSilo(ILocalSiloDetails silo) : IIncomingGrainCallFilter
    {
        public Task Invoke(IIncomingGrainCallContext context)
        {
            Activity.Current?.SetTag("silo", silo.SiloAddress.ToString());
            return context.Invoke();
        }
    }
}
