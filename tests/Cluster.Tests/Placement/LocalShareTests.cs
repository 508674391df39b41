using System.Globalization;
using Diten.Cluster.Tests.Hosting;
using Diten.Interfaces.Placement;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;
using Orleans.Runtime;
using Xunit.Abstractions;

namespace Diten.Cluster.Tests.Placement;

/// <summary>The share of calls between twins and their stations that stay on a silo, with the product's own grains.</summary>
public sealed class LocalShareTests(ITestOutputHelper output)
{
    private const int Twins = 200;
    private const double Wanted = 0.99;
    private static readonly StationSettingsMessage s_idle = new() { Model = "softmax", Parameters = 7850, StartAt = 100_000 };

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Twins_live_with_their_stations_and_follow_them(short silos)
    {
        await using var cluster = await ProbeCluster.StartAsync(silos);
        var stations = Enumerable.Range(0, 2 * silos).Select(i => cluster.StationAt(cluster.Addresses[i % silos], i / silos)).ToArray();
        foreach (var station in stations) Assert.True((await cluster.Grains.GetGrain<IStationGrain>(station).ConfigureAsync(s_idle)).Accepted);

        var share = await cluster.LocalShareAsync(() => EachAsync(i => RegisterAsync(cluster, i, stations[i % stations.Length])));
        output.WriteLine($"registration: {Percent(share)} local, {silos} silos");
        Assert.InRange(share, Wanted, 1);
        await RecoversAsync(cluster, "after registration", sweeps: 1);

        // A handover itself calls the old station from afar and then the new one.
        await EachAsync(async i => Assert.True((await Twin(cluster, i).HandOverAsync(stations[(i + 1) % stations.Length], counterpart: null)).Accepted));
        await RecoversAsync(cluster, "after handover of every twin");

        await cluster.Cluster.KillSiloAsync(cluster.Silos.Last());
        await cluster.AgreesAsync();
        await RecoversAsync(cluster, "after the loss of a silo");

        await cluster.Cluster.StartAdditionalSiloAsync();
        await cluster.AgreesAsync();
        await RecoversAsync(cluster, "after a silo has joined");
    }

    /// <summary>Lets every twin call its station again and again until the share is high, and then once more.</summary>
    private async Task RecoversAsync(ProbeCluster cluster, string what, int sweeps = int.MaxValue)
    {
        var shares = new List<double>();
        await Eventually.BecomesAsync(
            async () =>
            {
                shares.Add(await cluster.LocalShareAsync(() => EachAsync(i => OfferAsync(cluster, i))));
                return shares[^1] >= Wanted ? null : $"{Percent(shares[^1])} local";
            },
            what);
        output.WriteLine($"{what}, sweep by sweep: {string.Join(", ", shares.Select(Percent))} local, {cluster.Silos.Count()} silos");
        Assert.InRange(shares.Count, 1, sweeps);
        Assert.InRange(await cluster.LocalShareAsync(() => EachAsync(i => OfferAsync(cluster, i))), Wanted, 1);
    }

    private static Task EachAsync(Func<int, Task> work) => Task.WhenAll(Enumerable.Range(0, Twins).Select(work));

    private static async Task RegisterAsync(ProbeCluster cluster, int number, string station)
    {
        PlacementHint.Set(station);
        var reply = await Twin(cluster, number).RegisterAsync(new RegisterDeviceMessage { Station = station, Samples = 10, FrequencyHz = 1e9, SubcarrierRate = 1e5 });
        Assert.True(reply.Accepted, reply.Error);
    }

    /// <summary>No round is open, so it is refused by the station: a call all the same. What fails is sent in the next sweep.</summary>
    private static async Task OfferAsync(ProbeCluster cluster, int number)
    {
        try
        {
            await Twin(cluster, number).OfferAsync(new OfferMessage { Round = 1, UpdateWeight = 1, FrequencyHz = 1e9, Epoch = (await Twin(cluster, number).GetAsync())!.Epoch });
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            // The silo that it was on is gone.
        }
    }

    private static ITwinGrain Twin(ProbeCluster cluster, int number) => cluster.Grains.GetGrain<ITwinGrain>($"d-{number}");

    private static string Percent(double share) => share.ToString("P1", CultureInfo.InvariantCulture);
}
