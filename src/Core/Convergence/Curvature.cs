using System.Numerics.Tensors;
using Diten.Core.Numerics;

namespace Diten.Core.Convergence;

/// <summary>What two points tell of a loss's curvature. Every pair must lie between μ and L.</summary>
public static class Curvature
{
    /// <summary>Eq. (13), smoothness: ‖∇F(w) − ∇F(v)‖ ≤ L·‖w − v‖. Gives the quotient, a lower bound of L.</summary>
    /// <param name="w">A point.</param>
    /// <param name="gradientAtW">∇F(w).</param>
    /// <param name="v">Another point.</param>
    /// <param name="gradientAtV">∇F(v).</param>
    /// <exception cref="ArgumentException">Lengths differ or the points are the same.</exception>
    public static double Smoothness(
        ReadOnlySpan<double> w, ReadOnlySpan<double> gradientAtW, ReadOnlySpan<double> v, ReadOnlySpan<double> gradientAtV)
    {
        var distance = Distance(w, gradientAtW, v, gradientAtV);
        return TensorPrimitives.Distance(gradientAtW, gradientAtV) / distance;
    }

    /// <summary>Eq. (14), strong convexity: ⟨∇F(w) − ∇F(v), w − v⟩ ≥ μ·‖w − v‖². Gives the quotient, an upper bound of μ.</summary>
    /// <inheritdoc cref="Smoothness"/>
    public static double StrongConvexity(
        ReadOnlySpan<double> w, ReadOnlySpan<double> gradientAtW, ReadOnlySpan<double> v, ReadOnlySpan<double> gradientAtV)
    {
        var distance = Distance(w, gradientAtW, v, gradientAtV);
        var product = 0.0;
        for (var i = 0; i < w.Length; i++) product += (gradientAtW[i] - gradientAtV[i]) * (w[i] - v[i]);
        return product / (distance * distance);
    }

    private static double Distance(
        ReadOnlySpan<double> w, ReadOnlySpan<double> gradientAtW, ReadOnlySpan<double> v, ReadOnlySpan<double> gradientAtV)
    {
        Require.SameLength(gradientAtW.Length, w.Length, nameof(gradientAtW));
        Require.SameLength(v.Length, w.Length, nameof(v));
        Require.SameLength(gradientAtV.Length, w.Length, nameof(gradientAtV));
        var distance = TensorPrimitives.Distance(w, v);
        return distance > 0 ? distance : throw new ArgumentException("w and v must be different points", nameof(v));
    }
}
