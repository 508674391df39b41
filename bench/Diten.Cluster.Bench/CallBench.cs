using System.Globalization;
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
            await PrepareAsync(host.Cohosted, twins, options.Readings);
            await MeasureAsync("co-hosted", host.Cohosted, twins, options);
            await MeasureAsync("over TCP", host.Tcp, twins, options);
        }

        if (options.Postgres is not { } connection) return;
        await using var durable = await BenchHost.StartAsync("acknowledged", BenchStore.Postgres, connection);
        Console.WriteLine($"calls: the same, acknowledged, stored in PostgreSQL before the answer");
        await PrepareAsync(durable.Cohosted, twins, options.Readings);
        await MeasureAsync("over TCP", durable.Tcp, twins, options);
    }

    private static async Task PrepareAsync(IGrainFactory grains, long twins, int readings)
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
            n => bare[n % twins].ReportAsync(BenchWorld.Report(sequence + n, options.Readings), null),
            async n =>
            {
                var reply = await ours[n % twins].ReportAsync(BenchWorld.Report(sequence + n, options.Readings), null);
                // Two callers can meet at one twin in the other order; that is a duplicate and still a report.
                if (reply.Code is not (WriteCode.Accepted or WriteCode.Duplicate)) throw new InvalidOperationException($"{reply.Code}: {reply.Field} {reply.Error}");
            });
        Print($"reports, {way}", reports);
        var reads = await series.CompareAsync(n => bare[n % twins].GetAsync(), n => ours[n % twins].GetAsync());
        Print($"reads, {way}", reads);
    }

    private static void Print(string name, CallFigures figures) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"  {name,-22}{figures.OursMedian,10:F0} /s   bare call {figures.BareMedian,10:F0} /s   ratio {figures.Ratio:F2}  [{figures.Ours.Zip(figures.Bare, (o, b) => o / b).Min():F2} to {figures.Ours.Zip(figures.Bare, (o, b) => o / b).Max():F2}]"));
}
