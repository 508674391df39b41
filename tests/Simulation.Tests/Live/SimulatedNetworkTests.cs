using Diten.Core.Network;
using Diten.Core.Twins;
using Diten.Learning.Data;
using Diten.Simulation.Live;
using Diten.Simulation.Scenario;
using Diten.Simulation.Tests.Engine;

namespace Diten.Simulation.Tests.Live;

public sealed class SimulatedNetworkTests
{
    private static readonly CancellationToken s_none = CancellationToken.None;

    [Fact]
    public async Task It_runs_its_rounds_and_tells_of_them()
    {
        await using var network = await Finished(Small.Options with { Rounds = 5 });
        var front = await network.GetNetworkAsync(s_none);
        Assert.Equal(("finished", 5, 5, "simulation"), (front.Status, front.Round, front.TargetRounds, front.Profile));
        var rounds = await network.ListRoundsAsync(null, 1, 100, true, s_none);
        Assert.Equal([1, 2, 3, 4, 5], rounds.Select(round => round.Round));
        Assert.Equal(rounds.Sum(round => round.EnergyJoules), front.EnergyJoules, 9);
        Assert.Equal(rounds.Sum(round => round.DurationSeconds), front.VirtualSeconds, 9);
        Assert.Equal([3, 4], (await network.ListRoundsAsync("bs-1", 3, 2, true, s_none)).Select(round => round.Round));
        Assert.Empty(await network.ListRoundsAsync("nowhere", 1, 10, true, s_none));

        var allocation = await network.GetAllocationAsync("bs-1", null, s_none);
        Assert.Equal((5, 64), (allocation!.Round, allocation.Owner.Count));
        Assert.Equal(2, (await network.GetAllocationAsync("bs-1", 2, s_none))!.Round);
        Assert.Null(await network.GetAllocationAsync("bs-1", 99, s_none));
        Assert.Equal(20, (await network.ListPositionsAsync(s_none)).Count);
    }

    [Fact]
    public async Task A_twin_holds_all_of_gamma_and_knows_its_device()
    {
        await using var network = await Finished(Small.Options with { Rounds = 8 });
        foreach (var twin in (await network.ListTwinsAsync(new TwinFilter(), s_none)).Twins)
        {
            Assert.Equal(9, twin.LastSequence);
            Assert.Equal(Liveness.Online, twin.Liveness);
            Assert.Equal("batteryRatio energyJoules frequencyHz snrDb temperatureK", string.Join(' ', twin.State.Keys.Order(StringComparer.Ordinal)));
            Assert.Equal(twin.State["energyJoules"], twin.Learning.EnergyJoules, 9);
            Assert.Equal(3, twin.Links.Count);
            Assert.Contains(twin.Deltas, delta => string.Equals(delta.Kind, "report", StringComparison.Ordinal));
            Assert.NotNull(twin.Model.PredictedRoundSeconds);
            if (twin.Learning.RoundsTaken == 0) continue;
            Assert.True(twin.Model.ObservedRoundSeconds > 0);
            Assert.Equal(0, twin.Model.RelativeDeviation, 9);
            Assert.False(twin.Drifting);
        }

        var history = await network.GetHistoryAsync("device-001", new HistoryQuery("snrDb", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, TimeSpan.Zero), s_none);
        Assert.Equal(9, history!.Points.Count);
        Assert.Null(await network.GetHistoryAsync("nobody", new HistoryQuery("snrDb", default, default, TimeSpan.Zero), s_none));
    }

    [Fact]
    public async Task Pages_of_twins_join_to_all_and_filters_hold()
    {
        await using var network = await Finished(Small.Options with { Rounds = 6, Stations = 2, Participants = 4, DropOutProbability = 0.3 });
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = await network.ListTwinsAsync(new TwinFilter(Cursor: cursor, Limit: 7), s_none);
            ids.AddRange(page.Twins.Select(twin => twin.Id));
            cursor = page.Cursor;
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Range(1, 20).Select(i => $"device-{i:000}"), ids, StringComparer.Ordinal);

        var all = (await network.ListTwinsAsync(new TwinFilter(), s_none)).Twins;
        foreach (var liveness in Enum.GetValues<Liveness>())
            Assert.Equal(all.Count(twin => twin.Liveness == liveness), (await network.ListTwinsAsync(new TwinFilter(Liveness: liveness), s_none)).Twins.Count);
        Assert.Contains(all, twin => twin.Liveness is Liveness.Stale or Liveness.Offline);
        Assert.All((await network.ListTwinsAsync(new TwinFilter(Station: "bs-2"), s_none)).Twins, twin => Assert.Equal("bs-2", twin.Station));
        Assert.Equal("device-013", Assert.Single((await network.ListTwinsAsync(new TwinFilter(Contains: "013"), s_none)).Twins).Id);
        Assert.Equal("macro bs-1 bs-2", string.Join(' ', (await network.ListStationsAsync(s_none)).Select(station => station.Id)));
        Assert.Equal("macro", (await network.ListRoundsAsync(null, 1, 1, true, s_none))[0].Station);
    }

    [Fact]
    public async Task A_desired_frequency_is_what_the_device_runs_at_and_is_confirmed()
    {
        await using var network = New(Small.Options with { Rounds = 3 }, new LiveOptions { PauseSeconds = 0 });
        network.Pause();
        network.Start();
        await Until(network, n => n.Status is "paused");
        var set = await network.SetDesiredAsync("device-004", new Dictionary<string, double?>(StringComparer.Ordinal) { ["frequencyHz"] = 1.75e9 }, null, s_none);
        Assert.Equal(WriteStatus.Accepted, set.Status);
        network.Resume();
        await Until(network, n => n.Round >= 2);
        var twin = (await network.FindTwinAsync("device-004", s_none))!;
        Assert.Equal(1.75e9, twin.State["frequencyHz"]);
        Assert.Contains(twin.Desired, pair => pair is { Key: "frequencyHz", Value: 1.75e9 });
        var row = (await network.ListRoundsAsync(null, 2, 1, true, s_none))[0].Devices.Single(d => string.Equals(d.Id, "device-004", StringComparison.Ordinal));
        Assert.Equal(2e6 * twin.Data.Samples / 1.75e9, row.ComputeSeconds, 12);

        var bad = await network.SetDesiredAsync("device-004", new Dictionary<string, double?>(StringComparer.Ordinal) { ["frequencyHz"] = 1 }, null, s_none);
        Assert.Equal((WriteStatus.Invalid, "desired.frequencyHz"), (bad.Status, bad.Field));
    }

    [Fact]
    public async Task Reports_from_outside_are_taken_once_and_by_the_rules()
    {
        await using var network = await Finished(Small.Options with { Rounds = 2 });
        var twin = (await network.FindTwinAsync("device-001", s_none))!;
        var report = new DeviceReport(twin.LastSequence + 1, twin.At, new Dictionary<string, double>(StringComparer.Ordinal) { ["vibrationMs2"] = 0.3 });
        Assert.Equal(WriteStatus.Conflict, (await network.ReportAsync(twin.Id, report, twin.Revision - 1, s_none)).Status);
        var taken = await network.ReportAsync(twin.Id, report, twin.Revision, s_none);
        Assert.Equal((WriteStatus.Accepted, report.Sequence), (taken.Status, taken.LastSequence));
        Assert.Equal(WriteStatus.Duplicate, (await network.ReportAsync(twin.Id, report, null, s_none)).Status);
        Assert.Equal(0.3, (await network.FindTwinAsync(twin.Id, s_none))!.State["vibrationMs2"]);
        Assert.Equal(WriteStatus.NotFound, (await network.ReportAsync("nobody", report, null, s_none)).Status);
        Assert.Null(await network.FindTwinAsync("nobody", s_none));
    }

    [Fact]
    public async Task Watchers_are_told_of_every_round_in_order()
    {
        await using var network = New(Small.Options with { Rounds = 20 }, new LiveOptions { PauseSeconds = 0 });
        var rounds = new List<int>();
        var watching = network.WatchAsync(0, s_none).GetAsyncEnumerator(s_none);
        var first = watching.MoveNextAsync().AsTask();
        network.Start();
        Assert.True(await first);
        while (rounds.Count < 20)
        {
            if (watching.Current.Kind is "round") rounds.Add(watching.Current.Round);
            Assert.True(await watching.MoveNextAsync());
        }

        await watching.DisposeAsync();
        Assert.Equal(Enumerable.Range(1, 20), rounds);
    }

    [Fact]
    public async Task Twins_move_with_their_devices_and_keep_their_sequence()
    {
        await using var network = await Finished(Small.Options with { Rounds = 10, Stations = 3, Participants = 3, MoveProbability = 0.2 });
        var twins = (await network.ListTwinsAsync(new TwinFilter(), s_none)).Twins;
        Assert.All(twins, twin => Assert.Equal(11, twin.LastSequence));
        Assert.Contains(twins, twin => twin.Links.Any(link => link.Kind is "handover-counterpart"));
        var members = (await network.ListStationsAsync(s_none)).Where(s => !s.IsMacro).ToDictionary(s => s.Id, s => s.Devices, StringComparer.Ordinal);
        foreach (var (station, devices) in members) Assert.Equal(devices, twins.Count(twin => string.Equals(twin.Station, station, StringComparison.Ordinal)));
        var taken = (await network.ListRoundsAsync(null, 1, 100, true, s_none)).Sum(round => round.Participants);
        Assert.Equal(taken, twins.Sum(twin => twin.Learning.RoundsTaken));
    }

    [Fact]
    public async Task What_goes_wrong_is_told()
    {
        await using var network = new SimulatedNetwork(Small.Options, _ => throw new InvalidDataException("no such file"), new LiveOptions(), TimeProvider.System);
        Assert.Equal("starting", (await network.GetNetworkAsync(s_none)).Status);
        Assert.Empty((await network.ListTwinsAsync(new TwinFilter(), s_none)).Twins);
        network.Start();
        await Assert.ThrowsAsync<InvalidDataException>(() => network.Completion);
        Assert.Equal("failed: no such file", (await network.GetNetworkAsync(s_none)).Status);
    }

    [Fact]
    public async Task What_is_learned_is_told_without_where_its_files_lie()
    {
        var options = Small.Options with { Rounds = 1, Devices = 4, Participants = 2 };
        var data = DataSource.Load("digits", null, seed: 1, train: 40, test: 10) with { Source = "MNIST (files in /home/someone/data/mnist)" };
        await using var network = new SimulatedNetwork(options, _ => WorkloadFactory.Create(options, data), new LiveOptions { PauseSeconds = 0 }, TimeProvider.System);
        network.Start();
        await network.Completion;
        Assert.Equal("MNIST (files)", (await network.GetNetworkAsync(s_none)).Dataset);
        Assert.Equal("generated digits, seed 1", DataSource.NameOf("generated digits, seed 1"));
    }

    [Fact]
    public void Live_options_are_checked() =>
        Assert.Equal("Pace", Assert.Throws<ArgumentOutOfRangeException>(() => New(Small.Options, new LiveOptions { Pace = -1 })).ParamName);

    private static SimulatedNetwork New(ScenarioOptions options, LiveOptions live) => new(options, _ => null, live, TimeProvider.System);

    private static async Task<SimulatedNetwork> Finished(ScenarioOptions options)
    {
        var network = New(options, new LiveOptions { PauseSeconds = 0 });
        network.Start();
        await network.Completion;
        return network;
    }

    /// <summary>Follows the events until the network is as wanted.</summary>
    private static async Task Until(SimulatedNetwork network, Func<NetworkSnapshot, bool> reached)
    {
        using var stop = new CancellationTokenSource();
        await using var watch = network.WatchAsync(0, stop.Token).GetAsyncEnumerator(s_none);
        while (true)
        {
            // Listening begins before looking, so that nothing slips between.
            var next = watch.MoveNextAsync().AsTask();
            var there = reached(await network.GetNetworkAsync(s_none));
            if (there) await stop.CancelAsync();
            await next;
            if (there) return;
        }
    }
}
