using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Diten.Cluster.Tests.Hosting;
using Diten.Core.Energy;
using Diten.Core.Network;
using Diten.Core.Wireless;
using Diten.Dashboard.Hosting;
using Diten.Interfaces.Stations;
using Microsoft.AspNetCore.Builder;

namespace Diten.Cluster.Tests.Fleet;

/// <summary>Devices of three base stations below a macro base station, as <c>up --stations 3</c> sets them up.</summary>
public sealed class MacroFleetTests(FleetCluster cluster) : IClassFixture<FleetCluster>
{
    [Fact]
    public async Task Three_stations_learn_together_and_macro_rounds_with_their_costs_are_seen_through_the_API()
    {
        var options = SmallFleet.Options with { Rounds = 0, Participants = 2, Stations = 3, Devices = 18 };
        string[] stations = ["bs-1", "bs-2", "bs-3"];
        await using var fleet = SmallFleet.Start(cluster.Grains, SmallFleet.Fleet(options, stations) with { Macro = "macro" });
        await using var network = cluster.Network();
        IReadOnlyList<RoundSnapshot> rounds = [];
        await Eventually.HoldsAsync(
            async () => (rounds = await network.ListRoundsAsync("macro", 1, 100, withDevices: true, CancellationToken.None)).Count(round => round.Accuracy > 0) >= 2,
            "two macro rounds are over, and their models are judged");
        // What came back became a version of each base station's own, between those of its rounds.
        foreach (var station in stations)
        {
            await Eventually.HoldsAsync(
                async () => await cluster.Station(station).GetStatusAsync() is { Model: { } model } status && model.Version > status.FinishedRound, $"{station} takes the macro model");
        }

        // The base stations go on for as long as it takes: how many of their rounds there are to a macro round depends on the machine.
        await fleet.StopAsync();

        // Each base station has its part in a macro round once, over an equal share of the band: Eq. (18), (19).
        var bits = TransmitCost.ModelBits(7850, options.BitsPerParameter);
        var rate = MacroUplink.EqualRate(3, options.BandwidthHz, Decibels.ToLinear(options.BackhaulSnrDb));
        foreach (var round in rounds)
        {
            var took = round.Devices.Where(row => row.Participated).ToArray();
            Assert.Equal(round.Participants, took.Length);
            Assert.Equal(stations, round.Devices.Select(row => row.Id), StringComparer.Ordinal);
            Assert.Equal(MacroUplink.Seconds([bits], [rate]), round.DurationSeconds, 1e-12);
            Assert.Equal(MacroUplink.Cost([.. took.Select(_ => bits)], [.. took.Select(_ => rate)]), took.Sum(row => row.TransmitSeconds), 1e-12);
            Assert.Equal(took.Length * bits, round.ModelBits);
        }

        Assert.Equal(Enumerable.Range(1, rounds.Count), rounds.Select(round => round.ModelVersion));
        // An aggregate goes up once: the base stations' rounds that the macro rounds took differ.
        var macro = cluster.Grains.GetGrain<IMacroStationGrain>("macro");
        var updates = (await macro.GetRoundsAsync(1, 100, withDevices: true)).SelectMany(round => round.Devices.Where(row => row.Participated)).Select(row => (row.Device, row.Update)).ToArray();
        Assert.Equal(updates.Length, updates.Distinct().Count());
        await SeenAsync(network);
    }

    private static async Task SeenAsync(ITwinNetwork network)
    {
        await using var host = DashboardHost.Create(network, new DashboardOptions { Urls = ["http://127.0.0.1:0"] });
        await host.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(host.Urls.Single()) };
        var stations = (await http.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/stations", UriKind.Relative))).EnumerateArray().ToArray();
        Assert.Equal(["macro", "bs-1", "bs-2", "bs-3"], stations.Select(one => one.GetProperty("id").GetString()), StringComparer.Ordinal);
        Assert.Equal([true, false, false, false], stations.Select(one => one.GetProperty("isMacro").GetBoolean()));
        Assert.Equal([18, 18], [stations[0].GetProperty("devices").GetInt32(), stations.Skip(1).Sum(one => one.GetProperty("devices").GetInt32())]);
        // Without naming a station, rounds are the macro base station's, and so are the network's.
        var front = await http.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/network", UriKind.Relative));
        Assert.Equal((3, 18), (front.GetProperty("stations").GetInt32(), front.GetProperty("devices").GetInt32()));
        Assert.True(front.GetProperty("round").GetInt32() >= 2);
        // Energy and bits are those of the base stations' rounds, which the uplinks come on top of.
        await Eventually.HoldsAsync(
            async () =>
            {
                var own = new List<RoundSnapshot>();
                foreach (var station in new[] { "bs-1", "bs-2", "bs-3" }) own.AddRange(await network.ListRoundsAsync(station, 1, 1000, withDevices: false, CancellationToken.None));
                var sum = await network.GetNetworkAsync(CancellationToken.None);
                return sum.EnergyJoules > 0 && Math.Abs(sum.EnergyJoules - own.Sum(round => round.EnergyJoules)) < 1e-9 * sum.EnergyJoules && sum.ModelBits > own.Sum(round => round.ModelBits);
            },
            "the network's sums are those of its base stations");
        foreach (var path in new[] { "/", "/stations", "/stations/macro", "/stations/bs-2", "/rounds", "/rounds/1" })
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path}: {response.StatusCode}");
            Assert.DoesNotContain("NaN", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        await host.StopAsync();
    }
}
