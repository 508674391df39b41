namespace Diten.Simulation.Experiments.Paper;

/// <summary>What a change of statistics cost a fixed network, and how much of it one that trains further won back.</summary>
/// <param name="Before">Mean gap of the fixed network before the change.</param>
/// <param name="FixedAfter">Mean gap of the fixed network after it.</param>
/// <param name="FixedAtEnd">The same over the last half of the rounds after it.</param>
/// <param name="AdaptiveAtEnd">Mean gap of the adaptive network over those.</param>
/// <param name="Rounds">
/// Rounds from the change until the moving mean of the adaptive network's gap has won back half of what the fixed one lost;
/// NaN if it never does, or if the fixed one lost nothing.
/// </param>
internal readonly record struct Recovery(double Before, double FixedAfter, double FixedAtEnd, double AdaptiveAtEnd, double Rounds)
{
    /// <summary>Share of the loss that is won back at the end; NaN if nothing was lost.</summary>
    public double Share => FixedAtEnd > Before * (1 + 1e-9) ? (FixedAtEnd - AdaptiveAtEnd) / (FixedAtEnd - Before) : double.NaN;

    /// <summary>Measures it.</summary>
    /// <param name="fixedGaps">Gap of the fixed network per round.</param>
    /// <param name="adaptiveGaps">That of the adaptive one; same length.</param>
    /// <param name="change">Rounds before the change, 1 or more and fewer than there are.</param>
    /// <param name="window">Rounds of the moving mean.</param>
    public static Recovery Of(double[] fixedGaps, double[] adaptiveGaps, int change, int window)
    {
        var late = change + ((fixedGaps.Length - change) / 2);
        var (before, after) = (fixedGaps[..change].Average(), fixedGaps[change..].Average());
        var half = (before + after) / 2;
        var lost = after > before * (1 + 1e-9);
        var rounds = double.NaN;
        // Only windows that lie wholly after the change: the rounds before it say nothing about it.
        for (var end = change + window; lost && end <= adaptiveGaps.Length; end++)
        {
            if (adaptiveGaps[(end - window)..end].Average() > half) continue;
            rounds = end - change;
            break;
        }
        return new Recovery(before, after, fixedGaps[late..].Average(), adaptiveGaps[late..].Average(), rounds);
    }

    /// <summary>Mean of each value and those before it, as many as there are up to a window, and none from before a start; NaN of fewer than a third of it.</summary>
    /// <param name="values">Values.</param>
    /// <param name="starts">Where the mean begins anew, 0 or more, in rising order.</param>
    /// <param name="window">Most values of a mean, 1 or more.</param>
    public static double[] MovingMean(double[] values, int[] starts, int window)
    {
        var means = new double[values.Length];
        for (var i = 0; i < means.Length; i++)
        {
            var from = Math.Max(i + 1 - window, starts.Where(start => start <= i).DefaultIfEmpty(0).Max());
            means[i] = 3 * (i + 1 - from) < window ? double.NaN : values[from..(i + 1)].Average();
        }
        return means;
    }
}
