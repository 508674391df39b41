using Diten.Grains.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace Diten.Cluster.Tests.Twins;

/// <summary>The same with a clock that a test can put ahead; timers run in real time.</summary>
public sealed class MovedClockCluster : TwinCluster
{
    private static readonly MovedClock s_clock = new();

    internal static DateTimeOffset Now => s_clock.GetUtcNow();

    /// <summary>Puts the clock ahead for all tests of the collection, which run one after the other.</summary>
    internal static void Ahead(TimeSpan by) => s_clock.Ahead(by);

    private protected override void Configure(TestClusterBuilder builder) => builder.AddSiloBuilderConfigurator<Moved>();

    private sealed class Moved : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder)
        {
            AddTwins(siloBuilder, DurabilityMode.Acknowledged);
            siloBuilder.AddFaultyGrainStorage(StorageNames.Models);
            siloBuilder.ConfigureServices(s => s.AddSingleton<TimeProvider>(s_clock));
        }
    }

    private sealed class MovedClock : TimeProvider
    {
        private long _ticks;

        public void Ahead(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ticks));
    }
}

/// <summary>Test classes that share these silos.</summary>
[CollectionDefinition(Name)]
public sealed class MovedClockCollection : ICollectionFixture<MovedClockCluster>
{
    public const string Name = "twins, moved clock";
}
