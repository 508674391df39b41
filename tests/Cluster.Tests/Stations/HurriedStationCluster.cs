using Diten.Cluster.Tests.Hosting;
using Diten.Grains.Hosting;
using Diten.Grains.Stations;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace Diten.Cluster.Tests.Stations;

/// <summary>Two silos whose stations take a second for 2.5 ms where they wait for something to be tried again.</summary>
public sealed class HurriedStationCluster : ClusterFixture
{
    /// <summary>How much faster they wait.</summary>
    internal const int Hurry = 400;

    private protected override void Configure(TestClusterBuilder builder) => builder.AddSiloBuilderConfigurator<Hurried>();

    private sealed class Hurried : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder)
        {
            StationCluster.AddStations(siloBuilder, DurabilityMode.Acknowledged);
            siloBuilder.ConfigureServices(s => s.AddSingleton(p => ActivatorUtilities.CreateInstance<StationEnvironment>(p, new HurriedClock())));
        }
    }

    /// <summary>Pauses pass fast; the time of day is the real one, and so are deadlines.</summary>
    private sealed class HurriedClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / Hurry : dueTime, period);
    }
}
