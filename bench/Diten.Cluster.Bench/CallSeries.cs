using System.Diagnostics;

namespace Diten.Cluster.Bench;

/// <summary>
/// Measures two sides by turns in one run, so that a machine that becomes slower does so for both: calls per second, and the time
/// of all processors that the whole process took for a call, which counts when others use the machine too.
/// </summary>
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
        var (bareTurns, ourTurns) = (new CallTurn[turns], new CallTurn[turns]);
        for (var turn = 0; turn < turns; turn++)
        {
            // Who goes first changes, so that neither always finds the caches of the other.
            if (turn % 2 == 0) (bareTurns[turn], first) = await RunAsync(bare, first);
            (ourTurns[turn], second) = await RunAsync(ours, second);
            if (turn % 2 == 1) (bareTurns[turn], first) = await RunAsync(bare, first);
        }

        return new CallFigures(bareTurns, ourTurns);
    }

    /// <summary>Runs one side for one turn.</summary>
    /// <param name="call">One call; the argument counts calls over all callers.</param>
    /// <param name="from">Where to go on counting.</param>
    public async Task<(CallTurn Turn, long Next)> RunAsync(Func<long, Task> call, long from)
    {
        var next = from;
        var done = 0L;
        var (start, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
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
        return (new CallTurn(done / Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / done), next);
    }
}

/// <summary>One turn of one side.</summary>
/// <param name="Rate">Calls per second.</param>
/// <param name="Microseconds">Processor time of a call, µs.</param>
internal readonly record struct CallTurn(double Rate, double Microseconds);

/// <summary>All turns of both sides.</summary>
internal sealed record CallFigures(CallTurn[] Bare, CallTurn[] Ours)
{
    /// <summary>Ours to bare in each turn, calls per second.</summary>
    public double[] Ratios => [.. Ours.Zip(Bare, (ours, bare) => ours.Rate / bare.Rate)];

    /// <summary>The same of processor time: bare to ours.</summary>
    public double[] ProcessorRatios => [.. Ours.Zip(Bare, (ours, bare) => bare.Microseconds / ours.Microseconds)];

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
