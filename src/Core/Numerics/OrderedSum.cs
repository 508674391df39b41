using System.Numerics;
using System.Runtime.Intrinsics;

namespace Diten.Core.Numerics;

/// <summary>
/// Sums whose order is fixed, so that the same numbers give the same bits. Those of <see cref="System.Numerics.Tensors.TensorPrimitives"/>
/// are summed in an order that depends on where they lie in memory, from a few dozen on.
/// </summary>
/// <remarks>Two vectors of 256 bits, whatever the machine has, then what is left one by one. NaN and ∞ pass.</remarks>
public static class OrderedSum
{
    /// <summary>Σ x_i; 0 of none.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">The numbers.</param>
    public static T Of<T>(ReadOnlySpan<T> x)
        where T : unmanaged, INumber<T>
    {
        var (even, odd) = (Vector256<T>.Zero, Vector256<T>.Zero);
        var at = 0;
        for (; at + (2 * Vector256<T>.Count) <= x.Length; at += 2 * Vector256<T>.Count)
        {
            even += Vector256.Create(x[at..]);
            odd += Vector256.Create(x[(at + Vector256<T>.Count)..]);
        }
        var sum = Vector256.Sum(even + odd);
        for (; at < x.Length; at++) sum += x[at];
        return sum;
    }

    /// <summary>Σ x_i·y_i; 0 of none.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">The numbers.</param>
    /// <param name="y">As many.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static T OfProducts<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, INumber<T>
    {
        Require.SameLength(y.Length, x.Length, nameof(y));
        var (even, odd) = (Vector256<T>.Zero, Vector256<T>.Zero);
        var at = 0;
        for (; at + (2 * Vector256<T>.Count) <= x.Length; at += 2 * Vector256<T>.Count)
        {
            even += Vector256.Create(x[at..]) * Vector256.Create(y[at..]);
            odd += Vector256.Create(x[(at + Vector256<T>.Count)..]) * Vector256.Create(y[(at + Vector256<T>.Count)..]);
        }
        var sum = Vector256.Sum(even + odd);
        for (; at < x.Length; at++) sum += x[at] * y[at];
        return sum;
    }
}
