using System.Diagnostics;
using System.Globalization;
using Diten.Cluster.Tests.Hosting;
using Diten.Interfaces.Twins;

namespace Diten.Cluster.Bench;

/// <summary>How long a silo that is alone takes to leave when every twin has something that is not stored yet.</summary>
internal static class DrainBench
{
    public static async Task RunAsync(BenchOptions options)
    {
        var twins = options.Twins ?? 10_000;
        await MeasureAsync("SQLite", BenchStore.Sqlite, connection: null, twins, options);
        await BenchPostgres.UseAsync(options.Postgres, connection => MeasureAsync("PostgreSQL", BenchStore.Postgres, connection, twins, options));
    }

    private static async Task MeasureAsync(string name, BenchStore store, string? connection, int twins, BenchOptions options)
    {
        // Nothing is flushed by time while the twins are reported to.
        await using var host = await BenchHost.StartAsync("batched", store, connection, flushInterval: "00:01:00");
        await BenchWorld.ConfigureAsync(host.Cohosted, twins);
        await BenchWorld.RegisterAsync(host.Cohosted, 0, twins, options.Callers);
        await Parallel.ForAsync(0L, twins, new ParallelOptions { MaxDegreeOfParallelism = options.Callers }, async (i, _) =>
            await host.Cohosted.GetGrain<ITwinGrain>(BenchWorld.TwinOf(i)).ReportAsync(BenchWorld.Report(1, options.Readings), null));
        var (began, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await host.DrainAsync();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"drain: {twins} twins with a report each that is not stored, {name}: {seconds:F1} s ({twins / seconds:F0} /s), processor {(Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / twins:F0} µs a twin"));
    }
}
