using Diten.Grains.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace Diten.Cluster.Tests.Hosting;

/// <summary>Silos in this process with memory storage.</summary>
internal static class MiniCluster
{
    public static async Task<TestCluster> StartAsync(short silos, Action<TestClusterBuilder>? configure = null)
    {
        var builder = new TestClusterBuilder(silos);
        builder.AddSiloBuilderConfigurator<MemorySilo>();
        configure?.Invoke(builder);
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }

    /// <summary>Lets silos find out within about two seconds that another one is gone, with a pause of a second being no loss yet.</summary>
    public static ISiloBuilder NoticeLossSoon(this ISiloBuilder silo) => silo.Configure<ClusterMembershipOptions>(o =>
    {
        o.ProbeTimeout = TimeSpan.FromSeconds(1);
        o.NumMissedProbesLimit = 2;
        o.NumVotesForDeathDeclaration = 1;
        o.TableRefreshTimeout = TimeSpan.FromSeconds(2);
    });

    private sealed class MemorySilo : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder) => siloBuilder
            .AddMemoryGrainStorage(StorageNames.State)
            .AddMemoryGrainStorage(StorageNames.Models)
            .UseInMemoryReminderService()
            // Test doubles are in the same assembly; those who want one add it.
            .Configure<GrainTypeOptions>(o => o.Classes.Remove(typeof(Twins.FakeStationGrain)));
    }
}
