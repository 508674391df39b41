using System.Diagnostics;

namespace Diten.Bench;

/// <summary>Wall-clock measurement of short pieces of work.</summary>
internal static class Clock
{
    /// <summary>Seconds that one run takes.</summary>
    public static double Once(Action run)
    {
        var start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Wall-clock and processor seconds that one run takes.</summary>
    public static Measurement Measure(Func<double> run)
    {
        var processor = Environment.CpuUsage.TotalTime;
        double loss = 0;
        var seconds = Once(() => loss = run());
        return new Measurement(seconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds, loss);
    }

    /// <summary>The shortest of several runs, in seconds: what the machine can do when nobody disturbs it.</summary>
    public static double Shortest(int runs, Action run)
    {
        var best = double.PositiveInfinity;
        for (var i = 0; i < runs; i++)
            best = Math.Min(best, Once(run));
        return best;
    }

    /// <summary>The middle value, or the mean of the two middle ones.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>One measurement.</summary>
/// <param name="Seconds">Wall clock.</param>
/// <param name="Processor">Seconds of all cores together: what counts when others use the machine too.</param>
/// <param name="Loss">Mean training loss.</param>
internal readonly record struct Measurement(double Seconds, double Processor, double Loss);
