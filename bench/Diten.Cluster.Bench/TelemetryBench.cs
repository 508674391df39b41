using System.Globalization;
using Diten.Client.Fleet;
using Diten.Core.Telemetry;
using Diten.Interfaces.Twins;
using Diten.Observability;
using Diten.Simulation.Scenario;
using Microsoft.Extensions.Configuration;

namespace Diten.Cluster.Bench;

/// <summary>
/// What telemetry costs: reports over TCP and rounds with nothing exported, with metrics, and with metrics and traces, which take
/// turns in one process. What is exported goes to another process. Queues and intervals are the defaults.
/// </summary>
internal static class TelemetryBench
{
    private static readonly (string Name, bool Metrics, double? Traces)[] s_sides =
        [("nothing", false, null), ("metrics", true, null), ("metrics, traces 1 %", true, 0.01), ("metrics, traces 100 %", true, 1)];

    public static async Task RunAsync(BenchOptions options)
    {
        var twins = options.Twins ?? 1000;
        using var sink = await ExportSink.StartAsync();
        await using var plain = await BenchHost.StartAsync("batched", BenchStore.Sqlite);
        await using var traced = await BenchHost.StartAsync("batched", BenchStore.Sqlite, traced: true);
        foreach (var host in new[] { plain, traced }) await CallBench.PrepareAsync(host.Cohosted, twins, options.Readings);
        Console.WriteLine($"telemetry: {twins} twins on one silo, {options.Readings} readings, {options.Callers} calls at once over TCP, batched, SQLite; {options.Turns} turns of {options.Seconds} s each");
        await ReportsAsync(options, sink, twins, side => side.Traces is null ? plain : traced);

        var scenario = new ScenarioOptions { Devices = 100, Rounds = options.Rounds, EvaluateEvery = 0, Model = "softmax" };
        var workload = FleetWorkload.Load("digits", scenario, folder: null);
        Console.WriteLine($"telemetry: rounds of {scenario.Devices} devices with {workload.Workload.Learner.Name}, {scenario.Participants} participants");
        var rounds = s_sides.Select(_ => new List<double>()).ToArray();
        for (var turn = 0; turn < options.Turns; turn++)
        {
            for (var i = 0; i < s_sides.Length; i++)
            {
                var side = (i + turn) % s_sides.Length;
                using var export = Start(s_sides[side], sink);
                var costs = await RoundBench.ClusterAsync(s_sides[side].Traces is null ? plain : traced, scenario, workload, 1000 + (turn * s_sides.Length) + side);
                rounds[side].Add(CallFigures.Median(costs.Select(cost => cost.Processor * 1e3)));
            }
        }
        Print("ms", rounds);
    }

    private static async Task ReportsAsync(BenchOptions options, ExportSink sink, int twins, Func<(string Name, bool Metrics, double? Traces), BenchHost> hostOf)
    {
        var series = new CallSeries(options.Callers, TimeSpan.FromSeconds(options.Seconds), options.Turns);
        var sequence = TimeProvider.System.GetUtcNow().Ticks;
        var next = 0L;
        var turns = s_sides.Select(_ => new List<double>()).ToArray();
        // The first turn of each is for the compiler.
        for (var turn = -1; turn < options.Turns; turn++)
        {
            for (var i = 0; i < s_sides.Length; i++)
            {
                var side = (i + turn + 1) % s_sides.Length;
                var grains = hostOf(s_sides[side]).Tcp;
                using var export = Start(s_sides[side], sink);
                (var done, next) = await series.RunAsync(n => ReportAsync(grains, n % twins, sequence + n, options.Readings), next);
                if (turn >= 0) turns[side].Add(done.Microseconds);
            }
        }
        Print("µs", turns);
    }

    /// <summary>As a device reports, with an activity of its own where somebody listens.</summary>
    private static async Task ReportAsync(IGrainFactory grains, long twin, long sequence, int readings)
    {
        var id = BenchWorld.TwinOf(twin);
        using var activity = Activities.BeginDevice(Activities.Report, id, traceParent: null);
        CallBench.Check(await grains.GetGrain<ITwinGrain>(id).ReportAsync(BenchWorld.Report(sequence, readings), null));
    }

    private static OtlpExport Start((string Name, bool Metrics, double? Traces) side, ExportSink sink) => OtlpExport.Start(
        "diten-bench",
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = sink.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_LOGS_EXPORTER"] = "none",
            ["OTEL_METRICS_EXPORTER"] = side.Metrics ? "otlp" : "none",
            ["OTEL_TRACES_EXPORTER"] = side.Traces is null ? "none" : "otlp",
            ["OTEL_TRACES_SAMPLER"] = "parentbased_traceidratio",
            ["OTEL_TRACES_SAMPLER_ARG"] = (side.Traces ?? 0).ToString(CultureInfo.InvariantCulture),
        }).Build());

    private static void Print(string unit, IReadOnlyList<List<double>> sides)
    {
        for (var side = 0; side < sides.Count; side++)
        {
            var ratios = sides[side].Zip(sides[0], (ours, nothing) => ours / nothing).ToArray();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {s_sides[side].Name,-22} processor time {CallFigures.Median(sides[side]),6:F1} {unit}   to nothing {CallFigures.Median(ratios):F2} [{ratios.Min():F2} to {ratios.Max():F2}]   least {sides[side].Min(),6:F1} {unit}: {sides[side].Min() / sides[0].Min():F2}"));
        }
    }
}
