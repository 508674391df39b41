using Diten.Client.Cluster;
using Diten.Cluster.Tests.Hosting;

namespace Diten.Cluster.Tests.Bridge;

/// <summary>The program itself with a real broker and a silo: killed, started again, ended well.</summary>
[Trait("Category", "Cluster-Process")]
public sealed class BridgeProcessTests
{
    private const int Reports = 40;

    [MosquittoFact]
    public async Task It_loses_nothing_when_it_is_killed_and_ends_well_on_a_signal()
    {
        var gateway = SiloProgram.FreePorts(1)[0];
        await using var silo = await LocalSilo.StartAsync(("Storage:Kind", "memory"), ("Network:GatewayPort", $"{gateway}"));
        await using var network = new ClusterNetwork(new SilentAccess(silo.Grains), new ClusterOptions(), TimeProvider.System);
        await using var broker = await MosquittoBroker.StartAsync();
        string[] arguments = ["--broker", $"127.0.0.1:{broker.Port}", "--gateway", $"127.0.0.1:{gateway}", "--station", "bs-1"];
        await using var machine = await TestMachine.ConnectAsync(broker, "mqtt-process");
        await using (var killed = BridgeProcess.Start(arguments))
        {
            await killed.SaysAsync($"connected to the broker at 127.0.0.1:{broker.Port} (a new session)");
            var saying = SayAsync(machine);
            await BridgeTests.TwinAsync(network, machine, twin => twin.LastSequence > 0);
            await killed.SignalAsync("KILL");
            await killed.ExitAsync();
            await saying;
        }

        await using var bridge = BridgeProcess.Start(arguments);
        await bridge.SaysAsync("(its session goes on)");
        await bridge.SaysAsync("connected to the cluster");
        await BridgeTests.TwinAsync(network, machine, twin => twin.State.GetValueOrDefault("count").Equals((double)Reports));
        Assert.Equal(Enumerable.Range(1, Reports).Select(n => (double)n), await BridgeTests.ValuesAsync(network, machine, "count"));
        await bridge.SignalAsync("TERM");
        Assert.Equal(0, await bridge.ExitAsync());
        Assert.EndsWith("stopped", bridge.Said, StringComparison.Ordinal);
    }

    private static async Task SayAsync(TestMachine machine)
    {
        for (var n = 1; n <= Reports; n++) await machine.SayAsync("report", $$$"""{"at":"2026-03-04T05:06:{{{n:00}}}Z","state":{"count":{{{n}}}}}""");
    }
}
