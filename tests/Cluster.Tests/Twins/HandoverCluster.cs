using Diten.Cluster.Tests.Stations;
using Diten.Grains.Hosting;
using Diten.Grains.Stations;
using Diten.Interfaces.Stations;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace Diten.Cluster.Tests.Twins;

/// <summary>The same with real stations, whose store can be made to fail too.</summary>
public sealed class HandoverCluster : TwinCluster
{
    private protected override void Configure(TestClusterBuilder builder) => builder.AddSiloBuilderConfigurator<RealStations>();

    /// <summary>A station that waits for more devices than come, so that it begins no round.</summary>
    internal async Task<IStationGrain> ConfigureStationAsync(string id)
    {
        var station = Station(id);
        var reply = await station.ConfigureAsync(TestFleet.Settings with { StartAt = 1000 });
        Assert.True(reply.Accepted, reply.Error);
        return station;
    }

    internal async Task<int> MembersAsync(string station) => (await Station(station).GetStatusAsync()).Members;

    private sealed class RealStations : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder)
        {
            AddTwins(siloBuilder, DurabilityMode.Acknowledged);
            siloBuilder
                .AddFaultyGrainStorage(StorageNames.Models)
                .Configure<GrainTypeOptions>(o => (_, _) = (o.Classes.Remove(typeof(FakeStationGrain)), o.Classes.Add(typeof(StationGrain))));
            siloBuilder.ConfigureServices(s => s.AddDitenStations());
        }
    }
}

/// <summary>Test classes that share these silos.</summary>
[CollectionDefinition(Name)]
public sealed class HandoverCollection : ICollectionFixture<HandoverCluster>
{
    public const string Name = "twins, real stations";
}
