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
public class FleetCluster : ClusterFixture
{
    internal ClusterNetwork Network() => new(new Access(Grains), new Diten.Client.Cluster.ClusterOptions(), TimeProvider.System);

    private protected override void Configure(TestClusterBuilder builder) => builder.AddSiloBuilderConfigurator<Silo>();

    private sealed class Silo : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder) => siloBuilder
            .AddDitenGrains()
            .AddSharedGrainStorage(StorageNames.State)
            .AddSharedGrainStorage(StorageNames.Models)
            .Configure<TwinGrainOptions>(o => o.IndexInterval = TimeSpan.FromMilliseconds(100))
            .NoticeLossSoon();
    }
}

/// <summary>Test classes that share two silos.</summary>
[CollectionDefinition(Name)]
public sealed class FleetCollection : ICollectionFixture<FleetCluster>
{
    public const string Name = "fleet";
}
