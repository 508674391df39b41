using Diten.Cluster.Tests.Hosting;
using Diten.Cluster.Tests.Twins;
using Diten.Grains.Hosting;
using Diten.Interfaces.Index;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Diten.Cluster.Tests.Index;

/// <summary>Shards of the index that nobody asks for anything.</summary>
public sealed class IndexPresenceTests
{
    [Fact]
    public async Task Every_shard_is_at_work_though_nobody_calls_it()
    {
        await using var cluster = await MiniCluster.StartAsync(1, builder => builder.AddSiloBuilderConfigurator<Awake>());
        var shards = Enumerable.Range(0, IndexShards.Count).Select(shard => cluster.GrainFactory.GetGrain<ITwinIndexGrain>(shard).GetGrainId()).ToHashSet();
        var management = cluster.GrainFactory.GetGrain<IManagementGrain>(0);
        await Eventually.HoldsAsync(async () => shards.IsSubsetOf((await management.GetDetailedGrainStatistics()).Select(one => one.GrainId)), "all shards are in memory");
    }

    private sealed class Awake : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder)
        {
            TwinCluster.AddTwins(siloBuilder, DurabilityMode.Acknowledged);
            siloBuilder.Configure<TwinGrainOptions>(o => o.IndexRefreshInterval = TimeSpan.FromSeconds(1));
        }
    }
}
