using System.Numerics.Tensors;
using Diten.Core.Losses;
using Diten.Core.Numerics;

namespace Diten.Core.Convergence;

/// <summary>Two curves over the rounds: what was measured and what Eq. 17 allows.</summary>
/// <param name="Bound">The constants behind the bound.</param>
/// <param name="OptimalLoss">F_g(w*), from below by at most 10⁻¹³ (certified by ‖∇F‖²/2μ).</param>
/// <param name="MeasuredGap">F_g(w_t) − F_g(w*) for t = 0, 1, …, rounds.</param>
/// <param name="BoundedGap">ρ^t·(F_g(w_0) − F_g(w*)) for the same t.</param>
/// <param name="GradientNorm">‖∇F_g(w_t)‖ for the same t.</param>
public sealed record ConvergenceDiagnostic(
    ConvergenceBound Bound, double OptimalLoss, IReadOnlyList<double> MeasuredGap, IReadOnlyList<double> BoundedGap, IReadOnlyList<double> GradientNorm)
{
    /// <summary>Runs synchronous rounds of one full-batch local step each (Eq. 7) and averaging by samples (Eq. 8).</summary>
    /// <param name="devices">One model with its data per device; equal classes, features and regularisation.</param>
    /// <param name="start">w_0.</param>
    /// <param name="rounds">1 or more.</param>
    /// <param name="random">Draws the starts of the measurement of L.</param>
    /// <param name="stepFraction">η·L, above 0, at most 1.</param>
    /// <exception cref="ArgumentException">The devices do not fit each other, or a value is out of its range.</exception>
    public static ConvergenceDiagnostic Run(
        IReadOnlyList<SoftmaxRegression> devices, ReadOnlySpan<double> start, int rounds, Random random, double stepFraction = 1)
    {
        Require.Within(rounds, 1, int.MaxValue, nameof(rounds));
        Require.AboveZero(stepFraction, nameof(stepFraction));
        var federation = new SoftmaxFederation(devices);
        Require.SameLength(start.Length, federation.Size, nameof(start));
        var smoothness = federation.MeasureSmoothness(random);
        var bound = new ConvergenceBound(smoothness, federation.StrongConvexity, stepFraction / smoothness);
        var optimum = federation.OptimalLoss(smoothness);
        var w = start.ToArray();
        var gradient = new double[w.Length];
        var (measured, bounded, norms) = (new double[rounds + 1], new double[rounds + 1], new double[rounds + 1]);
        for (var t = 0; t <= rounds; t++)
        {
            if (t > 0) w = federation.Round(w, bound.LearningRate);
            federation.Gradient(w, gradient);
            norms[t] = TensorPrimitives.Norm<double>(gradient);
            measured[t] = GlobalLoss.Gap(federation.Loss(w), optimum);
            bounded[t] = bound.GapAfter(t, measured[0]);
        }
        return new ConvergenceDiagnostic(bound, optimum, measured, bounded, norms);
    }

    /// <summary>The first round whose measured gap exceeds the bound by more than rounding, or −1.</summary>
    public int FirstViolation
    {
        get
        {
            for (var t = 0; t < MeasuredGap.Count; t++)
                if (MeasuredGap[t] > BoundedGap[t] * (1 + 1e-9) + 1e-12) return t;
            return -1;
        }
    }
}
