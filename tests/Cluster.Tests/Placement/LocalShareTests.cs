using Diten.Cluster.Tests.Hosting;
using Diten.Interfaces.Placement;
using Xunit.Abstractions;

namespace Diten.Cluster.Tests.Placement;

/// <summary>The share of calls between twins and stations that stay on a silo.</summary>
public sealed class LocalShareTests(ITestOutputHelper output)
{
    private const int Twins = 200;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Twins_live_with_their_stations_and_follow(short silos)
    {
        await using var cluster = await ProbeCluster.StartAsync(silos);
        var stations = Enumerable.Range(0, 2 * silos).Select(i => cluster.StationAt(cluster.Addresses[i % silos], i / silos)).ToArray();
        var twins = Enumerable.Range(0, Twins).Select(i => (Twin: cluster.Grains.GetGrain<IProbeTwin>($"d-{i}"), Station: stations[i % stations.Length])).ToArray();

        await Task.WhenAll(twins.Select(t => EnterAsync(t.Twin, t.Station)));
        await ShareIsHighAsync(cluster, twins, "registration");

        // Every twin goes to the next station.
        twins = [.. twins.Select((t, i) => (t.Twin, Station: stations[(i + 1) % stations.Length]))];
        foreach (var chunk in twins.Chunk(50)) await Task.WhenAll(chunk.Select(t => t.Twin.EnterAsync(t.Station)));
        await ShareIsHighAsync(cluster, twins, "hand-over");

        await cluster.Cluster.KillSiloAsync(cluster.Silos.Last());
        await ShareIsHighAsync(cluster, twins, "the loss of a silo");

        await cluster.Cluster.StartAdditionalSiloAsync();
        await ShareIsHighAsync(cluster, twins, "a silo has joined");
    }

    private async Task ShareIsHighAsync(ProbeCluster cluster, (IProbeTwin Twin, string Station)[] twins, string what)
    {
        await cluster.AgreesAsync();
        await Eventually.BecomesAsync(async () => await MisplacedAsync(cluster, twins), "twins and stations are at home after " + what);
        var share = await cluster.LocalShareAsync(() => Task.WhenAll(twins.Select(t => t.Twin.OfferAsync())));
        output.WriteLine($"after {what}: {share:P2} of {twins.Length} calls local, {cluster.Silos.Count()} silos");
        Assert.InRange(share, 0.99, 1);
    }

    private static async Task<string?> MisplacedAsync(ProbeCluster cluster, (IProbeTwin Twin, string Station)[] twins)
    {
        try
        {
            var stations = twins.Select(t => t.Station).Distinct(StringComparer.Ordinal).ToArray();
            var found = await Task.WhenAll(stations.Select(s => cluster.Grains.GetGrain<IProbeStation>(s).WhereAsync()));
            var away = stations.Zip(found).Count(s => !cluster.HomeOf(s.First).Equals(s.Second));
            var places = await Task.WhenAll(twins.Select(t => t.Twin.WhereAsync()));
            var astray = twins.Zip(places).Count(t => !cluster.HomeOf(t.First.Station).Equals(t.Second));
            return away + astray == 0 ? null : $"{away} stations and {astray} twins are elsewhere";
        }
        catch (Exception e) when (e is Orleans.Runtime.OrleansException or TimeoutException)
        {
            return e.Message;
        }
    }

    private static async Task EnterAsync(IProbeTwin twin, string station)
    {
        PlacementHint.Set(station);
        await twin.EnterAsync(station);
    }
}
