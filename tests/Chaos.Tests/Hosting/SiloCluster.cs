using System.Net;
using Diten.Grains.Placement;
using Orleans.Runtime;

namespace Diten.Chaos.Tests.Hosting;

/// <summary>Silos of one cluster as processes, with PostgreSQL for members and state.</summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    // A grain that moves is nowhere for a moment.
    private static readonly TimeSpan s_move = TimeSpan.FromSeconds(30);

    private readonly ChaosFixture _fixture;
    private readonly string _name;

    private SiloCluster(ChaosFixture fixture, string name, IReadOnlyList<SiloProcess> silos) => (_fixture, _name, Silos) = (fixture, name, silos);

    public IReadOnlyList<SiloProcess> Silos { get; }

    /// <summary>Starts silos by their plans and waits until all are ready.</summary>
    public static async Task<SiloCluster> StartAsync(ChaosFixture fixture, IReadOnlyList<SiloPlan> plans, string durability = "acknowledged", string host = "127.0.0.1", string outageLimit = "00:01:00")
    {
        var name = fixture.NextCluster();
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DITEN__CLUSTER__ID"] = name,
            ["DITEN__CLUSTER__SERVICE"] = name,
            ["DITEN__CLUSTERING__KIND"] = "postgres",
            ["DITEN__STORAGE__KIND"] = "postgres",
            ["DITEN__DURABILITY__MODE"] = durability,
            ["DITEN__DURABILITY__OUTAGELIMIT"] = outageLimit,
            ["DITEN__POSTGRES__CONNECTIONSTRING"] = fixture.Server.ConnectionString.Replace("127.0.0.1", host, StringComparison.Ordinal) + ";Maximum Pool Size=30",
            ["LOGGING__LOGLEVEL__ORLEANS.RUNTIME.MEMBERSHIPSERVICE"] = "Information",
        };
        var logs = Directory.CreateDirectory(Path.Combine(fixture.Logs, name)).FullName;
        var cluster = new SiloCluster(fixture, name, [.. plans.Select(plan => new SiloProcess(plan, settings, logs))]);
        try
        {
            foreach (var silo in cluster.Silos) silo.Start();
            foreach (var silo in cluster.Silos) await silo.ReadyAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Three silos on loopback.</summary>
    public static Task<SiloCluster> StartThreeAsync(ChaosFixture fixture, string durability = "acknowledged") =>
        StartAsync(fixture, [.. Enumerable.Range(1, 3).Select(i => SiloPlan.OnLoopback($"silo-{i}"))], durability);

    /// <summary>Connects a client.</summary>
    public Task<ClusterClient> ConnectAsync() => ClusterClient.ConnectAsync(_fixture.Server.ConnectionString, _name);

    /// <summary>The silo on which a grain is.</summary>
    public async Task<SiloProcess> HostOfAsync(ClusterClient client, IAddressable grain)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await FindHostAsync(client, grain) is { } host) return host;
            if (TimeProvider.System.GetElapsedTime(begin) > s_move) throw new InvalidOperationException($"{grain} is on no silo");
            await Task.Delay(100);
        }
    }

    /// <summary>Where a grain is now; null while it is nowhere, for example on its way from one silo to another.</summary>
    public async Task<SiloProcess?> FindHostAsync(ClusterClient client, IAddressable grain) =>
        await client.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain) is { } address
            ? Silos.Single(s => s.Plan.SiloPort == address.Endpoint.Port && s.Plan.Address.Equals(address.Endpoint.Address))
            : null;

    /// <summary>Where a station and its twins belong while all silos are there.</summary>
    public SiloProcess HomeOf(string station)
    {
        SiloAddress[] addresses = [.. Silos.Select(s => SiloAddress.New(new IPEndPoint(s.Plan.Address, s.Plan.SiloPort), 0))];
        return Silos[Array.IndexOf(addresses, StationHome.Of(station, addresses))];
    }

    /// <summary>Kills all silos and starts some of them anew: what is read then is what was stored.</summary>
    /// <returns>Time until the cluster served again, s.</returns>
    public async Task<double> ReadBackAsync(int silos, Func<ClusterClient, Task> read)
    {
        foreach (var silo in Silos) await silo.KillAsync();
        var begin = TimeProvider.System.GetTimestamp();
        foreach (var silo in Silos.Take(silos)) silo.Start();
        foreach (var silo in Silos.Take(silos)) await silo.ReadyAsync();
        var took = TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
        await using var client = await ConnectAsync();
        await read(client);
        return took;
    }

    /// <summary>Runs a scenario; if it fails, tells what the silos said last.</summary>
    public async Task RunAsync(Func<Task> scenario)
    {
        try
        {
            await scenario();
        }
        catch
        {
            foreach (var silo in Silos) _fixture.Say(silo.Tail());
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in Silos) await silo.DisposeAsync();
    }
}
