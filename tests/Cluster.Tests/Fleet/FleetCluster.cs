using Diten.Client.Cluster;
using Diten.Cluster.Tests.Hosting;
using Diten.Grains.Hosting;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Diten.Cluster.Tests.Fleet;

/// <summary>Silos with all grains and storage outside of them.</summary>
public class FleetCluster : IAsyncLifetime
{
    private TestCluster? _cluster;

    private protected virtual short Silos => 2;

    internal TestCluster Cluster => _cluster ?? throw new InvalidOperationException("not started");

    internal IGrainFactory Grains => Cluster.GrainFactory;

    public async Task InitializeAsync() => _cluster = await MiniCluster.StartAsync(Silos, Configure);

    public async Task DisposeAsync()
    {
        await Cluster.StopAllSilosAsync();
        await Cluster.DisposeAsync();
    }

    internal ITwinGrain Twin(string id) => Grains.GetGrain<ITwinGrain>(id);

    internal IStationGrain Station(string id) => Grains.GetGrain<IStationGrain>(id);

    internal ClusterNetwork Network() => new(new Access(Grains), new Diten.Client.Cluster.ClusterOptions(), TimeProvider.System);

    private protected virtual void Configure(TestClusterBuilder builder) => builder.AddSiloBuilderConfigurator<Silo>();

    private sealed class Silo : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder) => siloBuilder
            .AddDitenGrains()
            .AddSharedGrainStorage(StorageNames.State)
            .AddSharedGrainStorage(StorageNames.Models)
            .Configure<TwinGrainOptions>(o => o.IndexInterval = TimeSpan.FromMilliseconds(100))
            .Configure<ClusterMembershipOptions>(o =>
            {
                o.ProbeTimeout = TimeSpan.FromMilliseconds(300);
                o.NumMissedProbesLimit = 2;
                o.NumVotesForDeathDeclaration = 1;
                o.TableRefreshTimeout = TimeSpan.FromSeconds(2);
            });
    }
}

/// <summary>Test classes that share two silos.</summary>
[CollectionDefinition(Name)]
public sealed class FleetCollection : ICollectionFixture<FleetCluster>
{
    public const string Name = "fleet";
}
