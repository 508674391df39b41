using Diten.Cluster.Tests.Hosting;
using Diten.Grains.Hosting;
using Diten.Grains.Placement;
using Diten.Grains.Twins;
using Diten.Interfaces.Index;
using Diten.Interfaces.Twins;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Diten.Cluster.Tests.Twins;

/// <summary>Two silos whose twins store before they acknowledge; the clock is the real one until a test moves it ahead.</summary>
public class TwinCluster : ClusterFixture
{
    internal ITwinIndexGrain ShardOf(string id) => Grains.GetGrain<ITwinIndexGrain>(IndexShards.Of(id));

    internal async Task<ITwinGrain> RegisterAsync(string id, string station = "bs-1")
    {
        var twin = Twin(id);
        var reply = await twin.RegisterAsync(Messages.Device(station));
        Assert.True(reply.Accepted, reply.Error);
        return twin;
    }

    private protected override void Configure(TestClusterBuilder builder) => builder.AddSiloBuilderConfigurator<Acknowledged>();

    internal static void AddTwins(ISiloBuilder silo, DurabilityMode mode) => silo
        .AddFaultyGrainStorage(StorageNames.State)
        .ConfigureServices(s => s.AddStationPlacement().AddDitenTwins())
        .Configure<GrainTypeOptions>(o => (_, _) = (o.Classes.Add(typeof(FakeStationGrain)), o.Classes.Remove(typeof(Grains.Stations.StationGrain))))
        .Configure<DurabilityOptions>(o => (o.Mode, o.FlushInterval) = (mode, TimeSpan.FromMilliseconds(200)))
        .Configure<TwinGrainOptions>(o =>
        {
            o.IndexInterval = TimeSpan.FromMilliseconds(100);
            o.NotifyInterval = TimeSpan.FromMilliseconds(50);
            o.LivenessInterval = TimeSpan.FromMilliseconds(100);
            o.HandoverPatience = TimeSpan.FromSeconds(1);
            o.IndexPageEntries = 8;
        });

    private sealed class Acknowledged : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder) => AddTwins(siloBuilder, DurabilityMode.Acknowledged);
    }
}

/// <summary>The same with twins that are flushed every 200 ms.</summary>
public sealed class BatchedTwinCluster : TwinCluster
{
    private protected override void Configure(TestClusterBuilder builder) => builder.AddSiloBuilderConfigurator<Batched>();

    private sealed class Batched : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder) => AddTwins(siloBuilder, DurabilityMode.Batched);
    }
}

/// <summary>Test classes that share the two silos.</summary>
[CollectionDefinition(Name)]
public sealed class TwinCollection : ICollectionFixture<TwinCluster>
{
    public const string Name = "twins";
}

/// <summary>Test classes that share the two batched silos.</summary>
[CollectionDefinition(Name)]
public sealed class BatchedTwinCollection : ICollectionFixture<BatchedTwinCluster>
{
    public const string Name = "twins, batched";
}
