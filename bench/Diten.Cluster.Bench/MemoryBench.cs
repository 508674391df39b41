using System.Globalization;
using Diten.Interfaces.Twins;

namespace Diten.Cluster.Bench;

/// <summary>What a resident twin holds, over a bare activation that holds nothing.</summary>
internal static class MemoryBench
{
    public static async Task RunAsync(BenchOptions options)
    {
        var twins = options.Twins ?? 100_000;
        await using var host = await BenchHost.StartAsync("batched", BenchStore.Sqlite);
        var grains = host.Cohosted;
        await grains.GetGrain<IBareGrain>("warm").GetAsync();
        var empty = Settled();
        await Parallel.ForAsync(0L, twins, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) => await grains.GetGrain<IBareGrain>(BenchWorld.TwinOf(i)).GetAsync());
        var bare = Settled();
        await BenchWorld.ConfigureAsync(grains, twins);
        await BenchWorld.RegisterAsync(grains, 0, twins, 64);
        var registered = Settled();
        await ReportAsync(grains, twins, 1, options.Readings);
        var reported = await StoredAsync();
        await ReportAsync(grains, twins, 2, options.Readings);
        await ReportAsync(grains, twins, 3, options.Readings);
        var thrice = await StoredAsync();
        Console.WriteLine($"memory: {twins} twins, {options.Readings} readings, SQLite; managed heap after a full collection");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  bare activation            {Each(bare - empty),8:F0} bytes"));
        foreach (var (name, heap) in new[] { ("registered", registered), ("after one report", reported), ("after three reports", thrice) })
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  twin, {name,-20} {Each(heap - bare),8:F0} bytes, {Each(heap - bare) - Each(bare - empty),8:F0} over the bare activation"));

        double Each(long bytes) => (double)bytes / twins;
    }

    private static Task ReportAsync(IGrainFactory grains, long twins, long sequence, int readings) =>
        Parallel.ForAsync(0L, twins, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) =>
            await grains.GetGrain<ITwinGrain>(BenchWorld.TwinOf(i)).ReportAsync(BenchWorld.Report(sequence, readings), null));

    /// <summary>Waits until the twins are in the store and what was on its way there is let go: the heap stays the same three times.</summary>
    private static async Task<long> StoredAsync()
    {
        var (last, same) = (0L, 0);
        for (var tries = 0; tries < 60 && same < 3; tries++)
        {
            await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
            var now = Settled();
            same = Math.Abs(now - last) < 0.01 * now ? same + 1 : 0;
            last = now;
        }

        return last;
    }

    private static long Settled()
    {
        var last = long.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            var now = GC.GetTotalMemory(forceFullCollection: true);
            if (last - now < 100_000) return now;
            last = now;
        }

        return last;
    }
}
