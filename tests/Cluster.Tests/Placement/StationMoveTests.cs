using Diten.Cluster.Tests.Hosting;
using Diten.Grains.Placement;
using Diten.Interfaces.Stations;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace Diten.Cluster.Tests.Placement;

public sealed class StationMoveTests
{
    private const int Stations = 64;

    [Fact]
    public async Task Stations_move_to_a_silo_that_joins_although_their_news_is_waited_for_and_nobody_calls_them()
    {
        await using var cluster = await ProbeCluster.StartAsync(2, builder => builder.AddSiloBuilderConfigurator<Waiting>());
        var stations = Enumerable.Range(0, Stations).Select(i => $"moving-{i}").ToArray();
        var waiting = new Dictionary<string, Task<StationStatusMessage>>(StringComparer.Ordinal);
        foreach (var station in stations)
        {
            Assert.True((await Station(cluster, station).ConfigureAsync(new StationSettingsMessage { Model = "softmax", Parameters = 7850, StartAt = 7 })).Accepted);
            waiting[station] = Station(cluster, station).WatchAsync((await Station(cluster, station).GetStatusAsync()).Sequence);
        }

        var joined = (InProcessSiloHandle)await cluster.Cluster.StartAdditionalSiloAsync();
        await cluster.AgreesAsync();
        var moved = stations.Where(s => cluster.HomeOf(s).Equals(joined.SiloAddress)).ToArray();
        Assert.NotEmpty(moved);
        var there = joined.ServiceProvider.GetRequiredService<StationHomes>();
        await Eventually.BecomesAsync(() => Task.FromResult(moved.Count(s => !there.IsHere(s)) is > 0 and var away ? $"{away} of {moved.Length} are elsewhere" : null), "the stations are on the silo that joined");

        Assert.All(moved, s => Assert.True(waiting[s].IsCompleted, "a station cannot leave before it has answered"));
        foreach (var station in moved) Assert.Equal(7, (await Station(cluster, station).GetSettingsAsync())?.StartAt);
    }

    private static IStationGrain Station(ProbeCluster cluster, string id) => cluster.Grains.GetGrain<IStationGrain>(id);

    private sealed class Waiting : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder) => siloBuilder.ConfigureServices(s => s.AddSingleton<TimeProvider>(new LongPollsNeverEnd()));
    }

    /// <summary>Time in which a wait of 20 s, as long as a poll lasts, does not end by itself.</summary>
    private sealed class LongPollsNeverEnd : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == TimeSpan.FromSeconds(20) ? Timeout.InfiniteTimeSpan : dueTime, period);
    }
}
