using Diten.Core.Network;
using Diten.Core.Twins;

namespace Diten.Tests.Shared;

/// <summary>
/// What every network behind the port must do, the simulated one and the cluster alike: 20 devices <c>device-001</c> … at one
/// station <c>bs-1</c> with 64 subcarriers, 5 participants a round, which have run <see cref="Rounds"/> rounds.
/// </summary>
public abstract class TwinNetworkContract
{
    /// <summary>Devices.</summary>
    protected const int Devices = 20;

    /// <summary>C0.</summary>
    protected const int Subcarriers = 64;

    /// <summary>Wanted participants.</summary>
    protected const int Participants = 5;

    /// <summary>Rounds that are run.</summary>
    protected const int Rounds = 6;

    private static readonly CancellationToken s_none = CancellationToken.None;

    /// <summary>The network, when its rounds are done.</summary>
    protected abstract Task<ITwinNetwork> NetworkAsync();

    [Fact]
    public async Task The_front_page_sums_up_the_rounds()
    {
        var network = await NetworkAsync();
        var front = await network.GetNetworkAsync(s_none);
        var rounds = await network.ListRoundsAsync(null, 1, 100, withDevices: false, s_none);
        Assert.Equal(Enumerable.Range(1, Rounds), rounds.Select(round => round.Round));
        Assert.Equal((Rounds, Rounds, Devices, 1, Participants), (front.Round, front.TargetRounds, front.Devices, front.Stations, front.Participants));
        Assert.Equal("finished", front.Status);
        Assert.Equal((Devices, 0), (front.Twins, front.Machines));
        Assert.Equal(rounds.Sum(round => round.EnergyJoules), front.EnergyJoules, 6);
        Assert.Equal(rounds.Sum(round => round.DurationSeconds), front.VirtualSeconds, 6);
        Assert.Equal(rounds.Sum(round => round.ModelBits), front.ModelBits, 3);
        Assert.Equal(rounds.Sum(round => round.StateBits), front.StateBits, 3);
    }

    [Fact]
    public async Task Rounds_come_with_or_without_their_devices()
    {
        var network = await NetworkAsync();
        Assert.Equal([3, 4], (await network.ListRoundsAsync("bs-1", 3, 2, withDevices: false, s_none)).Select(round => round.Round));
        Assert.All(await network.ListRoundsAsync(null, 1, 100, withDevices: false, s_none), round => Assert.Empty(round.Devices));
        Assert.Empty(await network.ListRoundsAsync("nowhere", 1, 10, withDevices: true, s_none));
        Assert.Empty(await network.ListRoundsAsync(null, Rounds + 1, 10, withDevices: true, s_none));
        foreach (var round in await network.ListRoundsAsync(null, 1, 100, withDevices: true, s_none))
        {
            var sent = round.Devices.Where(row => row.Participated).ToArray();
            Assert.Equal((Participants, Participants), (round.Participants, sent.Length));
            Assert.Equal(round.MakespanSeconds, sent.Max(row => row.ComputeSeconds + row.TransmitSeconds), 9);
            Assert.Equal(round.MeanSeconds, sent.Average(row => row.ComputeSeconds + row.TransmitSeconds), 9);
            Assert.All(sent, row => Assert.True(row.TransmitSeconds > 0 && row.Subcarriers > 0 && row.UpdateWeight >= 0, row.ToString()));
            Assert.True(sent.Sum(row => row.Subcarriers) <= Subcarriers);
        }
    }

    [Fact]
    public async Task A_subcarrier_has_at_most_one_owner_and_owners_took_part()
    {
        var network = await NetworkAsync();
        var allocation = (await network.GetAllocationAsync("bs-1", null, s_none))!;
        Assert.Equal((Rounds, Subcarriers), (allocation.Round, allocation.Owner.Count));
        var round = Assert.Single(await network.ListRoundsAsync("bs-1", Rounds, 1, withDevices: true, s_none));
        Assert.Equal(
            round.Devices.Where(row => row.Participated).ToDictionary(row => row.Id, row => row.Subcarriers, StringComparer.Ordinal),
            allocation.Owner.OfType<string>().CountBy(id => id, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal));
        Assert.Null(await network.GetAllocationAsync("bs-1", 99, s_none));
        Assert.Null(await network.GetAllocationAsync("nowhere", null, s_none));
    }

    [Fact]
    public async Task Pages_of_twins_join_to_all_in_order_and_filters_hold()
    {
        var network = await NetworkAsync();
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = await network.ListTwinsAsync(new TwinFilter(Cursor: cursor, Limit: 7), s_none);
            ids.AddRange(page.Twins.Select(twin => twin.Id));
            cursor = page.Cursor;
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Range(1, Devices).Select(i => $"device-{i:000}"), ids, StringComparer.Ordinal);
        Assert.Equal("device-013", Assert.Single((await network.ListTwinsAsync(new TwinFilter(Contains: "013"), s_none)).Twins).Id);
        Assert.Equal(Devices, (await network.ListTwinsAsync(new TwinFilter(Station: "bs-1"), s_none)).Twins.Count);
        Assert.Empty((await network.ListTwinsAsync(new TwinFilter(Station: "nowhere"), s_none)).Twins);
        Assert.Equal(Devices, (await network.ListTwinsAsync(new TwinFilter(Liveness: Liveness.Online), s_none)).Twins.Count);
        Assert.Empty((await network.ListTwinsAsync(new TwinFilter(Liveness: Liveness.Offline), s_none)).Twins);
        Assert.Equal(Devices, (await network.ListTwinsAsync(new TwinFilter(Drifting: true), s_none)).Twins.Count + (await network.ListTwinsAsync(new TwinFilter(Drifting: false), s_none)).Twins.Count);
    }

    [Fact]
    public async Task A_twin_holds_all_of_gamma()
    {
        var network = await NetworkAsync();
        var took = (await network.ListRoundsAsync(null, 1, 100, withDevices: true, s_none)).SelectMany(round => round.Devices).Where(row => row.Participated).CountBy(row => row.Id).ToDictionary(StringComparer.Ordinal);
        foreach (var twin in (await network.ListTwinsAsync(new TwinFilter(), s_none)).Twins)
        {
            Assert.Equal(("bs-1", Liveness.Online), (twin.Station, twin.Liveness));
            Assert.True(twin.LastSequence > 0 && twin.Revision > 0 && twin.Data.Samples > 0);
            foreach (var reading in new[] { "batteryRatio", "energyJoules", "frequencyHz", "snrDb", "temperatureK" }) Assert.True(twin.State.ContainsKey(reading), reading);
            Assert.Contains(twin.Deltas, delta => delta.Kind is "report");
            Assert.Equal(twin.Deltas.OrderByDescending(delta => delta.Sequence), twin.Deltas);
            Assert.Equal(took.GetValueOrDefault(twin.Id), twin.Learning.RoundsTaken);
            Assert.True(twin.Learning.EnergyJoules > 0);
            Assert.NotNull(twin.Model.PredictedRoundSeconds);
        }
        Assert.Null(await network.FindTwinAsync("nobody", s_none));
        Assert.Null(await network.FindTwinAsync("", s_none));
    }

    [Fact]
    public async Task Positions_are_those_of_all_devices()
    {
        var network = await NetworkAsync();
        var last = Assert.Single(await network.ListRoundsAsync(null, Rounds, 1, withDevices: true, s_none));
        var positions = await network.ListPositionsAsync(s_none);
        Assert.Equal(Enumerable.Range(1, Devices).Select(i => $"device-{i:000}"), positions.Select(position => position.Id), StringComparer.Ordinal);
        Assert.All(positions, position => Assert.True(position is { Station: "bs-1", Liveness: Liveness.Online } && double.Hypot(position.X, position.Y) > 0));
        Assert.Equal(last.Devices.Where(row => row.Participated).Select(row => row.Id).Order(StringComparer.Ordinal), positions.Where(position => position.Participated).Select(position => position.Id), StringComparer.Ordinal);
        var station = Assert.Single(await network.ListStationsAsync(s_none));
        Assert.Equal(("bs-1", false, Devices, Subcarriers, Rounds), (station.Id, station.IsMacro, station.Devices, station.Subcarriers, station.Round));
    }

    [Fact]
    public async Task Reports_are_taken_once_and_by_the_rules()
    {
        var network = await NetworkAsync();
        var twin = (await network.FindTwinAsync("device-001", s_none))!;
        // Far ahead of what the device itself counts, so that it may go on meanwhile.
        var sequence = twin.LastSequence + 1_000_000;
        var report = new DeviceReport(sequence, twin.At, new Dictionary<string, double>(StringComparer.Ordinal) { ["vibrationMs2"] = 0.3 });
        Assert.Equal(WriteStatus.Conflict, (await network.ReportAsync(twin.Id, report, twin.Revision - 1, s_none)).Status);
        var taken = await network.ReportAsync(twin.Id, report, null, s_none);
        Assert.Equal((WriteStatus.Accepted, sequence), (taken.Status, taken.LastSequence));
        Assert.Equal((WriteStatus.Duplicate, sequence), (await network.ReportAsync(twin.Id, report, null, s_none)) is var again ? (again.Status, again.LastSequence) : default);
        Assert.Equal(0.3, (await network.FindTwinAsync(twin.Id, s_none))!.State["vibrationMs2"]);
        Assert.Equal(WriteStatus.NotFound, (await network.ReportAsync("nobody", report, null, s_none)).Status);
        var bad = await network.ReportAsync(twin.Id, report with { Sequence = sequence + 1, State = new Dictionary<string, double>(StringComparer.Ordinal) { ["a"] = double.NaN } }, null, s_none);
        Assert.Equal(WriteStatus.Invalid, bad.Status);
        Assert.NotNull(bad.Field);

        var history = (await network.GetHistoryAsync(twin.Id, new HistoryQuery("vibrationMs2", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, TimeSpan.Zero), s_none))!;
        Assert.Equal(0.3, Assert.Single(history.Points).Mean);
        Assert.NotEmpty((await network.GetHistoryAsync(twin.Id, new HistoryQuery("snrDb", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, TimeSpan.FromMinutes(1)), s_none))!.Points);
        Assert.Null(await network.GetHistoryAsync("nobody", new HistoryQuery("snrDb", default, DateTimeOffset.MaxValue, TimeSpan.Zero), s_none));
    }

    [Fact]
    public async Task What_is_desired_is_there_until_it_is_withdrawn()
    {
        var network = await NetworkAsync();
        Task<WriteResult> Want(double? value) =>
            network.SetDesiredAsync("device-002", new Dictionary<string, double?>(StringComparer.Ordinal) { ["valveRatio"] = value }, null, s_none).AsTask();
        var set = await Want(0.4);
        Assert.Equal(WriteStatus.Accepted, set.Status);
        var twin = (await network.FindTwinAsync("device-002", s_none))!;
        Assert.True(twin.Revision >= set.Revision);
        Assert.Equal(0.4, twin.Desired["valveRatio"]);
        Assert.Equal(WriteStatus.Accepted, (await Want(null)).Status);
        Assert.False((await network.FindTwinAsync("device-002", s_none))!.Desired.ContainsKey("valveRatio"));
        Assert.Equal(WriteStatus.Invalid, (await Want(double.NaN)).Status);
    }

    [Fact]
    public async Task A_device_that_learns_is_no_machine_to_register()
    {
        var network = await NetworkAsync();
        var before = (await network.FindTwinAsync("device-005", s_none))!;
        var refused = await network.RegisterAsync("device-005", new MachineRegistration("elsewhere"), s_none);
        Assert.Equal((WriteStatus.Invalid, "device"), (refused.Status, refused.Field));
        Assert.Contains("learns at station 'bs-1'", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before.Station, (await network.FindTwinAsync("device-005", s_none))!.Station);
        var noStation = await network.RegisterAsync("device-005", new MachineRegistration(" "), s_none);
        Assert.Equal((WriteStatus.Invalid, "station"), (noStation.Status, noStation.Field));
        var nowhere = await network.RegisterAsync("device-005", new MachineRegistration("bs-1", double.NaN), s_none);
        Assert.Equal((WriteStatus.Invalid, "x"), (nowhere.Status, nowhere.Field));
    }

    [Fact]
    public async Task A_device_that_learns_is_not_removed_and_nobody_cannot_be()
    {
        var network = await NetworkAsync();
        Assert.Equal((WriteStatus.Invalid, "device"), await network.RemoveAsync("device-007", s_none) is var kept ? (kept.Status, kept.Field) : default);
        Assert.NotNull(await network.FindTwinAsync("device-007", s_none));
        Assert.Equal(WriteStatus.NotFound, (await network.RemoveAsync("nobody", s_none)).Status);
    }

    [Fact]
    public async Task Ids_are_searched_without_regard_to_case()
    {
        var network = await NetworkAsync();
        Assert.Equal("device-013", Assert.Single((await network.ListTwinsAsync(new TwinFilter(Contains: "DEVICE-013"), s_none)).Twins).Id);
    }

    [Fact]
    public async Task Nobody_has_no_commands_and_no_last_will()
    {
        var network = await NetworkAsync();
        Assert.Empty(await network.TakeCommandsAsync("nobody", s_none));
        Assert.Empty(await network.TakeCommandsAsync("device-006", s_none));
        Assert.Equal(WriteStatus.NotFound, (await network.LastWillAsync("nobody", s_none)).Status);
    }

    [Fact]
    public async Task Watchers_are_told_of_a_write_and_resume_where_they_were()
    {
        var network = await NetworkAsync();
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var first = await NextOf("device-003", 0);
        var second = await NextOf("device-004", first.Id);
        Assert.True(second.Id > first.Id);
        // Who comes back after the first is told of the second, which is still held.
        await foreach (var happened in network.WatchAsync(first.Id, stop.Token))
        {
            Assert.True(happened.Id > first.Id);
            if (happened.Id == second.Id)
            {
                Assert.Equal(second, happened);
                break;
            }
        }

        async Task<NetworkEvent> NextOf(string device, long after)
        {
            await using var watch = network.WatchAsync(after, stop.Token).GetAsyncEnumerator(stop.Token);
            // Listening begins before the write, so that nothing slips between.
            var next = watch.MoveNextAsync().AsTask();
            await network.SetDesiredAsync(device, new Dictionary<string, double?>(StringComparer.Ordinal) { ["valveRatio"] = after + 0.5 }, null, s_none);
            while (true)
            {
                Assert.True(await next, "the events ended");
                if (watch.Current.Kind is "twin" && string.Equals(watch.Current.Subject, device, StringComparison.Ordinal)) return watch.Current;
                next = watch.MoveNextAsync().AsTask();
            }
        }
    }
}
