using Diten.Client.Cluster;
using Diten.Client.Hosting;
using Diten.Client.Up;
using Diten.Cluster.Tests.Hosting;
using Diten.Core.Network;
using Diten.Grains.Hosting;
using Diten.Interfaces.Network;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;

namespace Diten.Cluster.Tests.Client;

/// <summary>A client whose silos are not there yet, go away, and come back.</summary>
public sealed class ReconnectTests
{
    private static readonly CancellationToken s_none = CancellationToken.None;

    [Fact]
    public async Task It_answers_at_once_that_nobody_is_there_and_connects_by_itself_again_and_again()
    {
        var ports = LoopbackPorts.Free(2);
        await using var connection = new ClusterConnection(new ConnectionOptions { Gateways = [$"127.0.0.1:{ports[1]}"] }, TimeProvider.System, LogLevel.None);
        connection.Start();
        await using var network = new ClusterNetwork(connection, new ClusterOptions { CallTimeout = TimeSpan.FromSeconds(8) }, TimeProvider.System);
        await Assert.ThrowsAsync<NetworkUnavailableException>(async () => await network.GetNetworkAsync(s_none));
        await Assert.ThrowsAsync<NetworkUnavailableException>(async () => await network.FindTwinAsync("device-001", s_none));
        for (var life = 0; life < 2; life++)
        {
            using (var silo = await StartSiloAsync(ports))
            {
                await Eventually.HoldsAsync(() => AnswersAsync(network), $"it answers in life {life}");
                Assert.Equal("cluster", (await network.GetNetworkAsync(s_none)).Profile);
                await connection.Grains.GetGrain<INetworkGrain>(0).AddStationAsync($"bs-{life}", isMacro: false);
                await silo.StopAsync();
            }
            await Eventually.HoldsAsync(async () => !await AnswersAsync(network), $"it no longer answers after life {life}");
        }
    }

    [Fact]
    public async Task Watchers_are_told_that_the_cluster_is_gone_and_back()
    {
        var ports = LoopbackPorts.Free(2);
        await using var connection = new ClusterConnection(new ConnectionOptions { Gateways = [$"127.0.0.1:{ports[1]}"] }, TimeProvider.System, LogLevel.None);
        connection.Start();
        await using var network = new ClusterNetwork(connection, new ClusterOptions { CallTimeout = TimeSpan.FromSeconds(8), StationPeriod = TimeSpan.FromSeconds(0.2) }, TimeProvider.System);
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await using var watch = network.WatchAsync(0, stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.Equal("unreachable", await StatusAsync(watch));
        using var silo = await StartSiloAsync(ports);
        Assert.Equal("running", await StatusAsync(watch));
        await silo.StopAsync();
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("127.0.0.1:0")]
    public void A_gateway_must_be_an_address(string gateway) =>
        Assert.Contains("address:port", Assert.Throws<ArgumentException>(() => new ClusterConnection(new ConnectionOptions { Gateways = [gateway] }, TimeProvider.System)).Message, StringComparison.Ordinal);

    private static async Task<string> StatusAsync(IAsyncEnumerator<NetworkEvent> watch)
    {
        do Assert.True(await watch.MoveNextAsync());
        while (watch.Current.Kind is not "status");
        return watch.Current.Subject;
    }

    private static async Task<bool> AnswersAsync(ClusterNetwork network)
    {
        try
        {
            await network.ListStationsAsync(s_none);
            return true;
        }
        catch (NetworkUnavailableException)
        {
            return false;
        }
    }

    private static async Task<IHost> StartSiloAsync(int[] ports)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(ports[0], ports[1], serviceId: "diten", clusterId: "diten")
            .AddDitenGrains()
            .AddMemoryGrainStorage(StorageNames.State)
            .AddMemoryGrainStorage(StorageNames.Models)
            .UseInMemoryReminderService());
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
