using System.Collections.Concurrent;
using System.Diagnostics;
using Diten.Core.Network;
using Diten.Core.Stations;
using Diten.Core.Telemetry;
using Diten.Core.Twins;
using Diten.Simulation.Engine;
using Diten.Simulation.Live;
using Diten.Simulation.Scenario;
using Diten.Simulation.Tests.Engine;

namespace Diten.Simulation.Tests.Observability;

/// <summary>What a simulated network tells of itself, under the names that the cluster has for it.</summary>
[Collection(ListeningCollection.Name)]
public sealed class SimulatedTelemetryTests
{
    private static readonly CancellationToken s_none = CancellationToken.None;

    [Fact]
    public async Task A_live_network_measures_its_rounds_twins_and_reports()
    {
        var gap = 0.0;
        var same = new Simulator(Small.Options);
        for (var i = 0; i < 5; i++)
        {
            same.RunRound(s_none);
            gap += (same.AllocationOf(0)!.MakespanSeconds / same.Bound()) - 1;
        }

        using var measured = new Measured();
        var began = TimeProvider.System.GetUtcNow();
        await using var network = await FinishedAsync(Small.Options with { Rounds = 5 });
        var report = new DeviceReport(7, DateTimeOffset.UnixEpoch, new Dictionary<string, double>(StringComparer.Ordinal) { ["x"] = 1 });
        Assert.Equal(WriteStatus.Accepted, (await network.ReportAsync("device-001", report, null, s_none)).Status);
        Assert.Equal(WriteStatus.Duplicate, (await network.ReportAsync("device-001", report, null, s_none)).Status);
        measured.Observe();
        var rounds = await network.ListRoundsAsync(null, 1, 100, true, s_none);
        var taken = rounds.SelectMany(round => round.Devices).Where(row => row.Participated).ToArray();

        AssertRounds(measured, "bs-1", rounds);
        Assert.Equal(taken.Sum(row => row.UpdateWeight!.Value), measured.Sum("diten.update.weight station=bs-1"), 9);
        Assert.Equal((taken.Sum(row => row.Staleness), taken.Length), (measured.Sum("diten.update.staleness station=bs-1"), measured.Count("diten.update.staleness station=bs-1")));
        Assert.Equal(5, measured.Count("diten.round.elapsed station=bs-1"));
        Assert.Equal(5, measured.Count("diten.allocation.duration station=bs-1"));
        Assert.Equal(5, measured.Count("diten.allocation.gap station=bs-1"));
        Assert.Equal(gap, measured.Sum("diten.allocation.gap station=bs-1"), 9);
        Assert.True(measured.HasRead("diten.station.members station=bs-1", 20));
        Assert.True(measured.HasRead("diten.model.version station=bs-1", rounds[^1].ModelVersion));
        // One report of each device before the first round and after each, and the two from outside.
        Assert.Equal(121, measured.Sum("diten.reports outcome=accepted"));
        Assert.Equal(1, measured.Sum("diten.reports outcome=duplicate"));
        Assert.Equal((20, 0, 0, 0), (measured.Sum("diten.twins liveness=online shard=all"), measured.Sum("diten.twins liveness=stale shard=all"), measured.Sum("diten.twins liveness=offline shard=all"), measured.Sum("diten.twins liveness=unknown shard=all")));
        Assert.Equal(0, measured.Sum("diten.twins.drifting shard=all"));
        Assert.InRange(measured.Sum("diten.twins.since shard=all"), began.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds());
        // What did not happen is told too.
        Assert.Equal((1, 0), (measured.Count("diten.rounds outcome=empty station=bs-1"), measured.Sum("diten.rounds outcome=empty station=bs-1")));
        Assert.All(RefusalCounts.Names, reason => Assert.True(measured.HasRead($"diten.refusals reason={reason} station=bs-1", 0), reason));
        Assert.DoesNotContain(measured.Names, name => name.Contains("device-", StringComparison.Ordinal));
    }

    [Fact]
    public void Several_base_stations_and_the_macro_base_station_count_nothing_twice()
    {
        using var measured = new Measured();
        var simulator = new Simulator(Small.Options with { Stations = 2 });
        var rounds = Small.Run(simulator, 3);
        Assert.Equal(simulator.EnergyJoules, Enumerable.Range(1, 2).Sum(s => measured.Sum($"diten.energy station=bs-{s}")), 9);
        Assert.Equal(0, measured.Sum("diten.energy station=macro"));
        string[] stations = ["bs-1", "bs-2", "macro"];
        Assert.Equal(simulator.ModelBits, stations.Sum(s => measured.Sum($"diten.overhead kind=model station={s}")), 3);
        Assert.Equal(rounds.Sum(round => round.DurationSeconds), measured.Sum("diten.round.duration station=macro"), 9);
        Assert.All(stations, s => Assert.Equal(3, measured.Sum($"diten.rounds outcome=aggregated station={s}")));
    }

    [Fact]
    public void A_model_that_is_judged_is_read_until_the_network_is_gone()
    {
        using var measured = new Measured();
        var simulator = new Simulator(Small.Options);
        var round = simulator.RunRound(s_none) with { Accuracy = 0.751953125, Loss = 0.5009765625 };
        using (var gauges = new SimulationGauges())
        {
            gauges.Show(simulator, round);
            measured.Observe();
            Assert.True(measured.HasRead("diten.accuracy station=bs-1", 0.751953125));
            Assert.True(measured.HasRead("diten.loss station=bs-1", 0.5009765625));
        }

        using var after = new Measured();
        after.Observe();
        Assert.False(after.HasRead("diten.accuracy station=bs-1", 0.751953125));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_round_is_a_trace_with_its_parts(int stations)
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == DitenTelemetry.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var rounds = Small.Run(new Simulator(Small.Options with { Stations = stations }), 2);
        listener.Dispose();

        var traces = ended.GroupBy(activity => activity.TraceId).OrderBy(trace => (int)trace.Single(activity => activity.ParentSpanId == default).GetTagItem("diten.round")!).ToArray();
        Assert.Equal(2, traces.Length);
        for (var i = 0; i < 2; i++)
        {
            var root = Assert.Single(traces[i], activity => activity.ParentSpanId == default);
            Assert.Equal((Activities.Round, i + 1, rounds[i].Participants), (root.OperationName, (int)root.GetTagItem("diten.round")!, (int)root.GetTagItem("diten.participants")!));
            var owners = stations == 1 ? [root] : traces[i].Where(activity => activity.OperationName is Activities.Round && activity != root).ToArray();
            Assert.Equal(stations, owners.Length);
            foreach (var part in new[] { Activities.Allocate, Activities.Aggregate })
                Assert.All(owners, owner => Assert.Single(traces[i], activity => activity.ParentSpanId == owner.SpanId && activity.OperationName == part));
            Assert.Single(traces[i], activity => activity.OperationName is Activities.Broadcast && activity.ParentSpanId == root.SpanId);
        }
    }

    private static void AssertRounds(Measured measured, string station, IReadOnlyList<RoundSnapshot> rounds)
    {
        Assert.Equal(rounds.Count, measured.Sum($"diten.rounds outcome=aggregated station={station}"));
        Assert.Equal(rounds.Sum(r => r.DurationSeconds), measured.Sum($"diten.round.duration station={station}"), 9);
        Assert.Equal(rounds.Sum(r => r.MakespanSeconds), measured.Sum($"diten.round.makespan station={station}"), 9);
        Assert.Equal(rounds.Sum(r => r.Psi), measured.Sum($"diten.round.psi station={station}"), 9);
        Assert.Equal(rounds.Sum(r => r.Participants), measured.Sum($"diten.round.participants station={station}"));
        Assert.Equal(0, measured.Sum($"diten.round.missing station={station}"));
        Assert.Equal(rounds.Sum(r => r.EnergyJoules), measured.Sum($"diten.energy station={station}"), 9);
        Assert.Equal(rounds.Sum(r => r.ModelBits), measured.Sum($"diten.overhead kind=model station={station}"), 3);
        Assert.Equal(rounds.Sum(r => r.StateBits), measured.Sum($"diten.overhead kind=state station={station}"), 3);
    }

    private static async Task<SimulatedNetwork> FinishedAsync(ScenarioOptions options)
    {
        var network = new SimulatedNetwork(options, _ => null, new LiveOptions { PauseSeconds = 0 }, TimeProvider.System);
        network.Start();
        await network.Completion;
        return network;
    }
}
