using Diten.Cluster.Tests.Hosting;
using Diten.Cluster.Tests.Twins;
using Diten.Grains.Hosting;
using Diten.Grains.Placement;
using Diten.Grains.Stations;
using Diten.Grains.Twins;
using Diten.Interfaces.Stations;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Core.Internal;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Diten.Cluster.Tests.Stations;

/// <summary>Two silos with real stations and twins, which store before they acknowledge, in storage outside the silos.</summary>
public class StationCluster : IAsyncLifetime
{
    private TestCluster? _cluster;

    internal TestCluster Cluster => _cluster ?? throw new InvalidOperationException("not started");

    internal IGrainFactory Grains => Cluster.GrainFactory;

    private protected virtual short Silos => 2;

    public async Task InitializeAsync() => _cluster = await MiniCluster.StartAsync(Silos, Configure);

    public async Task DisposeAsync()
    {
        await Cluster.StopAllSilosAsync();
        await Cluster.DisposeAsync();
    }

    internal IStationGrain Station(string id) => Grains.GetGrain<IStationGrain>(id);

    /// <summary>Takes a grain out of memory, so that the next call reads it from storage.</summary>
    internal static async Task DeactivateAsync(IAddressable grain) => await grain.Cast<IGrainManagementExtension>().DeactivateOnIdle();

    private protected virtual void Configure(TestClusterBuilder builder) => builder.AddSiloBuilderConfigurator<Acknowledged>();

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
