using Diten.Client.Bridge;
using Diten.Client.Cluster;
using Diten.Cluster.Tests.Fleet;

namespace Diten.Cluster.Tests.Bridge;

/// <summary>Bridge, broker and cluster go away while machines report; nothing is lost, and nothing is there twice.</summary>
[Collection(FleetCollection.Name)]
public sealed class OutageTests(FleetCluster cluster)
{
    private readonly Speaker[] _speakers = [new("mqtt-outage-1", IsPlain: true), new("mqtt-outage-2", IsPlain: true), new("mqtt-outage-3", IsPlain: false), new("mqtt-outage-4", IsPlain: false)];

    [MosquittoFact]
    public async Task Nothing_is_lost_and_nothing_is_there_twice()
    {
        var access = new SilentAccess(cluster.Grains);
        await using var network = new ClusterNetwork(access, new ClusterOptions(), TimeProvider.System);
        await using var direct = cluster.Network();
        await using var broker = await MosquittoBroker.StartAsync();
        var options = new BridgeOptions { Station = "bs-mqtt", FirstPause = TimeSpan.FromMilliseconds(50), StopPatience = TimeSpan.FromMinutes(1) };
        // The broker keeps nothing for who was never there.
        var bridge = await RunningBridge.StartAsync(broker, network, options);
        foreach (var speaker in _speakers) speaker.Machine = await TestMachine.ConnectAsync(broker, speaker.Id);
        await SayAsync(8);

        access.IsSilent = true;
        await SayAsync(8);
        await bridge.SaysAsync("the broker keeps what comes");
        var meanwhile = SayAsync(8);
        access.IsSilent = false;
        await bridge.SaysAsync("the cluster answers again");
        await meanwhile;

        meanwhile = SayAsync(8);
        await bridge.StopAsync();
        await meanwhile;
        // Stopped the next time with messages that it cannot finish.
        bridge = await RunningBridge.StartAsync(broker, network, options with { StopPatience = TimeSpan.FromSeconds(0.2) });
        Assert.Contains("its session goes on", bridge.Said, StringComparison.Ordinal);

        // What a machine publishes while the broker goes may have come or not, and it says it again: that is seen by its time only.
        meanwhile = SayAsync(8, alsoPlain: false);
        await broker.StopAsync();
        await bridge.SaysAsync("is not reached");
        await broker.StartAgainAsync();
        await meanwhile;
        await SayAsync(8);

        // All at once, with messages in hand that the cluster does not answer for, and none whose answer is under way.
        await TakenAsync(direct);
        access.IsSilent = true;
        await SayAsync(8);
        await bridge.SaysAsync("the broker keeps what comes");
        await bridge.StopAsync();
        await broker.StopAsync();
        access.IsSilent = false;
        await broker.StartAgainAsync();
        bridge = await RunningBridge.StartAsync(broker, network, options);
        await SayAsync(4);

        await TakenAsync(direct);
        foreach (var speaker in _speakers)
        {
            Assert.Equal(Enumerable.Range(1, speaker.Said).Select(n => (double)n), await BridgeTests.ValuesAsync(direct, speaker.Machine!, "count"));
            if (speaker.IsPlain) Assert.Empty(speaker.Machine!.Answers);
            await speaker.Machine!.DisposeAsync();
        }
        await bridge.DisposeAsync();
    }

    private Task TakenAsync(ClusterNetwork network) =>
        Task.WhenAll(_speakers.Select(speaker => BridgeTests.TwinAsync(network, speaker.Machine!, twin => twin.State.GetValueOrDefault("count").Equals((double)speaker.Said))));

    private Task SayAsync(int more, bool alsoPlain = true) => Task.WhenAll(_speakers.Where(speaker => alsoPlain || !speaker.IsPlain).Select(speaker => Task.Run(() => speaker.SayAsync(more))));

    /// <summary>A machine that counts, and how it says so.</summary>
    private sealed record Speaker(string Id, bool IsPlain)
    {
        public TestMachine? Machine { get; set; }

        public int Said { get; private set; }

        public async Task SayAsync(int more)
        {
            for (var end = Said + more; Said < end;)
            {
                Said++;
                var report = IsPlain ? $"{Said}" : $$$"""{"at":"2026-03-04T05:{{{Said / 60:00}}}:{{{Said % 60:00}}}Z","state":{"count":{{{Said}}}}}""";
                await Machine!.SayAsync(IsPlain ? "state/count" : "report", report);
            }
        }
    }
}
