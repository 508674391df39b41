using Diten.Cluster.Tests.Hosting;
using Diten.Grains.Diagnostics;
using Diten.Grains.Hosting;
using Diten.Grains.Placement;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Diten.Cluster.Tests.Placement;

/// <summary>A cluster whose silos notice within a second that another is gone.</summary>
internal sealed class ProbeCluster(TestCluster cluster) : IAsyncDisposable
{
    public TestCluster Cluster => cluster;

    public IGrainFactory Grains => cluster.GrainFactory;

    public IEnumerable<InProcessSiloHandle> Silos => cluster.GetActiveSilos().Cast<InProcessSiloHandle>();

    public SiloAddress[] Addresses => [.. Silos.Select(s => s.SiloAddress)];

    public static async Task<ProbeCluster> StartAsync(short silos, Action<TestClusterBuilder>? configure = null)
    {
        var probe = new ProbeCluster(await MiniCluster.StartAsync(silos, builder =>
        {
            builder.AddSiloBuilderConfigurator<Watchful>();
            configure?.Invoke(builder);
        }));
        await probe.AgreesAsync();
        return probe;
    }

    public SiloAddress HomeOf(string station) => StationHome.Of(station, Addresses);

    /// <summary>A station whose home is the silo.</summary>
    public string StationAt(SiloAddress silo, int number = 0) =>
        Enumerable.Range(0, 1000).Select(i => $"bs-{i}").Where(s => HomeOf(s).Equals(silo)).ElementAt(number);

    /// <summary>Waits until every silo knows just the silos that run.</summary>
    public Task AgreesAsync() => Eventually.HoldsAsync(
        () => Silos.All(s => s.ServiceProvider.GetRequiredService<StationHomes>().View.Count == Silos.Count()), "all silos know of each other");

    /// <summary>Calls between twins and stations on all silos.</summary>
    public (long Local, long Remote) Calls()
    {
        var shares = Silos.Select(s => s.ServiceProvider.GetRequiredService<StationCalls>().Read()).ToArray();
        return (shares.Sum(s => s.Local), shares.Sum(s => s.Remote));
    }

    /// <summary>Share of local calls while something is done.</summary>
    public async Task<double> LocalShareAsync(Func<Task> work)
    {
        var before = Calls();
        await work();
        var after = Calls();
        var (local, remote) = (after.Local - before.Local, after.Remote - before.Remote);
        Assert.True(local + remote > 0, "no call was counted");
        return (double)local / (local + remote);
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.StopAllSilosAsync();
        await cluster.DisposeAsync();
    }

    private sealed class Watchful : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder) => siloBuilder
            .AddSharedGrainStorage(StorageNames.State)
            .AddSharedGrainStorage(StorageNames.Models)
            .AddDitenGrains()
            .NoticeLossSoon();
    }
}
