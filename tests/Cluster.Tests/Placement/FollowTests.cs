using Diten.Cluster.Tests.Hosting;
using Diten.Interfaces.Placement;
using Orleans.Runtime;

namespace Diten.Cluster.Tests.Placement;

public sealed class FollowFixture : IAsyncLifetime
{
    internal ProbeCluster Probe { get; private set; } = null!;

    public async Task InitializeAsync() => Probe = await ProbeCluster.StartAsync(3);

    public async Task DisposeAsync() => await Probe.DisposeAsync();
}

public sealed class FollowTests(FollowFixture fixture) : IClassFixture<FollowFixture>
{
    private readonly ProbeCluster _probe = fixture.Probe;

    [Fact]
    public async Task A_station_comes_up_at_home_whoever_calls_it()
    {
        for (var i = 100; i < 130; i++)
        {
            Assert.Equal(_probe.HomeOf($"s-{i}"), await _probe.Grains.GetGrain<IProbeStation>($"s-{i}").WhereAsync());
        }
    }

    [Fact]
    public async Task A_twin_whose_station_is_told_comes_up_at_home()
    {
        for (var i = 0; i < 20; i++)
        {
            var station = _probe.StationAt(_probe.Addresses[i % 3]);
            var twin = _probe.Grains.GetGrain<IProbeTwin>($"hinted-{i}");
            PlacementHint.Set(station);
            var first = await twin.WhereAsync();
            PlacementHint.Clear();
            Assert.Equal(_probe.HomeOf(station), first);
        }
    }

    [Fact]
    public async Task A_twin_without_a_hint_follows_once_it_knows_its_station_and_loses_nothing()
    {
        var (twin, from) = await SettledAsync("unhinted");
        var to = _probe.Addresses.First(a => !a.Equals(from));
        var station = _probe.StationAt(to);

        Assert.Equal(1, await twin.ReportAsync());
        Assert.Equal(2, await twin.ReportAsync());
        await twin.EnterAsync(station);
        await IsAtAsync(twin, to);
        Assert.Equal(3, await twin.ReportAsync());
    }

    [Fact]
    public async Task Reports_during_moves_are_each_counted_once()
    {
        var (twin, _) = await SettledAsync("moving");
        var reports = 0;
        for (var move = 0; move < 6; move++)
        {
            var to = _probe.Addresses[move % 3];
            var entering = twin.EnterAsync(_probe.StationAt(to));
            var racing = Enumerable.Range(0, 20).Select(_ => twin.ReportAsync()).ToArray();
            await entering;
            await Task.WhenAll(racing);
            reports += racing.Length;
            await IsAtAsync(twin, to);
        }

        Assert.Equal(reports + 1, await twin.ReportAsync());
    }

    private async Task<(IProbeTwin Twin, SiloAddress At)> SettledAsync(string name)
    {
        var twin = _probe.Grains.GetGrain<IProbeTwin>(name);
        return (twin, await twin.WhereAsync());
    }

    private static Task IsAtAsync(IProbeTwin twin, SiloAddress silo) =>
        Eventually.HoldsAsync(async () => silo.Equals(await twin.WhereAsync()), $"the twin is on {silo}");
}
