using System.Collections.Concurrent;
using System.Diagnostics;
using Diten.Observability;
using Diten.Simulation.Tests.Commands;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Diten.Simulation.Tests.Observability;

/// <summary>OpenTelemetry's environment variables, and the program that is set by them.</summary>
public sealed class ExportTests
{
    [Fact]
    public async Task A_simulation_exports_its_rounds_before_it_ends()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var outcome = await RunAsync(receiver.Environment, "simulate", "--no-training", "--devices", "20", "--participants", "5", "--rounds", "3");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Empty(receiver.Faults);
        Assert.Equal(3, Assert.Single(receiver.Points, point => point.Name is "diten.rounds").Value);
        Assert.Equal((15, 3), Assert.Single(receiver.Points.Where(point => point.Name is "diten.round.participants").Select(point => ((int)point.Value, point.Count))));
        Assert.Contains(receiver.Points, point => point.Name is "dotnet.process.cpu.time");
        Assert.All(receiver.Points, point => Assert.Equal("diten-simulation", point.Service));
        var rounds = receiver.Spans.Where(span => span is { Name: "diten.round", ParentId: "" }).ToArray();
        Assert.Equal("1 2 3", string.Join(" ", rounds.Select(round => round.Attributes["diten.round"]).Order(StringComparer.Ordinal)));
        Assert.All(rounds, round => Assert.Contains(receiver.Logs, log =>
            log.TraceId == round.TraceId && log.Text.StartsWith($"Station bs-1 finished round {round.Attributes["diten.round"]}: 5 took part, 0 did not arrive", StringComparison.Ordinal)));
        Assert.Contains(receiver.Logs, log => log.Text.StartsWith("Station bs-1 is set up: model lenet5 with ", StringComparison.Ordinal));
        Assert.DoesNotContain("finished round", outcome.Output, StringComparison.Ordinal);
        Assert.All(rounds, round => Assert.Equal(("5", "0"), (round.Attributes["diten.participants"], round.Attributes["diten.missing"])));
        Assert.All(rounds, round => Assert.Contains(receiver.Spans, span =>
            span.Name is "diten.round.allocate" && span.ParentId == round.SpanId && span.TraceId == round.TraceId && span.Attributes.ContainsKey("diten.allocator") && span.Attributes.ContainsKey("diten.bound")));
    }

    [Fact]
    public async Task With_a_macro_base_station_the_log_of_each_is_in_the_trace_of_the_round()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var outcome = await RunAsync(receiver.Environment, "simulate", "--no-training", "--devices", "20", "--participants", "5", "--rounds", "1", "--stations", "2");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        var root = Assert.Single(receiver.Spans, span => span is { Name: "diten.round", ParentId: "" });
        string[] told = ["Macro base station macro finished round 1: 2 base stations", "Station bs-1 finished round 1", "Station bs-2 finished round 1"];
        Assert.All(told, text => Assert.Contains(receiver.Logs, log => log.TraceId == root.TraceId && log.Text.StartsWith(text, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_experiment_exports_its_series_and_their_rounds()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var folder = Directory.CreateTempSubdirectory("diten-export-");
        var outcome = await RunAsync(receiver.Environment, "experiment", "noniid", "--devices", "5", "--rounds", "1", "--dataset", "digits", "--threads", "1", "--out", folder.FullName);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        folder.Delete(recursive: true);
        Assert.Contains(receiver.Logs, log => log.Text.StartsWith("Series ", StringComparison.Ordinal) && log.Text.EndsWith(" is finished", StringComparison.Ordinal));
        Assert.Contains(receiver.Logs, log => log.Text.StartsWith("Station bs-1 finished round 1: ", StringComparison.Ordinal) && receiver.Spans.Any(span => span is { Name: "diten.round" } && span.TraceId == log.TraceId));
        Assert.DoesNotContain("finished round", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_the_end_no_signal_waits_for_another_that_nobody_answers()
    {
        // Nobody is answered before all three have asked; one that waited for another's end would see it give up.
        var asked = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var allAsked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await OtlpReceiver.StartAsync(beforeAnswer: signal =>
        {
            asked.TryAdd(signal, true);
            if (asked.Count == 3) allAsked.TrySetResult();
            return allAsked.Task;
        });
        var variables = new Dictionary<string, string?>(receiver.Environment, StringComparer.Ordinal)
        {
            // Nothing is sent before the end, and none gives up early.
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "3600000",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "3600000",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "3600000",
            ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "60000",
            ["OTEL_BSP_EXPORT_TIMEOUT"] = "60000",
        };
        using var source = new ActivitySource("Diten");
        using var export = OtlpExport.Start("last-words", new ConfigurationBuilder().AddInMemoryCollection(variables).Build());
        source.StartActivity("diten.last")!.Dispose();
        export.LoggerFor("test").LogInformation("a last record");

        await Task.Run(() => export.End(TimeSpan.FromMinutes(1)));
        Assert.Equal(["logs", "metrics", "traces"], asked.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Single(receiver.Spans, span => span.Name is "diten.last");
        Assert.Single(receiver.Logs, log => log.Text is "a last record");
        Assert.Contains(receiver.Points, point => point.Name is "dotnet.process.cpu.time");
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector")]
    [InlineData("OTEL_TRACES_SAMPLER", "sometimes")]
    public async Task A_wrong_variable_is_named_in_one_line(string name, string value)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9", [name] = value };
        (await RunAsync(environment, "simulate", "--no-training", "--devices", "3", "--rounds", "1")).AssertRefused(name);
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, true, true, "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4317")]
    [InlineData(false, false, false, "OTEL_EXPORTER_OTLP_ENDPOINT=")]
    [InlineData(false, false, false, "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4317", "OTEL_SDK_DISABLED=true")]
    [InlineData(false, true, true, "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4317", "OTEL_TRACES_EXPORTER=none")]
    [InlineData(true, true, false, "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4317", "OTEL_LOGS_EXPORTER=none", "OTEL_METRICS_EXPORTER=otlp")]
    [InlineData(false, true, false, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=https://collector:4318/v1/metrics")]
    public void Signals_are_exported_where_they_have_an_endpoint(bool traces, bool metrics, bool logs, params string[] variables) =>
        Assert.Equal(new ExportSettings(traces, metrics, logs), ExportSettings.Read(Of(variables)));

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://collector")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "collector:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "udp")]
    [InlineData("OTEL_LOGS_EXPORTER", "console")]
    public void What_cannot_be_is_refused(string name, string value)
    {
        var wrong = Assert.Throws<ExportSettingsException>(() => ExportSettings.Read(Of("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT=http://127.0.0.1:4317", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://127.0.0.1:4317", $"{name}={value}")));
        Assert.Equal(name, wrong.Variable);
        Assert.Contains(value, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ratio_of_the_sampler_is_0_to_1() => Assert.Equal("OTEL_TRACES_SAMPLER_ARG", Assert.Throws<ExportSettingsException>(() => OtlpExport.Start(
        "test", Of("OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:9", "OTEL_TRACES_SAMPLER=parentbased_traceidratio", "OTEL_TRACES_SAMPLER_ARG=2"))).Variable);

    private static IConfiguration Of(params string[] variables) =>
        new ConfigurationBuilder().AddInMemoryCollection(variables.Select(v => v.Split('=', 2)).Select(v => KeyValuePair.Create(v[0], (string?)v[1]))).Build();

    private static async Task<Outcome> RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments) => await DitenProcess.RunAsync(arguments, environment: environment);
}
