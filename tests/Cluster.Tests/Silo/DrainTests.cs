using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using Diten.Cluster.Tests.Hosting;
using Diten.Cluster.Tests.Stations;
using Diten.Cluster.Tests.Twins;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Diten.Cluster.Tests.Silo;

/// <summary>A silo as a process: what it listens on, what it says of its health, and how it leaves.</summary>
[Trait("Category", "Cluster-Process")]
public sealed class DrainTests : IDisposable
{
    private readonly SiloFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sigterm_stores_what_was_batched_leaves_and_ends_with_0()
    {
        const int Twins = 300;
        // The flush interval is far longer than the test: whatever is stored is stored by the drain.
        await using (var silo = Start("--durability", "batched", "--flush-interval", "00:01:00"))
        {
            await silo.ReadyAsync();
            using (var client = await ConnectAsync(silo))
            {
                await StationAsync(client);
                var twins = Enumerable.Range(0, Twins).Select(i => Twin(client, i)).ToArray();
                await Task.WhenAll(twins.Select(t => t.RegisterAsync(Messages.Device("bs-1"))));
                var replies = await Task.WhenAll(twins.Select(t => t.ReportAsync(Messages.Report(7), null)));
                Assert.All(replies, r => Assert.Equal(WriteCode.Accepted, r.Code));
            }
            var begin = Stopwatch.GetTimestamp();
            silo.Terminate();
            await silo.EndAsync();
            Assert.Equal(0, silo.ExitCode);
            Assert.InRange(Stopwatch.GetElapsedTime(begin), TimeSpan.Zero, TimeSpan.FromSeconds(20));
            Assert.Contains("drained; everything is stored", silo.Said, StringComparison.Ordinal);
        }
        await using var again = Start("--durability", "batched");
        await again.ReadyAsync();
        using var reader = await ConnectAsync(again);
        for (var i = 0; i < Twins; i++) Assert.Equal(7, (await Twin(reader, i).GetAsync())?.LastSequence);
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_kill_9()
    {
        await using (var silo = Start())
        {
            await silo.ReadyAsync();
            using var client = await ConnectAsync(silo);
            await StationAsync(client);
            await Twin(client, 1).RegisterAsync(Messages.Device("bs-1"));
            Assert.Equal(WriteCode.Accepted, (await Twin(client, 1).ReportAsync(Messages.Report(5), null)).Code);
            silo.Kill();
            await silo.EndAsync();
        }
        await using var again = Start();
        await again.ReadyAsync();
        using var reader = await ConnectAsync(again);
        Assert.Equal(5, (await Twin(reader, 1).GetAsync())?.LastSequence);
    }

    [Fact]
    public async Task Health_goes_from_starting_to_ready_and_everything_listens_on_loopback_only()
    {
        await using var silo = Start();
        var seen = new List<int>();
        await Eventually.HoldsAsync(
            async () =>
            {
                seen.Add((await silo.HealthAsync("started")).Status);
                return seen[^1] == 200;
            },
            "it has started");
        Assert.All(seen[..^1], status => Assert.True(status is 0 or 503, $"{status}"));
        await silo.ReadyAsync();
        Assert.Equal((200, "ok"), await silo.HealthAsync("live"));
        var ports = new[] { silo.SiloPort, silo.GatewayPort, silo.HealthPort };
        var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(l => ports.Contains(l.Port)).ToArray();
        Assert.Equal(3, listeners.Length);
        Assert.All(listeners, l => Assert.True(IPAddress.IsLoopback(l.Address), l.ToString()));
    }

    [Fact]
    public async Task Attached_it_leaves_Ctrl_C_to_its_parent_and_ends_with_its_input()
    {
        await using var silo = Start("--attached");
        await silo.ReadyAsync();
        silo.Interrupt();
        Assert.Equal(200, (await silo.HealthAsync("ready")).Status);
        silo.CloseInput();
        await silo.EndAsync();
        Assert.Equal(0, silo.ExitCode);
    }

    [Fact]
    public async Task A_file_that_another_silo_has_open_is_refused()
    {
        await using var silo = Start();
        await silo.ReadyAsync();
        await using var second = Start();
        await second.EndAsync();
        Assert.Equal(1, second.ExitCode);
        Assert.Contains("in use by another silo", second.Said, StringComparison.Ordinal);
    }

    private SiloProgram Start(params string[] arguments) => SiloProgram.Start([], ["--data-file", _folder["diten.db"], .. arguments]);

    private static async Task StationAsync(ConnectedClient client)
    {
        // It waits for more devices than there are: these tests are not about rounds.
        var reply = await client.Grains.GetGrain<IStationGrain>("bs-1").ConfigureAsync(TestFleet.Settings with { StartAt = 1_000_000 });
        Assert.True(reply.Accepted, reply.Error);
    }

    private static ITwinGrain Twin(ConnectedClient client, int number) => client.Grains.GetGrain<ITwinGrain>($"drain-{number}");

    private static Task<ConnectedClient> ConnectAsync(SiloProgram silo) => ConnectedClient.ConnectAsync(c => c
        .UseStaticClustering(new IPEndPoint(IPAddress.Loopback, silo.GatewayPort))
        .Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = ("diten", "diten")));
}
