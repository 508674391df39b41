using System.Globalization;
using Diten.Core.Network;
using Diten.Core.Twins;
using Diten.Interfaces.Twins;

namespace Diten.Cluster.Bench;

/// <summary>What of a report is Core's own work: the same reports taken by the same state machine, one thread, no grain and no store.</summary>
internal static class CoreBench
{
    private const int Turns = 9;

    public static void Run(int twins, int readings)
    {
        var states = new TwinState[twins];
        var sequence = 0L;
        for (var i = 0; i < twins; i++) states[i] = Twin.Create(BenchWorld.TwinOf(i), "bs-1", 600, TimeProvider.System.GetUtcNow());
        // Full rings, as those of twins that have been reported to for a while; and compiled code.
        for (var round = 0; round < 300; round++) Report(states, ++sequence, readings);
        var (times, bytes) = (new double[Turns], 0.0);
        var perTurn = Math.Max(1, 200_000 / twins);
        for (var turn = 0; turn < Turns; turn++)
        {
            var (processor, allocated) = (Environment.CpuUsage.TotalTime, GC.GetAllocatedBytesForCurrentThread());
            for (var round = 0; round < perTurn; round++) Report(states, ++sequence, readings);
            times[turn] = (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / (perTurn * twins);
            bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / (perTurn * twins);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  Core's part of a report, with making the message: {CallFigures.Median(times):F2} µs, least {times.Min():F2} µs, {bytes:F0} bytes"));
    }

    private static void Report(TwinState[] states, long sequence, int readings)
    {
        for (var i = 0; i < states.Length; i++)
        {
            ReportMessage message = BenchWorld.Report(sequence, readings);
            (states[i], var outcome) = Twin.Report(states[i], new ReportColumns(message.Sequence, message.At, message.Names, message.Values), message.At, null, TwinOptions.Default);
            if (outcome.Result.Status != WriteStatus.Accepted) throw new InvalidOperationException($"{outcome.Result}");
        }
    }
}
