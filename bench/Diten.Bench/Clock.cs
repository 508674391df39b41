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
