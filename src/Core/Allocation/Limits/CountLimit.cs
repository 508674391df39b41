namespace Diten.Core.Allocation.Limits;

/// <summary>Brings an allocation below a limit on the subcarriers of one participant.</summary>
internal static class CountLimit
{
    /// <summary>Whoever holds too many gives its worst ones up; one after another, the slowest of those who may have more takes its
    /// own best of what is free. What nobody may have stays free (−1).</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="owner">Changed in place; length C0.</param>
    /// <param name="most">Most subcarriers per participant, 1 or more.</param>
    public static void Enforce(AllocationProblem problem, int[] owner, int most)
    {
        var outcome = AllocationOutcome.Evaluate(problem, owner);
        var count = outcome.Counts.ToArray();
        var rate = outcome.Rates.ToArray();
        var freed = false;
        for (var i = 0; i < count.Length; i++)
        {
            for (; count[i] > most; count[i]--, freed = true)
            {
                var worst = Extreme(problem.RatesOf(i), owner, i, sign: -1);
                owner[worst] = -1;
                rate[i] -= problem.RatesOf(i)[worst];
            }
        }
        while (freed)
        {
            var slowest = -1;
            var longest = 0.0;
            for (var i = 0; i < count.Length; i++)
            {
                var seconds = rate[i] > 0 ? problem.ComputeSeconds[i] + problem.Bits[i] / rate[i] : double.PositiveInfinity;
                if (count[i] < most && (slowest < 0 || seconds > longest)) (slowest, longest) = (i, seconds);
            }
            var best = slowest < 0 ? -1 : Extreme(problem.RatesOf(slowest), owner, -1, sign: 1);
            if (best < 0) return;
            owner[best] = slowest;
            count[slowest]++;
            rate[slowest] += problem.RatesOf(slowest)[best];
        }
    }

    private static int Extreme(ReadOnlySpan<double> rates, int[] owner, int holder, int sign)
    {
        var found = -1;
        for (var k = 0; k < owner.Length; k++)
            if (owner[k] == holder && (found < 0 || sign * rates[k] > sign * rates[found])) found = k;
        return found;
    }
}
