using Diten.Cluster.Tests.Hosting;
using Diten.Interfaces.Stations;

namespace Diten.Cluster.Tests.Observability;

/// <summary>What two silos and their clients export while real devices learn.</summary>
public sealed class TraceTests(TracedCluster cluster) : IClassFixture<TracedCluster>
{
    private const int Server = 2;

    [Fact]
    public Task One_trace_joins_report_twin_offer_allocation_aggregation_and_broadcast_across_two_silos() => Eventually.BecomesAsync(
        () =>
        {
            string[] here =
            [
                "ITwinGrain/ReportAsync", "ITwinGrain/OfferAsync", "IStationGrain/OfferAsync", "IAllocatorGrain/AllocateAsync",
                "IStationGrain/GetGrantAsync", "IStationGrain/UploadAsync", "ITwinGrain/RecordRoundAsync",
            ];
            string[] parts =
            [
                "diten.device.report", "diten.round.train", "diten.device.offer", "diten.round.allocate", "diten.round.grant", "diten.device.upload",
                "diten.round.aggregate", "diten.round.broadcast", "diten.round.fetch", "diten.round.uplink",
            ];
            var silos = Array.ConvertAll(cluster.Addresses, silo => silo.ToString());
            string[] expected =
            [
                .. here.Select(call => $"{call} on {silos[0]}"), $"IMacroStationGrain/ReceiveAsync on {silos[1]}", .. parts.Select(part => $"{part} of diten.round"),
            ];
            var missing = Rounds(cluster.Learning).Select(round => expected.Except(Describe(round), StringComparer.Ordinal).ToArray()).MinBy(lacks => lacks.Length);
            return Task.FromResult(missing is null ? "no round is traced" : missing.Length > 0 ? $"the fullest trace lacks {string.Join(", ", missing)}" : null);
        },
        "a round's trace is whole");

    [Fact]
    public Task Every_part_of_a_trace_belongs_to_another_one_up_to_the_round() => Eventually.BecomesAsync(
        () =>
        {
            var lost = Rounds(cluster.Learning).SelectMany(round => round.Where(span => span.ParentId.Length > 0 && round.All(other => other.SpanId != span.ParentId))).ToArray();
            var roots = Rounds(cluster.Learning).Select(round => round.Count(span => span.ParentId.Length == 0)).ToArray();
            return Task.FromResult(
                roots.Length == 0 ? "no round is traced"
                : lost.Length > 0 ? $"{lost.Length} spans have no parent, for example {lost[0].Name}"
                : Array.Exists(roots, count => count != 1) ? $"a trace has {roots.Max()} roots" : null);
        },
        "the traces of rounds are trees");

    [Fact]
    public Task The_macro_round_is_a_trace_of_its_own_linked_with_those_of_its_base_stations() => Eventually.HoldsAsync(
        () => Rounds(cluster.Macro).Any(macro =>
            macro.Any(span => span.Name is "IStationGrain/TakeModelAsync" && span.Kind == Server)
            && Rounds(cluster.Learning).Any(round => Root(macro).Links.Contains(round.Key, StringComparer.Ordinal))),
        "a macro round is linked with a round");

    [Fact]
    public Task Work_in_the_background_makes_no_traces() => Eventually.BecomesAsync(
        () => Task.FromResult(
            !cluster.Receiver.Spans.Any(span => span.Name is "ITwinGrain/ReportAsync") ? "nothing has arrived"
            : cluster.Receiver.Spans.FirstOrDefault(span => span.Name.StartsWith("ITwinIndexGrain/Tell", StringComparison.Ordinal)) is { } told ? $"{told.Name} of {told.TraceId}" : null),
        "what the index is told is not traced");

    [Fact]
    public Task A_record_of_the_log_says_to_which_round_it_belongs() => Eventually.HoldsAsync(
        () => cluster.Receiver.Logs.Any(log =>
            log.Text.StartsWith($"Station {cluster.Learning} finished round ", StringComparison.Ordinal) && Rounds(cluster.Learning).Any(round => round.Key == log.TraceId)),
        "the end of a round is logged with its trace");

    [Fact]
    public async Task Metrics_say_what_the_rounds_came_to()
    {
        var rounds = await cluster.Station(cluster.Learning).GetRoundsAsync(1, 100, withDevices: true);
        var status = await cluster.Station(cluster.Learning).GetStatusAsync();
        Assert.Equal(4, rounds.Count);
        var taken = rounds.SelectMany(round => round.Devices).Where(row => row.Participated).ToArray();
        (string Name, string? Label, string? Value, double Sum, long Count)[] expected =
        [
            ("diten.rounds", "outcome", "aggregated", 4, 0),
            ("diten.round.duration", null, null, rounds.Sum(r => r.DurationSeconds), 4),
            ("diten.round.elapsed", null, null, rounds.Sum(r => r.RealSeconds), 4),
            ("diten.round.makespan", null, null, rounds.Sum(r => r.MakespanSeconds), 4),
            ("diten.round.psi", null, null, rounds.Sum(r => r.Psi), 4),
            ("diten.round.participants", null, null, rounds.Sum(r => r.Participants), 4),
            ("diten.round.missing", null, null, rounds.Sum(r => r.Missing.Length), 0),
            ("diten.update.weight", null, null, taken.Sum(row => row.UpdateWeight!.Value), taken.Length),
            ("diten.update.staleness", null, null, taken.Sum(row => row.Staleness), taken.Length),
            ("diten.energy", null, null, rounds.Sum(r => r.EnergyJoules), 0),
            ("diten.overhead", "kind", "model", rounds.Sum(r => r.ModelBits), 0),
            ("diten.overhead", "kind", "state", rounds.Sum(r => r.StateBits), 0),
            ("diten.station.members", null, null, 20, 0),
            ("diten.model.version", null, null, status.Model!.Version, 0),
        ];
        await Eventually.BecomesAsync(
            () =>
            {
                var wrong = expected.Where(e => !Of(e.Name).Any(point =>
                    (e.Label is null || point.Labels.GetValueOrDefault(e.Label) == e.Value) && point.Count == e.Count && Math.Abs(point.Value - e.Sum) <= 1e-9 * Math.Max(1, Math.Abs(e.Sum))));
                return Task.FromResult(wrong.Select(e => $"{e.Name} {e.Value} should be {e.Sum} ({e.Count}), is {string.Join("; ", Of(e.Name).Select(p => $"{p.Value} ({p.Count})"))}").FirstOrDefault());
            },
            "what is exported is what the station knows");

        Assert.InRange(Assert.Single(Of("diten.accuracy")).Value, 0.1, 1);
        Assert.True(Assert.Single(Of("diten.loss")).Value > 0);
        Assert.Equal(4, Assert.Single(Of("diten.allocation.duration")).Count);
        Assert.Equal(4, Assert.Single(Of("diten.allocation.gap")).Count);
        Assert.Equal(status.RefusedCounts.Sum(), Of("diten.refusals").Sum(point => point.Value));
    }

    [Fact]
    public Task Twins_reports_stores_and_the_runtime_are_measured() => Eventually.HoldsAsync(
        () =>
        {
            // Other clusters of this process are measured too.
            var twins = cluster.Receiver.Points.Where(point => point.Name is "diten.twins").ToArray();
            return twins.DistinctBy(point => point.Labels["liveness"], StringComparer.Ordinal).Count() == 4 && twins.Sum(point => point.Value) >= 20
                && twins.All(point => cluster.Receiver.Points.Any(since => since.Name is "diten.twins.since" && since.Labels["shard"] == point.Labels["shard"] && since.Value > 0))
                && cluster.Receiver.Points.Any(point => point.Name is "diten.reports" && point.Labels["outcome"] is "accepted" && point.Value >= 20)
                && cluster.Receiver.Points.Any(point => point is { Name: "diten.storage.duration", Count: > 0 } && point.Labels["operation"] is "write" && point.Labels["store"] is "state" && point.Labels["outcome"] is "ok")
                && cluster.Receiver.Points.Any(point => point is { Name: "orleans-app-requests-latency", Count: > 0 })
                && cluster.Receiver.Points.Any(point => point.Name is "dotnet.gc.collections");
        },
        "they arrive");

    [Fact]
    public async Task No_label_names_a_device()
    {
        await Metrics_say_what_the_rounds_came_to();
        var devices = (await cluster.Station(cluster.Learning).GetRoundsAsync(1, 100, withDevices: true)).SelectMany(round => round.Devices).Select(row => row.Device).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(20, devices.Count);
        Assert.DoesNotContain(cluster.Receiver.Points, point => point.Labels.Values.Any(value => devices.Any(device => value.Contains(device, StringComparison.Ordinal))));
        Assert.Empty(cluster.Receiver.Faults);
    }

    private IEnumerable<ReceivedPoint> Of(string name) =>
        cluster.Receiver.Points.Where(point => point.Name == name && point.Labels.GetValueOrDefault("station") == cluster.Learning);

    /// <summary>The traces of a station's rounds that are over.</summary>
    private IEnumerable<IGrouping<string, ReceivedSpan>> Rounds(string station)
    {
        var spans = cluster.Receiver.Spans;
        var rounds = spans.Where(span => span.Name is "diten.round" && span.Attributes.GetValueOrDefault("diten.station") == station).Select(span => span.TraceId).ToHashSet(StringComparer.Ordinal);
        return spans.Where(span => rounds.Contains(span.TraceId)).GroupBy(span => span.TraceId, StringComparer.Ordinal);
    }

    private static ReceivedSpan Root(IEnumerable<ReceivedSpan> trace) => trace.First(span => span.Name is "diten.round");

    private static IEnumerable<string> Describe(IEnumerable<ReceivedSpan> trace)
    {
        var root = Root(trace);
        foreach (var span in trace)
        {
            if (span.Kind == Server && span.Attributes.TryGetValue("silo", out var silo)) yield return $"{span.Name} on {silo}";
            if (span.ParentId == root.SpanId) yield return $"{span.Name} of {root.Name}";
        }
    }
}
