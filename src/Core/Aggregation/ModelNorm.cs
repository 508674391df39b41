using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Diten.Core.Aggregation;

/// <summary>
/// Euclidean norms of flat models, summed in double over eight fixed lanes: the same bits on every instruction set.
/// A NaN or an infinity anywhere gives a result that is not finite, and nothing else does (a float's square fits a double).
/// </summary>
public static class ModelNorm
{
    /// <summary>‖w‖.</summary>
    public static double Of(ReadOnlySpan<float> model) => Math.Sqrt(SquaredDistance<Zero>(model, model));

    /// <summary>‖a − b‖.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => Math.Sqrt(SquaredDistance(a, b));

    /// <summary>‖a − b‖².</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => SquaredDistance<Other>(a, b);

    /// <summary>‖w_i − w_g‖/‖w_g‖, the model part of Eq. (21).</summary>
    /// <param name="local">w_i, P values.</param>
    /// <param name="global">w_g, P values.</param>
    /// <exception cref="ArgumentException">Lengths differ, or ‖w_g‖ = 0.</exception>
    public static double RelativeChange(ReadOnlySpan<float> local, ReadOnlySpan<float> global) =>
        TryRelativeChange(local, global, out var change)
            ? change
            : throw new ArgumentException("the global model's norm is 0: a relative change to it is not defined", nameof(global));

    /// <summary>‖w_i − w_g‖/‖w_g‖, or false where ‖w_g‖ = 0.</summary>
    /// <param name="local">w_i, P values.</param>
    /// <param name="global">w_g, P values.</param>
    /// <param name="change">The relative change; 0 where there is none. Not finite where a model is not.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static bool TryRelativeChange(ReadOnlySpan<float> local, ReadOnlySpan<float> global, out double change)
    {
        var distance = Distance(local, global);
        var norm = Of(global);
        change = norm == 0 ? 0 : distance / norm;
        return norm != 0;
    }

    private static double SquaredDistance<TSubtrahend>(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        where TSubtrahend : struct, ISubtrahend
    {
        if (a.Length != b.Length) throw new ArgumentException($"models have {a.Length} and {b.Length} parameters; they must agree", nameof(b));
        var (low, high) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var blocks = a.Length / Vector512<float>.Count;
        ref var pa = ref MemoryMarshal.GetReference(a);
        ref var pb = ref MemoryMarshal.GetReference(b);
        for (var i = 0; i < blocks; i++)
        {
            var at = (nuint)(i * Vector512<float>.Count);
            var (al, ah) = Vector512.Widen(Vector512.LoadUnsafe(ref pa, at));
            var (bl, bh) = Vector512.Widen(Vector512.LoadUnsafe(ref pb, at));
            var dl = TSubtrahend.Subtract(al, bl);
            var dh = TSubtrahend.Subtract(ah, bh);
            low += dl * dl;
            high += dh * dh;
        }

        var lanes = low + high;
        var sum = 0.0;
        for (var lane = 0; lane < Vector512<double>.Count; lane++) sum += lanes.GetElement(lane);
        for (var i = blocks * Vector512<float>.Count; i < a.Length; i++)
        {
            var d = TSubtrahend.Subtract(a[i], b[i]);
            sum += d * d;
        }

        return sum;
    }

    private interface ISubtrahend
    {
        static abstract Vector512<double> Subtract(Vector512<double> a, Vector512<double> b);

        static abstract double Subtract(double a, double b);
    }

    private readonly struct Other : ISubtrahend
    {
        public static Vector512<double> Subtract(Vector512<double> a, Vector512<double> b) => a - b;

        public static double Subtract(double a, double b) => a - b;
    }

    private readonly struct Zero : ISubtrahend
    {
        public static Vector512<double> Subtract(Vector512<double> a, Vector512<double> b) => a;

        public static double Subtract(double a, double b) => a;
    }
}
