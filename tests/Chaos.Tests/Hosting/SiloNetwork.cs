using System.Net;

namespace Diten.Chaos.Tests.Hosting;

/// <summary>Network namespaces joined by a bridge, one per silo, whose ways to each other can be cut; needs root and iproute2.</summary>
internal sealed class SiloNetwork : IAsyncDisposable
{
    // Interface names have 15 characters; a run beside this one has another process id.
    private static readonly string s_prefix = $"dt{Environment.ProcessId % 1_000_000}";
    private readonly string _subnet = $"10.{200 + Environment.ProcessId % 50}.{Environment.ProcessId / 50 % 250}";
    private readonly int _count;

    private SiloNetwork(int count) => _count = count;

    /// <summary>The test's own address on the bridge.</summary>
    public string Here => $"{_subnet}.1";

    /// <summary>All addresses, as address/bits.</summary>
    public string Range => $"{_subnet}.0/24";

    /// <summary>Why namespaces cannot be had here; null if they can.</summary>
    public static string? Missing { get; } = NamespaceProbe.Run(
        OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, s_prefix, arguments => Commands.TryAsync("ip", null, arguments.Split(' ')).GetAwaiter().GetResult());

    private static string Bridge => $"{s_prefix}b";

    /// <summary>Makes so many namespaces, all connected.</summary>
    public static async Task<SiloNetwork> CreateAsync(int count)
    {
        var network = new SiloNetwork(count);
        await network.RemoveAsync();
        await Ip($"link add {Bridge} type bridge");
        await Ip($"addr add {network.Here}/24 dev {Bridge}");
        await Ip($"link set {Bridge} up");
        for (var i = 0; i < count; i++)
        {
            await Ip($"netns add {Space(i)}");
            await Ip($"link add {Wire(i)} type veth peer name {Wire(i)}n");
            await Ip($"link set {Wire(i)}n netns {Space(i)}");
            await Ip($"link set {Wire(i)} master {Bridge}");
            await Ip($"link set {Wire(i)} up");
            await Inside(i, $"addr add {network.AddressOf(i)}/24 dev {Wire(i)}n");
            await Inside(i, "link set lo up");
            await Inside(i, $"link set {Wire(i)}n up");
        }
        return network;
    }

    /// <summary>Where silo <paramref name="i"/> is.</summary>
    public SiloPlan Plan(int i) => new($"silo-{i}", AddressOf(i), 11111, 30000, 8081, Space(i));

    /// <summary>Cuts the way between one silo and the others; clients and the database are still reached by all.</summary>
    public Task CutAsync(int silo) => BetweenAsync(silo, "add");

    /// <summary>Gives it back.</summary>
    public Task HealAsync(int silo) => BetweenAsync(silo, "del");

    /// <summary>Pulls the plug of one silo: it reaches nobody, not even the database.</summary>
    public Task UnplugAsync(int silo) => Ip($"link set {Wire(silo)} down");

    /// <summary>Puts it in again.</summary>
    public Task PlugAsync(int silo) => Ip($"link set {Wire(silo)} up");

    public async ValueTask DisposeAsync() => await RemoveAsync();

    private async Task BetweenAsync(int silo, string action)
    {
        foreach (var other in Enumerable.Range(0, _count).Where(i => i != silo))
        {
            await Inside(silo, $"route {action} blackhole {AddressOf(other)}/32");
            await Inside(other, $"route {action} blackhole {AddressOf(silo)}/32");
        }
    }

    private async Task RemoveAsync()
    {
        for (var i = 0; i < _count; i++)
        {
            await Commands.TryAsync("ip", null, "netns", "del", Space(i));
            await Commands.TryAsync("ip", null, "link", "del", Wire(i));
        }
        await Commands.TryAsync("ip", null, "link", "del", Bridge);
    }

    private IPAddress AddressOf(int i) => IPAddress.Parse($"{_subnet}.{i + 10}");

    private static string Space(int i) => $"{s_prefix}s{i}";

    private static string Wire(int i) => $"{s_prefix}w{i}";

    private static Task Ip(string arguments) => Commands.RunAsync("ip", arguments.Split(' '));

    private static Task Inside(int i, string arguments) => Ip($"netns exec {Space(i)} ip {arguments}");
}

/// <summary>A test that needs PostgreSQL and network namespaces; skipped, with the reason, where they are not to be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PartitionFactAttribute : FactAttribute
{
    public PartitionFactAttribute() => Skip = Cluster.Tests.Hosting.PostgresTools.Missing ?? SiloNetwork.Missing;
}
