using System.Diagnostics;
using System.Globalization;

namespace Diten.Cluster.Bench;

/// <summary>How long a great many twins take to register with one silo, and what they take.</summary>
internal static class RegisterBench
{
    public static async Task RunAsync(BenchOptions options)
    {
        var twins = options.Twins ?? 1_000_000;
        await using var host = await BenchHost.StartAsync(options.Batched ? "batched" : "acknowledged", BenchStore.Sqlite);
        var start = Stopwatch.GetTimestamp();
        await BenchWorld.ConfigureAsync(host.Cohosted, twins);
        var step = Math.Max(1, twins / 10);
        for (var from = 0; from < twins; from += step)
        {
            var to = Math.Min(twins, from + step);
            var (began, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            await BenchWorld.RegisterAsync(host.Cohosted, from, to, options.Callers);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {to,9} twins: {(to - from) / Stopwatch.GetElapsedTime(began).TotalSeconds,8:F0} /s, processor {(Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / (to - from),5:F0} µs each, resident {Environment.WorkingSet / 1e9:F2} GB, collector {GC.GetTotalPauseDuration().TotalSeconds:F1} s"));
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"register: {twins} twins in {seconds:F0} s ({twins / seconds:F0} /s), {GC.GetTotalMemory(true) / 1e9:F2} GB managed, {Environment.WorkingSet / 1e9:F2} GB resident, {host.StoreBytes / 1e9:F2} GB stored"));
    }
}
