using Diten.Core.Numerics;

namespace Diten.Core.Losses;

/// <summary>How badly a model fits the data of all devices.</summary>
public static class GlobalLoss
{
    /// <summary>Eq. (3): F_g(w) = Σ_i (D_i/D_g)·F_i(w). Printed without the weights D_i/D_g, but it is this sum
    /// that averaging by samples (Eq. 8) minimises.</summary>
    /// <param name="localLosses">F_i per device; at least one.</param>
    /// <param name="samples">D_i per device, 0 or more, not all 0; same length.</param>
    /// <exception cref="ArgumentException">Lengths differ, an entry is out of its range, or there are no samples at all.</exception>
    public static double Of(ReadOnlySpan<double> localLosses, ReadOnlySpan<double> samples)
    {
        Require.SameLength(samples.Length, localLosses.Length, nameof(samples));
        Require.AllZeroOrMore(samples, nameof(samples));
        double sum = 0, total = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            total += samples[i];
            // A device without samples has no loss, whatever stands in its place.
            if (samples[i] > 0) sum += samples[i] * localLosses[i];
        }
        if (total == 0) throw new ArgumentException("samples must hold at least one sample", nameof(samples));
        return sum / total;
    }

    /// <summary>Eq. (4): the goal w* = argmin F_g(w), as the distance that is left: F_g(w) − F_g(w*).</summary>
    /// <param name="loss">F_g(w), finite.</param>
    /// <param name="optimum">F_g(w*), finite.</param>
    /// <returns>0 or more if <paramref name="optimum"/> really is one.</returns>
    public static double Gap(double loss, double optimum)
    {
        Require.Finite(loss, nameof(loss));
        Require.Finite(optimum, nameof(optimum));
        return loss - optimum;
    }
}
