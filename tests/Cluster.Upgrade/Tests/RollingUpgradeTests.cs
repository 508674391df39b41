using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Diten.Cluster.Upgrade.Tests;

/// <summary>Silos of this version and of the next in one cluster, and one after the other on one store.</summary>
public sealed class RollingUpgradeTests : IDisposable
{
    private const int Twins = 24;

    // So many that hardly ever a silo is left without one: which silo a station lives on depends on ports, which differ with each run.
    private const int Stations = 24;
    private readonly DirectoryInfo _store = Directory.CreateTempSubdirectory("diten-upgrade");
    private readonly Dictionary<string, int> _reported = new(StringComparer.Ordinal);

    public void Dispose() => _store.Delete(recursive: true);

    [Fact]
    public async Task Two_versions_in_one_cluster_lose_nothing_and_the_old_one_can_be_replaced()
    {
        var ports = FreePorts(6);
        await using var next = await SiloAsync(Versions.Next, ports[0], ports[1], ports[0]);
        await using var old = await SiloAsync(Versions.Old, ports[2], ports[3], ports[0]);
        await using var oldClient = await Role.StartAsync(Versions.Old, "client", Text(ports[1]), Text(ports[3]));
        await using var nextClient = await Role.StartAsync(Versions.Next, "client", Text(ports[1]), Text(ports[3]));
        await BecomesAsync("2", () => oldClient.AskAsync("silos"));

        for (var i = 0; i < Stations; i++) await BecomesAsync("ok", () => oldClient.AskAsync($"configure bs-{i}"));
        for (var i = 0; i < Twins; i++) await BecomesAsync("ok", () => (i % 2 == 0 ? oldClient : nextClient).AskAsync($"register d-{i} bs-{i % Stations}"));
        await ReportAsync(oldClient, 3);
        await ReportAsync(nextClient, 3);
        await CheckAsync(oldClient, nextClient);

        // Both versions host twins, so the calls above crossed between them both ways.
        var places = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Twins; i++) places.Add(await oldClient.AskAsync($"where d-{i}"));
        Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { Text(ports[0]), Text(ports[2]) }, places);

        // The old silo goes while reports go on; what it had moves to the next version's. Then another of the next version joins.
        var leaving = old.StopAsync();
        await ReportAsync(oldClient, 4);
        await leaving;
        await CheckAsync(oldClient, nextClient);
        await using var second = await SiloAsync(Versions.Next, ports[4], ports[5], ports[0]);
        await BecomesAsync("2", () => oldClient.AskAsync("silos"));
        await ReportAsync(nextClient, 4);
        await CheckAsync(oldClient, nextClient);
    }

    [Fact]
    public async Task What_one_version_stored_the_other_reads_and_an_unknown_field_is_dropped_by_the_old_one()
    {
        await WithAloneAsync(Versions.Next, async client =>
        {
            Assert.Equal("ok", await client.AskAsync("configure bs-0"));
            for (var i = 0; i < 2; i++) Assert.Equal("ok", await client.AskAsync($"register d-{i} bs-0"));
            await ReportAsync(client, 2, twins: 2);
        });
        Assert.Equal(2, StoredByNext());

        await WithAloneAsync(Versions.Old, async client =>
        {
            Assert.Equal("2 2 temperature 2 bs-0", await client.AskAsync("get d-0"));
            Assert.Equal("2 2 temperature 2 bs-0", await client.AskAsync("get d-1"));
            await ReportAsync(client, 1, twins: 1);
        });

        // The twin that the old version wrote has lost the field; the one that it only read still has it.
        Assert.Equal(1, StoredByNext());

        await WithAloneAsync(Versions.Next, async client =>
        {
            Assert.Equal("3 3 temperature 3 bs-0", await client.AskAsync("get d-0"));
            Assert.Equal("2 2 temperature 2 bs-0", await client.AskAsync("get d-1"));
            await ReportAsync(client, 1, twins: 2);
        });
        Assert.Equal(2, StoredByNext());
    }

    private async Task WithAloneAsync(string version, Func<Role, Task> work)
    {
        var ports = FreePorts(2);
        await using var silo = await SiloAsync(version, ports[0], ports[1], ports[0]);
        await using var client = await Role.StartAsync(version, "client", Text(ports[1]));
        await work(client);
        await client.StopAsync();
        await silo.StopAsync();
    }

    /// <summary>Every twin is reported to so often; each report is sent until it is acknowledged, as a device does.</summary>
    private async Task ReportAsync(Role client, int times, int twins = Twins)
    {
        for (var time = 0; time < times; time++)
        {
            for (var i = 0; i < twins; i++)
            {
                var device = $"d-{i}";
                var sequence = _reported.GetValueOrDefault(device) + 1;
                await Poll.UntilAsync(async () => await client.AskAsync($"report {device} {sequence}") is var said && (said == $"Accepted {sequence}" || said == $"Duplicate {sequence}") ? null : said, $"report {sequence} of {device}");
                _reported[device] = sequence;
            }
        }
    }

    /// <summary>Both clients see every report of every twin, once.</summary>
    private async Task CheckAsync(params Role[] clients)
    {
        foreach (var client in clients)
        {
            foreach (var (device, reports) in _reported)
            {
                var station = int.Parse(device.AsSpan(2), CultureInfo.InvariantCulture) % Stations;
                await BecomesAsync($"{reports} {reports} temperature {reports} bs-{station}", () => client.AskAsync($"get {device}"));
            }
        }
    }

    private int StoredByNext() => _store.EnumerateFiles().Count(f => File.ReadAllBytes(f.FullName).AsSpan().IndexOf("stored-by-next"u8) >= 0);

    private static Task BecomesAsync(string expected, Func<Task<string>> ask) =>
        Poll.UntilAsync(async () => await ask() is var said && said == expected ? null : said, $"'{expected}'");

    private Task<Role> SiloAsync(string version, int port, int gateway, int primary) =>
        Role.StartAsync(version, "silo", Text(port), Text(gateway), Text(primary), _store.FullName);

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners) listener.Start();
        int[] ports = [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }
}
