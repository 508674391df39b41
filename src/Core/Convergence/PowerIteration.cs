using System.Numerics.Tensors;
using Diten.Core.Numerics;

namespace Diten.Core.Convergence;

/// <summary>Applies a symmetric matrix that is never formed.</summary>
/// <param name="vector">Input, length n.</param>
/// <param name="product">Output, length n.</param>
public delegate void MatrixProduct(ReadOnlySpan<double> vector, Span<double> product);

/// <summary>Extreme eigenvalues of a symmetric positive semidefinite matrix from products alone.</summary>
public static class PowerIteration
{
    private const int MostSteps = 200_000;
    private const double Tolerance = 1e-13;

    /// <summary>The largest eigenvalue, from below.</summary>
    /// <param name="product">The matrix.</param>
    /// <param name="size">n, 1 or more.</param>
    /// <param name="random">Draws the start.</param>
    public static double Largest(MatrixProduct product, int size, Random random)
    {
        ArgumentNullException.ThrowIfNull(product);
        ArgumentNullException.ThrowIfNull(random);
        Require.Within(size, 1, int.MaxValue, nameof(size));
        var x = new double[size];
        var y = new double[size];
        for (var i = 0; i < size; i++) x[i] = random.NextDouble() - 0.5;
        TensorPrimitives.Divide(x, TensorPrimitives.Norm<double>(x), x);
        var quiet = 0;
        var value = 0.0;
        for (var step = 0; step < MostSteps && quiet < 20; step++)
        {
            product(x, y);
            var next = TensorPrimitives.Dot<double>(x, y);
            var norm = TensorPrimitives.Norm<double>(y);
            if (norm == 0) return 0;
            TensorPrimitives.Divide(y, norm, x);
            // One quiet step may be a plateau between two eigenvalues; twenty in a row are the end.
            quiet = Math.Abs(next - value) <= Tolerance * Math.Abs(next) ? quiet + 1 : 0;
            value = next;
        }
        return value;
    }

    /// <summary>The smallest eigenvalue, from above: what the largest of (b·I − A) leaves of b.</summary>
    /// <param name="product">The matrix A.</param>
    /// <param name="size">n, 1 or more.</param>
    /// <param name="upperBound">b, no smaller than the largest eigenvalue of A.</param>
    /// <param name="random">Draws the start.</param>
    public static double Smallest(MatrixProduct product, int size, double upperBound, Random random)
    {
        ArgumentNullException.ThrowIfNull(product);
        return upperBound - Largest(Shifted, size, random);

        void Shifted(ReadOnlySpan<double> vector, Span<double> result)
        {
            product(vector, result);
            for (var i = 0; i < result.Length; i++) result[i] = upperBound * vector[i] - result[i];
        }
    }
}
