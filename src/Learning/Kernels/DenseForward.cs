using System.Runtime.CompilerServices;
using Diten.Learning.Kernels.Simd;

namespace Diten.Learning.Kernels;

/// <summary>y = W x + b for a batch. Rows of W and samples of x are padded to whole vectors, and the padding is zero.</summary>
/// <remarks>
/// The kernels differ in how many accumulators the registers hold, and their lines repeat: an accumulator has to be a local
/// variable of its own, for what lies in an array or a span is not kept in a register.
/// </remarks>
/// <typeparam name="TVector">Vector.</typeparam>
/// <typeparam name="TSimd">Its operations.</typeparam>
internal static unsafe class DenseForward<TVector, TSimd>
    where TVector : unmanaged
    where TSimd : ISimd<TVector>
{
    /// <summary>Computes all outputs; a NaN in an input or in a weight makes the outputs that use it NaN.</summary>
    /// <param name="w">rows × columns.</param>
    /// <param name="bias">rows.</param>
    /// <param name="x">batch samples, <paramref name="columns"/> apart.</param>
    /// <param name="y">Receives batch samples, <paramref name="yStride"/> apart.</param>
    /// <param name="batch">Samples, 1 or more.</param>
    /// <param name="rows">Outputs, a multiple of 4.</param>
    /// <param name="columns">Inputs, a multiple of <see cref="SimdWidths.Lanes"/>.</param>
    /// <param name="yStride">From sample to sample of y.</param>
    /// <param name="relu">Negative outputs become 0.</param>
    public static void Run(float* w, float* bias, float* x, float* y, int batch, int rows, int columns, int yStride, bool relu)
    {
        for (var o = 0; o < rows; o += 4)
        {
            var wo = w + o * (nint)columns;
            var b = 0;
            for (; b + 5 <= batch; b += 5)
            {
                var xb = x + b * (nint)columns;
                var yb = y + b * (nint)yStride + o;
                if (SimdWidths.ManyRegisters(TSimd.Lanes))
                {
                    Four5(wo, bias + o, xb, yb, columns, columns, yStride, relu);
                    continue;
                }
                Two5(wo, bias + o, xb, yb, columns, columns, yStride, relu);
                Two5(wo + 2 * (nint)columns, bias + o + 2, xb, yb + 2, columns, columns, yStride, relu);
            }
            for (; b < batch; b++)
                Four1(wo, bias + o, x + b * (nint)columns, y + b * (nint)yStride + o, columns, columns, yStride, relu);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Finish(float value, bool relu) => relu && value < 0 ? 0 : value;

    // 4 rows × 5 samples: 20 accumulators and 5 operands, for 32 registers.
    private static void Four5(float* w, float* bias, float* x, float* y, int columns, int xStride, int yStride, bool relu)
    {
        TVector a00 = TSimd.Zero, a01 = TSimd.Zero, a02 = TSimd.Zero, a03 = TSimd.Zero, a04 = TSimd.Zero;
        TVector a10 = TSimd.Zero, a11 = TSimd.Zero, a12 = TSimd.Zero, a13 = TSimd.Zero, a14 = TSimd.Zero;
        TVector a20 = TSimd.Zero, a21 = TSimd.Zero, a22 = TSimd.Zero, a23 = TSimd.Zero, a24 = TSimd.Zero;
        TVector a30 = TSimd.Zero, a31 = TSimd.Zero, a32 = TSimd.Zero, a33 = TSimd.Zero, a34 = TSimd.Zero;
        var w1 = w + columns;
        var w2 = w + 2 * (nint)columns;
        var w3 = w + 3 * (nint)columns;
        var x1 = x + xStride;
        var x2 = x + 2 * (nint)xStride;
        var x3 = x + 3 * (nint)xStride;
        var x4 = x + 4 * (nint)xStride;
        for (nint i = 0; i < columns; i += TSimd.Lanes)
        {
            TVector v0 = TSimd.Load(w + i), v1 = TSimd.Load(w1 + i), v2 = TSimd.Load(w2 + i), v3 = TSimd.Load(w3 + i);
            var u = TSimd.Load(x + i);
            a00 = TSimd.Fma(v0, u, a00);
            a10 = TSimd.Fma(v1, u, a10);
            a20 = TSimd.Fma(v2, u, a20);
            a30 = TSimd.Fma(v3, u, a30);
            u = TSimd.Load(x1 + i);
            a01 = TSimd.Fma(v0, u, a01);
            a11 = TSimd.Fma(v1, u, a11);
            a21 = TSimd.Fma(v2, u, a21);
            a31 = TSimd.Fma(v3, u, a31);
            u = TSimd.Load(x2 + i);
            a02 = TSimd.Fma(v0, u, a02);
            a12 = TSimd.Fma(v1, u, a12);
            a22 = TSimd.Fma(v2, u, a22);
            a32 = TSimd.Fma(v3, u, a32);
            u = TSimd.Load(x3 + i);
            a03 = TSimd.Fma(v0, u, a03);
            a13 = TSimd.Fma(v1, u, a13);
            a23 = TSimd.Fma(v2, u, a23);
            a33 = TSimd.Fma(v3, u, a33);
            u = TSimd.Load(x4 + i);
            a04 = TSimd.Fma(v0, u, a04);
            a14 = TSimd.Fma(v1, u, a14);
            a24 = TSimd.Fma(v2, u, a24);
            a34 = TSimd.Fma(v3, u, a34);
        }
        y[0] = Finish(TSimd.Sum(a00) + bias[0], relu);
        y[1] = Finish(TSimd.Sum(a10) + bias[1], relu);
        y[2] = Finish(TSimd.Sum(a20) + bias[2], relu);
        y[3] = Finish(TSimd.Sum(a30) + bias[3], relu);
        y[yStride + 0] = Finish(TSimd.Sum(a01) + bias[0], relu);
        y[yStride + 1] = Finish(TSimd.Sum(a11) + bias[1], relu);
        y[yStride + 2] = Finish(TSimd.Sum(a21) + bias[2], relu);
        y[yStride + 3] = Finish(TSimd.Sum(a31) + bias[3], relu);
        y[2 * (nint)yStride + 0] = Finish(TSimd.Sum(a02) + bias[0], relu);
        y[2 * (nint)yStride + 1] = Finish(TSimd.Sum(a12) + bias[1], relu);
        y[2 * (nint)yStride + 2] = Finish(TSimd.Sum(a22) + bias[2], relu);
        y[2 * (nint)yStride + 3] = Finish(TSimd.Sum(a32) + bias[3], relu);
        y[3 * (nint)yStride + 0] = Finish(TSimd.Sum(a03) + bias[0], relu);
        y[3 * (nint)yStride + 1] = Finish(TSimd.Sum(a13) + bias[1], relu);
        y[3 * (nint)yStride + 2] = Finish(TSimd.Sum(a23) + bias[2], relu);
        y[3 * (nint)yStride + 3] = Finish(TSimd.Sum(a33) + bias[3], relu);
        y[4 * (nint)yStride + 0] = Finish(TSimd.Sum(a04) + bias[0], relu);
        y[4 * (nint)yStride + 1] = Finish(TSimd.Sum(a14) + bias[1], relu);
        y[4 * (nint)yStride + 2] = Finish(TSimd.Sum(a24) + bias[2], relu);
        y[4 * (nint)yStride + 3] = Finish(TSimd.Sum(a34) + bias[3], relu);
    }

    // 2 rows × 5 samples: 10 accumulators and 3 operands, for 16 registers.
    private static void Two5(float* w, float* bias, float* x, float* y, int columns, int xStride, int yStride, bool relu)
    {
        TVector a00 = TSimd.Zero, a01 = TSimd.Zero, a02 = TSimd.Zero, a03 = TSimd.Zero, a04 = TSimd.Zero;
        TVector a10 = TSimd.Zero, a11 = TSimd.Zero, a12 = TSimd.Zero, a13 = TSimd.Zero, a14 = TSimd.Zero;
        var w1 = w + columns;
        var x1 = x + xStride;
        var x2 = x + 2 * (nint)xStride;
        var x3 = x + 3 * (nint)xStride;
        var x4 = x + 4 * (nint)xStride;
        for (nint i = 0; i < columns; i += TSimd.Lanes)
        {
            TVector v0 = TSimd.Load(w + i), v1 = TSimd.Load(w1 + i);
            var u = TSimd.Load(x + i);
            a00 = TSimd.Fma(v0, u, a00);
            a10 = TSimd.Fma(v1, u, a10);
            u = TSimd.Load(x1 + i);
            a01 = TSimd.Fma(v0, u, a01);
            a11 = TSimd.Fma(v1, u, a11);
            u = TSimd.Load(x2 + i);
            a02 = TSimd.Fma(v0, u, a02);
            a12 = TSimd.Fma(v1, u, a12);
            u = TSimd.Load(x3 + i);
            a03 = TSimd.Fma(v0, u, a03);
            a13 = TSimd.Fma(v1, u, a13);
            u = TSimd.Load(x4 + i);
            a04 = TSimd.Fma(v0, u, a04);
            a14 = TSimd.Fma(v1, u, a14);
        }
        y[0] = Finish(TSimd.Sum(a00) + bias[0], relu);
        y[1] = Finish(TSimd.Sum(a10) + bias[1], relu);
        y[yStride + 0] = Finish(TSimd.Sum(a01) + bias[0], relu);
        y[yStride + 1] = Finish(TSimd.Sum(a11) + bias[1], relu);
        y[2 * (nint)yStride + 0] = Finish(TSimd.Sum(a02) + bias[0], relu);
        y[2 * (nint)yStride + 1] = Finish(TSimd.Sum(a12) + bias[1], relu);
        y[3 * (nint)yStride + 0] = Finish(TSimd.Sum(a03) + bias[0], relu);
        y[3 * (nint)yStride + 1] = Finish(TSimd.Sum(a13) + bias[1], relu);
        y[4 * (nint)yStride + 0] = Finish(TSimd.Sum(a04) + bias[0], relu);
        y[4 * (nint)yStride + 1] = Finish(TSimd.Sum(a14) + bias[1], relu);
    }

    // 4 rows × 1 sample, for what is left over.
    private static void Four1(float* w, float* bias, float* x, float* y, int columns, int xStride, int yStride, bool relu)
    {
        TVector a00 = TSimd.Zero;
        TVector a10 = TSimd.Zero;
        TVector a20 = TSimd.Zero;
        TVector a30 = TSimd.Zero;
        var w1 = w + columns;
        var w2 = w + 2 * (nint)columns;
        var w3 = w + 3 * (nint)columns;
        for (nint i = 0; i < columns; i += TSimd.Lanes)
        {
            TVector v0 = TSimd.Load(w + i), v1 = TSimd.Load(w1 + i), v2 = TSimd.Load(w2 + i), v3 = TSimd.Load(w3 + i);
            var u = TSimd.Load(x + i);
            a00 = TSimd.Fma(v0, u, a00);
            a10 = TSimd.Fma(v1, u, a10);
            a20 = TSimd.Fma(v2, u, a20);
            a30 = TSimd.Fma(v3, u, a30);
        }
        y[0] = Finish(TSimd.Sum(a00) + bias[0], relu);
        y[1] = Finish(TSimd.Sum(a10) + bias[1], relu);
        y[2] = Finish(TSimd.Sum(a20) + bias[2], relu);
        y[3] = Finish(TSimd.Sum(a30) + bias[3], relu);
    }
}
