using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;
using Orleans;
using Orleans.Core.Internal;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Diten.Cluster.Tests.Hosting;

/// <summary>Silos that the tests of a class or a collection share.</summary>
public abstract class ClusterFixture : IAsyncLifetime
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

    internal ITwinGrain Twin(string id) => Grains.GetGrain<ITwinGrain>(id);

    internal IStationGrain Station(string id) => Grains.GetGrain<IStationGrain>(id);

    /// <summary>Takes a grain out of memory, so that the next call reads it from storage.</summary>
    internal static async Task DeactivateAsync(IAddressable grain) => await grain.Cast<IGrainManagementExtension>().DeactivateOnIdle();

    private protected abstract void Configure(TestClusterBuilder builder);
}
