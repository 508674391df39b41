using System.Net;
using Diten.Client.Cluster;
using Diten.Cluster.Tests.Fleet;
using Diten.Cluster.Tests.Hosting;
using Diten.Core.Network;
using Diten.Core.Twins;
using Diten.Dashboard.Hosting;
using Diten.Tests.Shared;
using Microsoft.AspNetCore.Builder;

namespace Diten.Cluster.Tests.Client;

/// <summary>A cluster on which twenty devices have run the contract's rounds; they go on reporting.</summary>
public sealed class ContractCluster : FleetCluster, IAsyncLifetime
{
    private RunningFleet? _fleet;
    private ClusterNetwork? _network;

    internal ClusterNetwork Port => _network!;

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        _network = Network();
        _fleet = SmallFleet.Start(Grains, SmallFleet.Fleet(SmallFleet.Options, "bs-1"));
        await _fleet.FinishedAsync();
        await Eventually.HoldsAsync(
            async () => (await _network.ListTwinsAsync(new TwinFilter(Liveness: Liveness.Online), CancellationToken.None)).Twins.Count == 20
                && (await _network.ListTwinsAsync(new TwinFilter(), CancellationToken.None)).Twins.Sum(twin => twin.Learning.RoundsTaken) == 30
                && (await _network.ListRoundsAsync(null, 6, 1, withDevices: false, CancellationToken.None))[0].Accuracy is not null,
            "the index, the twins and the rounds know of everything");
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        if (_fleet is not null) await _fleet.DisposeAsync();
        if (_network is not null) await _network.DisposeAsync();
        await DisposeAsync();
    }
}

/// <summary>The cluster keeps the contract of the port.</summary>
public sealed class ClusterContractTests(ContractCluster cluster) : TwinNetworkContract, IClassFixture<ContractCluster>
{
    protected override Task<ITwinNetwork> NetworkAsync() => Task.FromResult<ITwinNetwork>(cluster.Port);

    [Fact]
    public async Task It_says_that_it_is_a_cluster_and_how_it_was_set_up()
    {
        var front = await cluster.Port.GetNetworkAsync(CancellationToken.None);
        Assert.Equal(("cluster", "diten", "normalized", "keep", "paper"), (front.Profile, front.Scheme, front.Aggregation, front.Adoption, front.Allocator));
        Assert.Equal(("softmax", 7850, 1), (front.Model, front.ModelParameters, front.Seed));
        Assert.InRange(front.Accuracy!.Value, 0.1, 1);
        Assert.True(front.Loss > 0);
    }

    [Fact]
    public async Task Every_page_shows_it()
    {
        await using var host = DashboardHost.Create(cluster.Port, new DashboardOptions { Urls = ["http://127.0.0.1:0"] });
        await host.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(host.Urls.Single()) };
        foreach (var path in new[] { "/", "/twins", "/twins/device-001", "/stations", "/stations/bs-1", "/rounds", "/rounds/6", "/api/v1/network", "/api/v1/twins", "/health/ready" })
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path}: {response.StatusCode}");
            Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        }
        Assert.Contains("\"profile\":\"cluster\"", await http.GetStringAsync(new Uri("/api/v1/network", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("owned s0", await http.GetStringAsync(new Uri("/stations/bs-1", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("class=\"line\"", await http.GetStringAsync(new Uri("/twins/device-001", UriKind.Relative)), StringComparison.Ordinal);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_machine_that_is_removed_is_gone_and_one_of_the_same_name_begins_anew()
    {
        const string Id = "Drehbänk 7 (Süd)";
        for (var turn = 1; turn <= 2; turn++)
        {
            Assert.Equal((WriteStatus.Accepted, 0L), await cluster.Port.RegisterAsync(Id, new MachineRegistration("bs-1", 12.5), CancellationToken.None) is var made ? (made.Status, made.LastSequence) : default);
            Assert.Empty((await cluster.Port.FindTwinAsync(Id, CancellationToken.None))!.State);
            Assert.Equal(WriteStatus.Accepted, (await ReportAsync(3)).Status);
            Assert.Equal(Id, Assert.Single((await cluster.Port.ListTwinsAsync(new TwinFilter(Contains: "drehb"), CancellationToken.None)).Twins).Id);
            Assert.Equal((WriteStatus.Accepted, 3L), await cluster.Port.RemoveAsync(Id, CancellationToken.None) is var gone ? (gone.Status, gone.LastSequence) : default);
            Assert.Null(await cluster.Port.FindTwinAsync(Id, CancellationToken.None));
            Assert.Empty((await cluster.Port.ListTwinsAsync(new TwinFilter(Contains: "drehb"), CancellationToken.None)).Twins);
            Assert.Equal(WriteStatus.NotFound, (await ReportAsync(4)).Status);
        }

        ValueTask<WriteResult> ReportAsync(long sequence) => cluster.Port.ReportAsync(
            Id, new DeviceReport(sequence, TimeProvider.System.GetUtcNow(), new Dictionary<string, double>(StringComparer.Ordinal) { ["temperatureK"] = 300 }), null, CancellationToken.None);
    }

    [Fact]
    public async Task Watchers_hear_of_what_the_devices_do_by_themselves()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        // The devices go on reporting: their twins change, which the index tells.
        await foreach (var happened in cluster.Port.WatchAsync(0, stop.Token))
        {
            if (happened.Kind is "twin") return;
        }
        Assert.Fail("no twin changed");
    }
}
