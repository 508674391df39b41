using System.Runtime.CompilerServices;
using Diten.Learning.Kernels.Simd;

namespace Diten.Learning.Kernels;

/// <summary>
/// A dense layer over a batch: y = W·x + b. W is kept once, row-major [outputs][inputs]: the forward pass takes dot
/// products along it, the two backward passes run along its rows. Inputs are padded with zeros to a multiple of 16,
/// batches to a multiple of <see cref="BatchTile"/> rows (whose contents do not matter). Sums run in an order that depends
/// only on the shape and the width. NaN spreads as in ordinary arithmetic, except that a hidden unit that is NaN passes no
/// gradient back. Nothing is checked.
/// </summary>
internal static unsafe class DenseKernels<TVector, TSimd>
    where TVector : unmanaged
    where TSimd : ISimd<TVector>
{
    /// <summary>Rows of the batch that are handled at once.</summary>
    public const int BatchTile = 5;

    /// <summary>y[b][o] = bias[o] + Σ_i x[b][i] w[o][i], then max(0, ·) if asked.</summary>
    /// <param name="x">Rows × inputs.</param>
    /// <param name="w">Outputs × inputs.</param>
    /// <param name="bias">Outputs values.</param>
    /// <param name="y">Rows × <paramref name="outputStride"/>.</param>
    /// <param name="rows">A multiple of <see cref="BatchTile"/>.</param>
    /// <param name="inputs">A multiple of 16.</param>
    /// <param name="outputs">An even number.</param>
    /// <param name="outputStride">Distance of two rows of y.</param>
    /// <param name="rectify">Whether to apply ReLU.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(
        float* x, float* w, float* bias, float* y, int rows, int inputs, int outputs, int outputStride, bool rectify)
    {
        for (var o = 0; o < outputs; o += 2)
        {
            var w0 = w + o * inputs;
            var w1 = w0 + inputs;
            for (var b = 0; b < rows; b += BatchTile)
            {
                var x0 = x + b * inputs;
                var x1 = x0 + inputs;
                var x2 = x1 + inputs;
                var x3 = x2 + inputs;
                var x4 = x3 + inputs;
                TVector a0 = TSimd.Zero, a1 = a0, a2 = a0, a3 = a0, a4 = a0;
                TVector c0 = a0, c1 = a0, c2 = a0, c3 = a0, c4 = a0;
                for (nint i = 0; i < inputs; i += TSimd.Lanes)
                {
                    var u = TSimd.Load(w0 + i);
                    var v = TSimd.Load(w1 + i);
                    var s = TSimd.Load(x0 + i);
                    a0 = TSimd.Fma(s, u, a0);
                    c0 = TSimd.Fma(s, v, c0);
                    s = TSimd.Load(x1 + i);
                    a1 = TSimd.Fma(s, u, a1);
                    c1 = TSimd.Fma(s, v, c1);
                    s = TSimd.Load(x2 + i);
                    a2 = TSimd.Fma(s, u, a2);
                    c2 = TSimd.Fma(s, v, c2);
                    s = TSimd.Load(x3 + i);
                    a3 = TSimd.Fma(s, u, a3);
                    c3 = TSimd.Fma(s, v, c3);
                    s = TSimd.Load(x4 + i);
                    a4 = TSimd.Fma(s, u, a4);
                    c4 = TSimd.Fma(s, v, c4);
                }
                var target = y + b * outputStride + o;
                Put(target, TSimd.Sum(a0) + bias[o], TSimd.Sum(c0) + bias[o + 1], rectify);
                target += outputStride;
                Put(target, TSimd.Sum(a1) + bias[o], TSimd.Sum(c1) + bias[o + 1], rectify);
                target += outputStride;
                Put(target, TSimd.Sum(a2) + bias[o], TSimd.Sum(c2) + bias[o + 1], rectify);
                target += outputStride;
                Put(target, TSimd.Sum(a3) + bias[o], TSimd.Sum(c3) + bias[o + 1], rectify);
                target += outputStride;
                Put(target, TSimd.Sum(a4) + bias[o], TSimd.Sum(c4) + bias[o + 1], rectify);
            }
        }
    }

    /// <summary>dx[b][i] = Σ_o g[b][o] w[o][i] where x[b][i] &gt; 0, else 0: back through the layer and the ReLU before it.</summary>
    /// <param name="g">Gradient of the outputs, rows × <paramref name="outputStride"/>.</param>
    /// <param name="w">Outputs × inputs.</param>
    /// <param name="x">What the ReLU before the layer gave, rows × inputs.</param>
    /// <param name="dx">Receives rows × inputs.</param>
    /// <param name="rows">A multiple of <see cref="BatchTile"/>.</param>
    /// <param name="inputs">A multiple of 16.</param>
    /// <param name="outputs">1 or more.</param>
    /// <param name="outputStride">Distance of two rows of g.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardInput(
        float* g, float* w, float* x, float* dx, int rows, int inputs, int outputs, int outputStride)
    {
        nint i = 0;
        for (; i + 2 * TSimd.Lanes <= inputs; i += 2 * TSimd.Lanes)
        {
            for (var b = 0; b < rows; b += BatchTile)
            {
                var g0 = g + b * outputStride;
                var g1 = g0 + outputStride;
                var g2 = g1 + outputStride;
                var g3 = g2 + outputStride;
                var g4 = g3 + outputStride;
                var weights = w + i;
                TVector a0 = TSimd.Zero, a1 = a0, a2 = a0, a3 = a0, a4 = a0;
                TVector c0 = a0, c1 = a0, c2 = a0, c3 = a0, c4 = a0;
                for (nint o = 0; o < outputs; o++)
                {
                    var u = TSimd.Load(weights);
                    var v = TSimd.Load(weights + TSimd.Lanes);
                    weights += inputs;
                    var s = TSimd.Broadcast(g0[o]);
                    a0 = TSimd.Fma(s, u, a0);
                    c0 = TSimd.Fma(s, v, c0);
                    s = TSimd.Broadcast(g1[o]);
                    a1 = TSimd.Fma(s, u, a1);
                    c1 = TSimd.Fma(s, v, c1);
                    s = TSimd.Broadcast(g2[o]);
                    a2 = TSimd.Fma(s, u, a2);
                    c2 = TSimd.Fma(s, v, c2);
                    s = TSimd.Broadcast(g3[o]);
                    a3 = TSimd.Fma(s, u, a3);
                    c3 = TSimd.Fma(s, v, c3);
                    s = TSimd.Broadcast(g4[o]);
                    a4 = TSimd.Fma(s, u, a4);
                    c4 = TSimd.Fma(s, v, c4);
                }
                var at = b * inputs + i;
                Gate(x + at, dx + at, a0);
                Gate(x + at + TSimd.Lanes, dx + at + TSimd.Lanes, c0);
                at += inputs;
                Gate(x + at, dx + at, a1);
                Gate(x + at + TSimd.Lanes, dx + at + TSimd.Lanes, c1);
                at += inputs;
                Gate(x + at, dx + at, a2);
                Gate(x + at + TSimd.Lanes, dx + at + TSimd.Lanes, c2);
                at += inputs;
                Gate(x + at, dx + at, a3);
                Gate(x + at + TSimd.Lanes, dx + at + TSimd.Lanes, c3);
                at += inputs;
                Gate(x + at, dx + at, a4);
                Gate(x + at + TSimd.Lanes, dx + at + TSimd.Lanes, c4);
            }
        }
        for (; i < inputs; i += TSimd.Lanes)
            BackwardInputColumn(g, w + i, x + i, dx + i, rows, inputs, outputs, outputStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackwardInputColumn(
        float* g, float* w, float* x, float* dx, int rows, int inputs, int outputs, int outputStride)
    {
        for (var b = 0; b < rows; b += BatchTile)
        {
            var g0 = g + b * outputStride;
            var g1 = g0 + outputStride;
            var g2 = g1 + outputStride;
            var g3 = g2 + outputStride;
            var g4 = g3 + outputStride;
            var weights = w;
            TVector a0 = TSimd.Zero, a1 = a0, a2 = a0, a3 = a0, a4 = a0;
            for (nint o = 0; o < outputs; o++)
            {
                var u = TSimd.Load(weights);
                weights += inputs;
                a0 = TSimd.Fma(TSimd.Broadcast(g0[o]), u, a0);
                a1 = TSimd.Fma(TSimd.Broadcast(g1[o]), u, a1);
                a2 = TSimd.Fma(TSimd.Broadcast(g2[o]), u, a2);
                a3 = TSimd.Fma(TSimd.Broadcast(g3[o]), u, a3);
                a4 = TSimd.Fma(TSimd.Broadcast(g4[o]), u, a4);
            }
            var at = b * inputs;
            Gate(x + at, dx + at, a0);
            at += inputs;
            Gate(x + at, dx + at, a1);
            at += inputs;
            Gate(x + at, dx + at, a2);
            at += inputs;
            Gate(x + at, dx + at, a3);
            at += inputs;
            Gate(x + at, dx + at, a4);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Gate(float* x, float* dx, TVector value) =>
        TSimd.Store(TSimd.SelectGreater(TSimd.Load(x), TSimd.Zero, value, TSimd.Zero), dx);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* target, float first, float second, bool rectify)
    {
        // Written so that a NaN stays a NaN.
        target[0] = rectify && first < 0 ? 0 : first;
        target[1] = rectify && second < 0 ? 0 : second;
    }
}
