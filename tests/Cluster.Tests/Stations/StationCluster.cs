using Diten.Cluster.Tests.Hosting;
using Diten.Cluster.Tests.Twins;
using Diten.Grains.Hosting;
using Diten.Grains.Placement;
using Diten.Grains.Stations;
using Diten.Grains.Twins;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Diten.Cluster.Tests.Stations;

/// <summary>Two silos with real stations and twins, which store before they acknowledge, in storage outside the silos.</summary>
public class StationCluster : ClusterFixture
{
    private protected override void Configure(TestClusterBuilder builder) => builder.AddSiloBuilderConfigurator<Acknowledged>();

    internal static void AddStations(ISiloBuilder silo, DurabilityMode mode) => silo
        .AddFaultyGrainStorage(StorageNames.State)
        .AddFaultyGrainStorage(StorageNames.Models)
        .ConfigureServices(s => s.AddStationPlacement().AddDitenTwins().AddDitenStations())
        .Configure<DurabilityOptions>(o => (o.Mode, o.FlushInterval) = (mode, TimeSpan.FromMilliseconds(200)));

    private sealed class Acknowledged : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder) => AddStations(siloBuilder, DurabilityMode.Acknowledged);
    }
}

/// <summary>The same with stations and twins that are flushed every 200 ms.</summary>
public sealed class BatchedStationCluster : StationCluster
{
    private protected override void Configure(TestClusterBuilder builder) => builder.AddSiloBuilderConfigurator<Batched>();

    private sealed class Batched : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder) => AddStations(siloBuilder, DurabilityMode.Batched);
    }
}

/// <summary>Test classes that share the two silos.</summary>
[CollectionDefinition(Name)]
public sealed class StationCollection : ICollectionFixture<StationCluster>
{
    public const string Name = "stations";
}

/// <summary>Test classes that share the two batched silos.</summary>
[CollectionDefinition(Name)]
public sealed class BatchedStationCollection : ICollectionFixture<BatchedStationCluster>
{
    public const string Name = "stations, batched";
}
