using System.Runtime.CompilerServices;
using Diten.Learning.Kernels.Simd;

namespace Diten.Learning.Kernels;

/// <summary>
/// The weight gradient of a dense layer over a batch, blended at once into its target, so that the gradient itself is
/// never written to memory. Samples whose output gradient is zero (the ReLU was shut) are skipped.
/// </summary>
internal static unsafe class DenseUpdate<TVector, TSimd>
    where TVector : unmanaged
    where TSimd : ISimd<TVector>
{
    private const int MaxRows = 64;

    /// <summary>target = keep·target + scale·Σ_b g[b][o] x[b][i]; biasTarget likewise with x = 1.</summary>
    /// <param name="g">Gradient of the outputs, rows × <paramref name="outputStride"/>.</param>
    /// <param name="x">Inputs, rows × inputs.</param>
    /// <param name="target">Outputs × inputs: the weights (keep = 1 − η·μ, scale = −η) or a gradient sum (1, 1).</param>
    /// <param name="biasTarget">Outputs values.</param>
    /// <param name="rows">Samples, 1..64.</param>
    /// <param name="inputs">A multiple of 16.</param>
    /// <param name="outputs">1 or more.</param>
    /// <param name="outputStride">Distance of two rows of g.</param>
    /// <param name="keep">Factor of the old value.</param>
    /// <param name="scale">Factor of the gradient.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        float* g, float* x, float* target, float* biasTarget, int rows, int inputs, int outputs, int outputStride, float keep, float scale)
    {
        var values = stackalloc float[MaxRows];
        var offsets = stackalloc int[MaxRows];
        var keepVector = TSimd.Broadcast(keep);
        var scaleVector = TSimd.Broadcast(scale);
        for (var o = 0; o < outputs; o++)
        {
            var live = 0;
            var sum = 0f;
            for (var b = 0; b < rows; b++)
            {
                var value = g[b * outputStride + o];
                values[live] = value;
                offsets[live] = b * inputs;
                sum += value;
                live += Unsafe.BitCast<bool, byte>(value != 0);
            }
            biasTarget[o] = keep * biasTarget[o] + scale * sum;
            var row = target + o * inputs;
            nint i = 0;
            for (; i + 8 * TSimd.Lanes <= inputs; i += 8 * TSimd.Lanes)
                Block(values, offsets, live, x + i, row + i, keepVector, scaleVector);
            for (; i < inputs; i += TSimd.Lanes)
            {
                var a = TSimd.Zero;
                for (nint n = 0; n < live; n++)
                    a = TSimd.Fma(TSimd.Broadcast(values[n]), TSimd.Load(x + i + offsets[n]), a);
                Blend(row + i, a, keepVector, scaleVector);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(
        float* values, int* offsets, int live, float* x, float* row, TVector keep, TVector scale)
    {
        TVector a0 = TSimd.Zero, a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
        for (nint n = 0; n < live; n++)
        {
            var s = TSimd.Broadcast(values[n]);
            var p = x + offsets[n];
            a0 = TSimd.Fma(s, TSimd.Load(p), a0);
            a1 = TSimd.Fma(s, TSimd.Load(p + TSimd.Lanes), a1);
            a2 = TSimd.Fma(s, TSimd.Load(p + 2 * TSimd.Lanes), a2);
            a3 = TSimd.Fma(s, TSimd.Load(p + 3 * TSimd.Lanes), a3);
            a4 = TSimd.Fma(s, TSimd.Load(p + 4 * TSimd.Lanes), a4);
            a5 = TSimd.Fma(s, TSimd.Load(p + 5 * TSimd.Lanes), a5);
            a6 = TSimd.Fma(s, TSimd.Load(p + 6 * TSimd.Lanes), a6);
            a7 = TSimd.Fma(s, TSimd.Load(p + 7 * TSimd.Lanes), a7);
        }
        Blend(row, a0, keep, scale);
        Blend(row + TSimd.Lanes, a1, keep, scale);
        Blend(row + 2 * TSimd.Lanes, a2, keep, scale);
        Blend(row + 3 * TSimd.Lanes, a3, keep, scale);
        Blend(row + 4 * TSimd.Lanes, a4, keep, scale);
        Blend(row + 5 * TSimd.Lanes, a5, keep, scale);
        Blend(row + 6 * TSimd.Lanes, a6, keep, scale);
        Blend(row + 7 * TSimd.Lanes, a7, keep, scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Blend(float* target, TVector gradient, TVector keep, TVector scale) =>
        TSimd.Store(TSimd.Fma(gradient, scale, TSimd.Multiply(TSimd.Load(target), keep)), target);
}
