using Diten.Core.Numerics;

namespace Diten.Core.Twins;

/// <summary>
/// How far what a twin believes may be from the truth: a log-normal factor. It is never 0 or negative, and its mean is 1, so
/// that a noisy twin is neither an optimist nor a pessimist.
/// </summary>
public static class EstimateError
{
    /// <summary>Factor between estimate and truth: exp(s·z − s²/2) with s² = ln(1 + d²), whose mean is 1 and whose standard deviation is d.</summary>
    /// <param name="relativeDeviation">d, standard deviation relative to the truth, no unit, 0 or more; 0 gives exactly 1.</param>
    /// <param name="normal">z, drawn from the standard normal distribution.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative or not finite.</exception>
    public static double Factor(double relativeDeviation, double normal)
    {
        Require.ZeroOrMore(relativeDeviation, nameof(relativeDeviation));
        if (relativeDeviation == 0) return 1;
        var variance = Math.Log(1 + (relativeDeviation * relativeDeviation));
        return Math.Exp((Math.Sqrt(variance) * normal) - (variance / 2));
    }
}
