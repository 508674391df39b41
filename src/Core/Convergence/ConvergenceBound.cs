using Diten.Core.Numerics;

namespace Diten.Core.Convergence;

/// <summary>
/// What full-batch steps (Eq. 7) with averaging by samples (Eq. 8) must achieve on an L-smooth, μ-strongly convex
/// global loss. With one local step per round that is gradient descent on F_g. Nothing is promised for non-convex
/// models, several local epochs, or asynchronous rounds; there the bound is only something to compare with.
/// </summary>
public readonly record struct ConvergenceBound
{
    /// <summary>Checks the constants.</summary>
    /// <param name="smoothness">L, above 0.</param>
    /// <param name="strongConvexity">μ, above 0, at most L.</param>
    /// <param name="learningRate">η, above 0, at most 1/L.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    public ConvergenceBound(double smoothness, double strongConvexity, double learningRate)
    {
        Require.AboveZero(smoothness, nameof(smoothness));
        Require.AboveZero(strongConvexity, nameof(strongConvexity));
        Require.Within(strongConvexity, 0, smoothness, nameof(strongConvexity));
        Require.AboveZero(learningRate, nameof(learningRate));
        Require.Within(learningRate, 0, 1 / smoothness * (1 + 1e-12), nameof(learningRate));
        Smoothness = smoothness;
        StrongConvexity = strongConvexity;
        LearningRate = learningRate;
    }

    /// <summary>L.</summary>
    public double Smoothness { get; }

    /// <summary>μ.</summary>
    public double StrongConvexity { get; }

    /// <summary>η.</summary>
    public double LearningRate { get; }

    /// <summary>Eq. (15): one round lowers F_g by at least η(1 − Lη/2)·‖∇F_g(w)‖².</summary>
    /// <param name="gradientNorm">‖∇F_g(w)‖, 0 or more.</param>
    public double LeastDescent(double gradientNorm)
    {
        Require.ZeroOrMore(gradientNorm, nameof(gradientNorm));
        return LearningRate * (1 - Smoothness * LearningRate / 2) * gradientNorm * gradientNorm;
    }

    /// <summary>Eq. (16): what a round leaves of the gap at most, ρ = 1 − 2μη(1 − Lη/2), since ‖∇F_g‖² ≥ 2μ(F_g − F_g*).
    /// 0 to below 1; 1 − μ/L at η = 1/L.</summary>
    public double Contraction => 1 - 2 * StrongConvexity * LearningRate * (1 - Smoothness * LearningRate / 2);

    /// <summary>Eq. (17): F_g(w_t) − F_g(w*) ≤ ρ^t·(F_g(w_0) − F_g(w*)).</summary>
    /// <param name="rounds">t, 0 or more.</param>
    /// <param name="initialGap">F_g(w_0) − F_g(w*), 0 or more.</param>
    public double GapAfter(int rounds, double initialGap)
    {
        Require.Within(rounds, 0, int.MaxValue, nameof(rounds));
        Require.ZeroOrMore(initialGap, nameof(initialGap));
        return Math.Pow(Contraction, rounds) * initialGap;
    }

    /// <summary>Rounds after which Eq. 17 promises a gap of at most <paramref name="targetGap"/>.</summary>
    /// <param name="initialGap">Above 0.</param>
    /// <param name="targetGap">Above 0.</param>
    public int RoundsTo(double initialGap, double targetGap)
    {
        Require.AboveZero(initialGap, nameof(initialGap));
        Require.AboveZero(targetGap, nameof(targetGap));
        if (targetGap >= initialGap) return 0;
        return Contraction <= 0 ? 1 : (int)Math.Ceiling(Math.Log(targetGap / initialGap) / Math.Log(Contraction));
    }
}
