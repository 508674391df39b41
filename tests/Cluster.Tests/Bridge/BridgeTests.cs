using Diten.Client.Bridge;
using Diten.Client.Cluster;
using Diten.Cluster.Tests.Fleet;
using Diten.Cluster.Tests.Hosting;
using Diten.Core.Network;
using MQTTnet.Protocol;

namespace Diten.Cluster.Tests.Bridge;

/// <summary>Machines that speak MQTT with a real broker, and their twins.</summary>
[Collection(FleetCollection.Name)]
public sealed class BridgeTests(FleetCluster cluster)
{
    private static readonly CancellationToken s_none = CancellationToken.None;

    [MosquittoFact]
    public async Task A_machine_registers_reports_and_does_what_is_desired()
    {
        await using var network = cluster.Network();
        await using var broker = await MosquittoBroker.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(broker, network, new BridgeOptions { CommandPeriod = TimeSpan.FromSeconds(0.2) });
        await using var machine = await TestMachine.ConnectAsync(broker, "mqtt-press");
        await machine.SayAsync("register", """{"station":"bs-mqtt","x":12,"y":-3}""");
        await machine.SayAsync("report", """{"sequence":1,"at":"2026-03-04T05:06:07Z","state":{"temperatureK":321.5,"setpointK":300}}""");
        var twin = await TwinAsync(network, machine, twin => twin.State.ContainsKey("temperatureK"));
        Assert.Equal(("bs-mqtt", 1, 321.5, Liveness.Online), (twin.Station, twin.LastSequence, twin.State["temperatureK"], twin.Liveness));
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero), twin.At);

        // Nothing is reported meanwhile: the bridge looks by itself.
        Assert.Equal(WriteStatus.Accepted, (await network.SetDesiredAsync(machine.Id, Desired("setpointK", 310), null, s_none)).Status);
        await Eventually.HoldsAsync(() => machine.Commands.Count > 0, "the command is there");
        var command = machine.Commands[0];
        Assert.Equal(("setpointK", 310, 1), (command.GetProperty("reading").GetString(), command.GetProperty("value").GetDouble(), command.GetProperty("attempt").GetInt32()));
        Assert.True(command.GetProperty("number").GetInt64() > 0 && command.GetProperty("expiresAt").GetDateTimeOffset() > twin.At);
        await machine.SayAsync("report", """{"sequence":2,"at":"2026-03-04T05:07:07Z","state":{"setpointK":310}}""");
        Assert.Equal(2, (await TwinAsync(network, machine, twin => twin.LastSequence == 2)).LastSequence);
        Assert.Empty(await network.TakeCommandsAsync(machine.Id, s_none));
        Assert.Empty(machine.Answers);
    }

    [MosquittoFact]
    public async Task Plain_values_are_reports_of_one_reading_however_they_come()
    {
        await using var network = cluster.Network();
        await using var broker = await MosquittoBroker.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(broker, network, new BridgeOptions { Station = "bs-mqtt" });
        await using var machine = await TestMachine.ConnectAsync(broker, "mqtt-plain");
        for (var i = 1; i <= 20; i++) await machine.SayAsync("state/count", $"{i}", qos: i % 2 == 0 ? MqttQualityOfServiceLevel.AtLeastOnce : MqttQualityOfServiceLevel.ExactlyOnce);
        await machine.SayAsync("state/other", "7", qos: MqttQualityOfServiceLevel.AtMostOnce);
        var twin = await TwinAsync(network, machine, twin => twin.State.GetValueOrDefault("count").Equals(20.0) && twin.State.ContainsKey("other"));
        Assert.Equal(("bs-mqtt", 7), (twin.Station, twin.State["other"]));
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (double)i), await ValuesAsync(network, machine, "count"));
        Assert.Empty(machine.Answers);
    }

    [MosquittoFact]
    public async Task What_is_not_taken_is_answered()
    {
        await using var network = cluster.Network();
        await using var broker = await MosquittoBroker.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(broker, network);
        await using var machine = await TestMachine.ConnectAsync(broker, "mqtt-bad");
        var answers = 0;
        async Task RefusedAsync(string topic, string payload, long? sequence, string status, string field, string error, long? last)
        {
            await machine.SayAsync(topic, payload);
            var answer = await machine.AnswerAsync(++answers);
            Assert.Equal($"diten/mqtt-bad/{topic}", answer.GetProperty("topic").GetString());
            Assert.Equal((sequence, status, field), (Number("sequence"), answer.GetProperty("status").GetString(), answer.GetProperty("field").GetString()));
            Assert.Contains(error, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
            Assert.Equal(last, Number("lastSequence"));
            long? Number(string name) => answer.GetProperty(name) is { ValueKind: System.Text.Json.JsonValueKind.Number } number ? number.GetInt64() : null;
        }

        await RefusedAsync("report", """{"sequence":1,"at":"2026-03-04T05:06:07Z","state":{"a":1}}""", 1, "not-found", "machine", "unknown machine; register it", 0);
        await RefusedAsync("status", "offline", null, "not-found", "machine", "unknown machine; register it", 0);
        await RefusedAsync("register", """{"x":1}""", null, "invalid", "station", "is missing", 0);
        await machine.SayAsync("register", """{"station":"bs-mqtt"}""");
        await RefusedAsync("report", "{", null, "invalid", "body", "is not well-formed JSON", null);
        await RefusedAsync("report", """{"sequence":5,"state":{"a b":1}}""", 5, "invalid", "state", "must have 1 to 64 of the characters", null);
        await RefusedAsync("state/a", "hot", null, "invalid", "state.a", "must be a number", null);
        await RefusedAsync("status", "gone", null, "invalid", "status", "must be online or offline", null);
        await machine.SayAsync("report", """{"sequence":20,"at":"2026-03-04T05:06:07Z","state":{"a":1}}""");
        await RefusedAsync("report", """{"sequence":20,"at":"2026-03-04T05:06:07Z","state":{"a":1}}""", 20, "duplicate", "sequence", "is 20; must be above 20", 20);
        await RefusedAsync("report", """{"sequence":21,"at":"2999-01-01T00:00:00Z","state":{"a":1}}""", 21, "invalid", "at", "must be at most 300 s ahead", 20);
        Assert.Equal(20, (await TwinAsync(network, machine, _ => true)).LastSequence);
    }

    [MosquittoFact]
    public async Task Reports_of_one_instant_are_all_taken_and_the_same_one_once()
    {
        await using var network = cluster.Network();
        await using var broker = await MosquittoBroker.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(broker, network, new BridgeOptions { Station = "bs-mqtt" });
        await using var machine = await TestMachine.ConnectAsync(broker, "mqtt-instant");
        string[] reports = ["""{"at":"2026-03-04T05:06:07Z","state":{"a":1}}""", """{"at":"2026-03-04T05:06:07Z","state":{"b":2}}""", """{"at":"2026-03-04T05:06:07Z","state":{"b":3}}"""];
        foreach (var report in reports) await machine.SayAsync("report", report);
        // As a machine that was not answered by the broker sends it again.
        foreach (var report in reports) await machine.SayAsync("report", report);
        for (var i = 1; i <= reports.Length; i++) Assert.Equal("duplicate", (await machine.AnswerAsync(i)).GetProperty("status").GetString());
        var twin = await TwinAsync(network, machine, _ => true);
        Assert.Equal((1, 3), (twin.State["a"], twin.State["b"]));
        Assert.Equal(ReportNumber.Of(twin.At) + 2, twin.LastSequence);
        Assert.Equal([1.0], await ValuesAsync(network, machine, "a"));
        Assert.Equal([2.0, 3.0], await ValuesAsync(network, machine, "b"));
    }

    [MosquittoFact]
    public async Task A_last_will_counts_at_once_and_one_of_long_ago_does_not()
    {
        await using var network = cluster.Network();
        await using var broker = await MosquittoBroker.StartAsync();
        await using (await RunningBridge.StartAsync(broker, network, new BridgeOptions { Station = "bs-mqtt" }))
        {
            var machine = await TestMachine.ConnectAsync(broker, "mqtt-mortal", options => options.WithWillTopic("diten/mqtt-mortal/status").WithWillPayload("offline").WithWillRetain().WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce));
            await machine.SayAsync("state/a", "1");
            Assert.Equal(Liveness.Online, (await TwinAsync(network, machine, twin => twin.State.ContainsKey("a"))).Liveness);
            machine.Vanish();
            await TwinAsync(network, machine, twin => twin.Liveness == Liveness.Offline);
        }

        // It reports without saying that it is online, so that the broker goes on retaining its last will.
        await using var back = await TestMachine.ConnectAsync(broker, "mqtt-mortal");
        await using var second = await RunningBridge.StartAsync(broker, network, new BridgeOptions { ClientId = "second" });
        await back.SayAsync("state/a", "2");
        await TwinAsync(network, back, twin => twin.State["a"].Equals(2.0) && twin.Liveness == Liveness.Online);
        await second.StopAsync();
        await using var third = await RunningBridge.StartAsync(broker, network, new BridgeOptions { ClientId = "third" });
        // What the broker retains would have come before this, and the machine's messages are settled in order.
        await back.SayAsync("state/a", "hot");
        await back.AnswerAsync();
        Assert.Equal(Liveness.Online, (await network.FindTwinAsync(back.Id, s_none))!.Liveness);
    }

    [MosquittoFact]
    public async Task Two_bridges_of_one_share_take_every_report_once()
    {
        const int Machines = 4, Reports = 15;
        await using var network = cluster.Network();
        await using var broker = await MosquittoBroker.StartAsync();
        var options = new BridgeOptions { Share = "two", Station = "bs-mqtt" };
        SilentAccess[] ways = [new(cluster.Grains), new(cluster.Grains)];
        await using var one = new ClusterNetwork(ways[0], new ClusterOptions(), TimeProvider.System);
        await using var two = new ClusterNetwork(ways[1], new ClusterOptions(), TimeProvider.System);
        await using var first = await RunningBridge.StartAsync(broker, one, options with { ClientId = "one" });
        await using var second = await RunningBridge.StartAsync(broker, two, options with { ClientId = "two" });
        await Task.WhenAll(Enumerable.Range(1, Machines).Select(async i =>
        {
            await using var machine = await TestMachine.ConnectAsync(broker, $"mqtt-shared-{i}");
            for (var n = 1; n <= Reports; n++)
            {
                await machine.SayAsync("report", $$$"""{"sequence":{{{n}}},"at":"2026-03-04T05:06:{{{n:00}}}Z","state":{"count":{{{n}}}}}""");
                // The broker deals without regard to machines: who sends the next before the last was taken may be overtaken.
                await TwinAsync(network, machine, twin => twin.LastSequence == n);
            }
            Assert.Equal(Enumerable.Range(1, Reports).Select(n => (double)n), await ValuesAsync(network, machine, "count"));
            Assert.Empty(machine.Answers);
        }));
        Assert.All(ways, way => Assert.True(way.Asked >= Reports, $"{way.Asked} calls: both bridges take their share"));
    }

    [MosquittoFact]
    public async Task Two_bridges_of_one_client_id_hear_what_is_wrong()
    {
        await using var network = cluster.Network();
        await using var broker = await MosquittoBroker.StartAsync();
        await using var first = await RunningBridge.StartAsync(broker, network);
        await using var second = await RunningBridge.StartAsync(broker, network);
        // Mosquitto closes the first one's connection and says nothing; brokers that say why end the bridge.
        await first.SaysAsync("another client uses the client id 'diten-bridge'");
    }

    internal static async Task<TwinSnapshot> TwinAsync(ITwinNetwork network, TestMachine machine, Func<TwinSnapshot, bool> isSo)
    {
        TwinSnapshot? twin = null;
        await Eventually.BecomesAsync(
            async () =>
            {
                twin = await network.FindTwinAsync(machine.Id, s_none);
                return twin is not null && isSo(twin) ? null : $"{twin?.ToString() ?? "no twin"}, {string.Join(", ", twin?.State ?? new Dictionary<string, double>(StringComparer.Ordinal))}; {string.Join(", ", machine.Answers)}";
            },
            $"the twin of {machine.Id}");
        return twin!;
    }

    internal static async Task<IReadOnlyList<double>> ValuesAsync(ITwinNetwork network, TestMachine machine, string reading) =>
        [.. (await network.GetHistoryAsync(machine.Id, new HistoryQuery(reading, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, TimeSpan.Zero), s_none))!.Points.Select(point => point.Mean)];

    private static Dictionary<string, double?> Desired(string reading, double value) => new(StringComparer.Ordinal) { [reading] = value };
}
