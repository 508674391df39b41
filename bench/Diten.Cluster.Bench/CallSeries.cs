using System.Diagnostics;

namespace Diten.Cluster.Bench;

/// <summary>Measures calls per second of two sides by turns in one run, so that a machine that becomes slower does so for both.</summary>
internal sealed class CallSeries(int callers, TimeSpan slice, int turns)
{
    /// <summary>Runs both sides by turns.</summary>
    /// <param name="bare">One call; the argument counts calls over all callers.</param>
    /// <param name="ours">The same for ours.</param>
    public async Task<CallFigures> CompareAsync(Func<long, Task> bare, Func<long, Task> ours)
    {
        var (first, second) = (0L, 0L);
        (_, first) = await RunAsync(bare, first);
        (_, second) = await RunAsync(ours, second);
        var (bareRates, ourRates) = (new double[turns], new double[turns]);
        for (var turn = 0; turn < turns; turn++)
        {
            // Who goes first changes, so that neither always finds the caches of the other.
            if (turn % 2 == 0) (bareRates[turn], first) = await RunAsync(bare, first);
            (ourRates[turn], second) = await RunAsync(ours, second);
            if (turn % 2 == 1) (bareRates[turn], first) = await RunAsync(bare, first);
        }

        return new CallFigures(bareRates, ourRates);
    }

    private async Task<(double Rate, long Next)> RunAsync(Func<long, Task> call, long from)
    {
        var next = from;
        var done = 0L;
        var start = Stopwatch.GetTimestamp();
        var workers = new Task[callers];
        for (var w = 0; w < callers; w++)
        {
            workers[w] = Task.Run(async () =>
            {
                while (Stopwatch.GetElapsedTime(start) < slice)
                {
                    await call(Interlocked.Increment(ref next));
                    Interlocked.Increment(ref done);
                }
            });
        }

        await Task.WhenAll(workers);
        return (done / Stopwatch.GetElapsedTime(start).TotalSeconds, next);
    }
}

/// <summary>Calls per second of each turn.</summary>
internal sealed record CallFigures(double[] Bare, double[] Ours)
{
    public double BareMedian => Median(Bare);

    public double OursMedian => Median(Ours);

    /// <summary>Median of the ratios of the turns.</summary>
    public double Ratio => Median([.. Ours.Zip(Bare, (ours, bare) => ours / bare)]);

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
