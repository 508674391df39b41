using Diten.Cluster.Tests.Hosting;

namespace Diten.Deploy.Tests.Observed;

/// <summary>What the processes of a cluster export of one round.</summary>
[Trait("Category", "Cluster-Process")]
[Collection(nameof(ObservedNetwork))]
public sealed class TraceTests(ObservedNetwork network)
{
    private const string Silo = ObservedNetwork.FirstSilo;
    private const string Other = ObservedNetwork.SecondSilo;
    private const string Devices = ObservedNetwork.Devices;

    /// <summary>Each from a part of the round up to its root, with the process of each; a call between grains has two ends.</summary>
    private static readonly string[] s_chains =
    [
        $"ITwinGrain/ReportAsync@{Silo} < ITwinGrain/ReportAsync@{Devices} < diten.device.report@{Devices} < diten.round@{Silo}",
        $"diten.round.train@{Devices} < diten.round@{Silo}",
        $"IStationGrain/OfferAsync@{Silo} < IStationGrain/OfferAsync@{Silo} < ITwinGrain/OfferAsync@{Silo} < ITwinGrain/OfferAsync@{Devices} < diten.device.offer@{Devices} < diten.round@{Silo}",
        $"IAllocatorGrain/AllocateAsync@{Silo} < IAllocatorGrain/AllocateAsync@{Silo} < diten.round.allocate@{Silo} < diten.round@{Silo}",
        $"IStationGrain/GetGrantAsync@{Silo} < IStationGrain/GetGrantAsync@{Devices} < diten.round.grant@{Devices} < diten.round@{Silo}",
        $"IStationGrain/UploadAsync@{Silo} < IStationGrain/UploadAsync@{Devices} < diten.device.upload@{Devices} < diten.round@{Silo}",
        $"diten.round.aggregate@{Silo} < diten.round@{Silo}",
        $"ITwinGrain/RecordRoundAsync@{Silo} < ITwinGrain/RecordRoundAsync@{Silo} < diten.round.broadcast@{Silo} < diten.round@{Silo}",
        $"IMacroStationGrain/ReceiveAsync@{Other} < IMacroStationGrain/ReceiveAsync@{Silo} < diten.round.uplink@{Silo} < diten.round@{Silo}",
        $"IModelChunkGrain/GetAsync@{Silo} < IModelChunkGrain/GetAsync@{Devices} < diten.round.fetch@{Devices} < diten.round@{Silo}",
    ];

    [PostgresFact]
    public async Task A_round_is_one_trace_of_both_silos_and_the_devices_and_so_is_its_log()
    {
        await Eventually.BecomesAsync(
            () =>
            {
                network.RequireAlive();
                return Task.FromResult(WhyNotWhole());
            },
            "a round's trace is whole");
        Assert.Empty(network.Receiver.Faults);
    }

    [PostgresFact]
    public Task The_devices_have_a_log_of_their_own() => Eventually.HoldsAsync(
        () => network.Receiver.Logs.Any(log => log.Instance == Devices && log.Text == $"10 devices are registered with {network.Station}"), "they say that they are registered");

    /// <summary>What the fullest trace lacks; null if there is one that lacks nothing.</summary>
    private string? WhyNotWhole()
    {
        var spans = network.Receiver.Spans;
        var rounds = spans.Where(span => span is { Name: "diten.round", ParentId: "" } && span.Attributes.GetValueOrDefault("diten.station") == network.Station).Select(span => span.TraceId).ToHashSet(StringComparer.Ordinal);
        var logs = network.Receiver.Logs;
        return spans.Where(span => rounds.Contains(span.TraceId)).GroupBy(span => span.TraceId, StringComparer.Ordinal)
            .Select(trace => Lacks([.. trace], logs.Where(log => log.TraceId == trace.Key)).ToArray())
            .MinBy(lacks => lacks.Length) is not { } least ? "no round is traced"
            : least.Length > 0 ? $"the fullest trace lacks {string.Join("; ", least)}" : null;
    }

    private IEnumerable<string> Lacks(ReceivedSpan[] trace, IEnumerable<ReceivedLog> logs)
    {
        var byId = trace.ToDictionary(span => span.SpanId, StringComparer.Ordinal);
        if (trace.Count(span => span.ParentId.Length == 0) != 1) yield return "a single root";
        foreach (var span in trace.Where(span => span.ParentId.Length > 0 && !byId.ContainsKey(span.ParentId))) yield return $"the parent of {span.Name}";
        foreach (var process in new[] { Silo, Other, Devices }.Except(trace.Select(span => span.Instance), StringComparer.Ordinal)) yield return $"anything of {process}";
        foreach (var chain in s_chains.Except(trace.Select(span => Chain(span, byId)), StringComparer.Ordinal)) yield return chain;
        if (!logs.Any(log => log.Instance == Silo && log.Text.StartsWith($"Station {network.Station} finished round ", StringComparison.Ordinal))) yield return "a record of the log on its end";
    }

    private static string Chain(ReceivedSpan span, Dictionary<string, ReceivedSpan> byId)
    {
        var here = $"{span.Name}@{span.Instance}";
        return byId.TryGetValue(span.ParentId, out var parent) ? $"{here} < {Chain(parent, byId)}" : here;
    }
}
