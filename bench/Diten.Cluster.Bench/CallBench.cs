using System.Globalization;
using Diten.Cluster.Tests.Hosting;
using Diten.Interfaces.Twins;

namespace Diten.Cluster.Bench;

/// <summary>Reports and reads per second, beside a bare Orleans call with the same messages.</summary>
internal static class CallBench
{
    public static async Task RunAsync(BenchOptions options)
    {
        var twins = options.Twins ?? 1000;
        await using (var host = await BenchHost.StartAsync(options.Batched ? "batched" : "acknowledged", BenchStore.Sqlite))
        {
            Console.WriteLine($"calls: {twins} twins on one silo, {options.Readings} readings, {options.Callers} calls at once, {(options.Batched ? "batched" : "acknowledged")}, SQLite");
            CoreBench.Run(twins, options.Readings);
            await PrepareAsync(host.Cohosted, twins, options.Readings);
            await MeasureAsync("co-hosted", host.Cohosted, twins, options);
            await MeasureAsync("over TCP", host.Tcp, twins, options);
        }

        await DurableAsync("SQLite, acknowledged", BenchStore.Sqlite, connection: null, twins, options);
        await BenchPostgres.UseAsync(options.Postgres, connection => DurableAsync("PostgreSQL, acknowledged", BenchStore.Postgres, connection, twins, options));
    }

    /// <summary>Each report is in the store before it is answered.</summary>
    private static async Task DurableAsync(string name, BenchStore store, string? connection, int twins, BenchOptions options)
    {
        await using var host = await BenchHost.StartAsync("acknowledged", store, connection);
        Console.WriteLine($"calls: the same, {name}");
        await PrepareAsync(host.Cohosted, twins, options.Readings);
        await MeasureAsync("over TCP", host.Tcp, twins, options);
    }

    internal static async Task PrepareAsync(IGrainFactory grains, long twins, int readings)
    {
        await BenchWorld.ConfigureAsync(grains, twins);
        await BenchWorld.RegisterAsync(grains, 0, twins, 64);
        for (var i = 0L; i < twins; i++)
        {
            var twin = grains.GetGrain<ITwinGrain>(BenchWorld.TwinOf(i));
            // A twin that has been reported to for a while holds its full list of interactions.
            for (var sequence = 1L; sequence <= 20; sequence++) await twin.ReportAsync(BenchWorld.Report(sequence, readings), null);
            var message = await twin.GetAsync() ?? throw new InvalidOperationException($"{BenchWorld.TwinOf(i)} is not there");
            await grains.GetGrain<IBareGrain>(BenchWorld.TwinOf(i)).KeepAsync(message);
        }
    }

    private static async Task MeasureAsync(string way, IGrainFactory grains, int twins, BenchOptions options)
    {
        var ours = Enumerable.Range(0, twins).Select(i => grains.GetGrain<ITwinGrain>(BenchWorld.TwinOf(i))).ToArray();
        var bare = Enumerable.Range(0, twins).Select(i => grains.GetGrain<IBareGrain>(BenchWorld.TwinOf(i))).ToArray();
        var series = new CallSeries(options.Callers, TimeSpan.FromSeconds(options.Seconds), options.Turns);
        var sequence = TimeProvider.System.GetUtcNow().Ticks;
        var reports = await series.CompareAsync(
            async n => Check(await bare[n % twins].ReportAsync(BenchWorld.Report(sequence + n, options.Readings), null)),
            async n => Check(await ours[n % twins].ReportAsync(BenchWorld.Report(sequence + n, options.Readings), null)));
        Print($"reports, {way}", reports);
        var reads = await series.CompareAsync(n => bare[n % twins].GetAsync(), n => ours[n % twins].GetAsync());
        Print($"reads, {way}", reads);
    }

    // Two callers can meet at one twin in the other order; that is a duplicate and still a report.
    internal static void Check(WriteReply reply)
    {
        if (reply.Code is not (WriteCode.Accepted or WriteCode.Duplicate)) throw new InvalidOperationException($"{reply.Code}: {reply.Field} {reply.Error}");
    }

    private static void Print(string name, CallFigures figures)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {name,-20}{CallFigures.Median(figures.Ours.Select(t => t.Rate)),9:F0} /s   bare call {CallFigures.Median(figures.Bare.Select(t => t.Rate)),9:F0} /s   ratio {CallFigures.Median(figures.Ratios):F2}  [{figures.Ratios.Min():F2} to {figures.Ratios.Max():F2}]"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"    processor time    {CallFigures.Median(figures.Ours.Select(t => t.Microseconds)),9:F2} µs   bare call {CallFigures.Median(figures.Bare.Select(t => t.Microseconds)),9:F2} µs   ratio {CallFigures.Median(figures.ProcessorRatios):F2}  least {figures.Ours.Min(t => t.Microseconds):F2} and {figures.Bare.Min(t => t.Microseconds):F2} µs: {figures.Bare.Min(t => t.Microseconds) / figures.Ours.Min(t => t.Microseconds):F2}"));
    }
}
