using Diten.Learning.Kernels.Simd;

namespace Diten.Learning.Kernels;

/// <summary>
/// Gradient of y = W x + b for a batch: one pass over W gives the input's gradient and the update, because a large W
/// has to come from memory. The layout is that of <see cref="DenseForward{TVector, TSimd}"/>.
/// </summary>
/// <typeparam name="TVector">Vector.</typeparam>
/// <typeparam name="TSimd">Its operations.</typeparam>
internal static unsafe class DenseBackward<TVector, TSimd>
    where TVector : unmanaged
    where TSimd : ISimd<TVector>
{
    /// <summary>d = decay·d + gᵀx and dx += g W, with the W from before when d is W itself.</summary>
    /// <param name="w">rows × columns.</param>
    /// <param name="d">What is updated: W itself, or a sum of gradients of the same shape.</param>
    /// <param name="x">batch × columns, the forward input.</param>
    /// <param name="dx">batch × columns, zero or a sum; null when nobody needs it.</param>
    /// <param name="g">batch samples of the output's gradient, <paramref name="gStride"/> apart.</param>
    /// <param name="batch">Samples, 1 or more.</param>
    /// <param name="rows">Outputs, a multiple of 4.</param>
    /// <param name="columns">Inputs, a multiple of <see cref="SimdWidths.Lanes"/>.</param>
    /// <param name="gStride">From sample to sample of g.</param>
    /// <param name="decay">Factor of d.</param>
    public static void Run(float* w, float* d, float* x, float* dx, float* g, int batch, int rows, int columns, int gStride, float decay)
    {
        var o = 0;
        for (; o + 8 <= rows && (SimdWidths.ManyRegisters(TSimd.Lanes) || dx is null); o += 8)
        {
            var at = o * (nint)columns;
            if (dx is null)
                EightUpdate(d + at, x, g + o, batch, columns, gStride, decay);
            else
                Eight(w + at, d + at, x, dx, g + o, batch, columns, gStride, decay);
        }
        for (; o < rows; o += 4)
        {
            var at = o * (nint)columns;
            if (dx is null)
                FourUpdate(d + at, x, g + o, batch, columns, gStride, decay);
            else
                Four(w + at, d + at, x, dx, g + o, batch, columns, gStride, decay);
        }
    }

    // 8 rows: 16 weights and sums in registers beside 4 operands, for 32 registers.
    private static void Eight(float* w, float* d, float* x, float* dx, float* g, int batch, int columns, int gStride, float decay)
    {
        nint step = columns;
        var keep = TSimd.Broadcast(decay);
        for (nint i = 0; i < columns; i += TSimd.Lanes)
        {
            var w0 = TSimd.Load(w + i);
            var w1 = TSimd.Load(w + step + i);
            var w2 = TSimd.Load(w + 2 * step + i);
            var w3 = TSimd.Load(w + 3 * step + i);
            var w4 = TSimd.Load(w + 4 * step + i);
            var w5 = TSimd.Load(w + 5 * step + i);
            var w6 = TSimd.Load(w + 6 * step + i);
            var w7 = TSimd.Load(w + 7 * step + i);
            var d0 = TSimd.Multiply(keep, TSimd.Load(d + i));
            var d1 = TSimd.Multiply(keep, TSimd.Load(d + step + i));
            var d2 = TSimd.Multiply(keep, TSimd.Load(d + 2 * step + i));
            var d3 = TSimd.Multiply(keep, TSimd.Load(d + 3 * step + i));
            var d4 = TSimd.Multiply(keep, TSimd.Load(d + 4 * step + i));
            var d5 = TSimd.Multiply(keep, TSimd.Load(d + 5 * step + i));
            var d6 = TSimd.Multiply(keep, TSimd.Load(d + 6 * step + i));
            var d7 = TSimd.Multiply(keep, TSimd.Load(d + 7 * step + i));
            var xb = x + i;
            var dxb = dx + i;
            var gb = g;
            for (var b = 0; b < batch; b++)
            {
                var u = TSimd.Load(xb);
                var s = TSimd.Load(dxb);
                var e = TSimd.Broadcast(gb[0]);
                d0 = TSimd.Fma(e, u, d0);
                s = TSimd.Fma(e, w0, s);
                e = TSimd.Broadcast(gb[1]);
                d1 = TSimd.Fma(e, u, d1);
                s = TSimd.Fma(e, w1, s);
                e = TSimd.Broadcast(gb[2]);
                d2 = TSimd.Fma(e, u, d2);
                s = TSimd.Fma(e, w2, s);
                e = TSimd.Broadcast(gb[3]);
                d3 = TSimd.Fma(e, u, d3);
                s = TSimd.Fma(e, w3, s);
                e = TSimd.Broadcast(gb[4]);
                d4 = TSimd.Fma(e, u, d4);
                s = TSimd.Fma(e, w4, s);
                e = TSimd.Broadcast(gb[5]);
                d5 = TSimd.Fma(e, u, d5);
                s = TSimd.Fma(e, w5, s);
                e = TSimd.Broadcast(gb[6]);
                d6 = TSimd.Fma(e, u, d6);
                s = TSimd.Fma(e, w6, s);
                e = TSimd.Broadcast(gb[7]);
                d7 = TSimd.Fma(e, u, d7);
                s = TSimd.Fma(e, w7, s);
                TSimd.Store(s, dxb);
                dxb += columns;
                xb += columns;
                gb += gStride;
            }
            TSimd.Store(d0, d + i);
            TSimd.Store(d1, d + step + i);
            TSimd.Store(d2, d + 2 * step + i);
            TSimd.Store(d3, d + 3 * step + i);
            TSimd.Store(d4, d + 4 * step + i);
            TSimd.Store(d5, d + 5 * step + i);
            TSimd.Store(d6, d + 6 * step + i);
            TSimd.Store(d7, d + 7 * step + i);
        }
    }

    // 4 rows, for 16 registers.
    private static void Four(float* w, float* d, float* x, float* dx, float* g, int batch, int columns, int gStride, float decay)
    {
        nint step = columns;
        var keep = TSimd.Broadcast(decay);
        for (nint i = 0; i < columns; i += TSimd.Lanes)
        {
            var w0 = TSimd.Load(w + i);
            var w1 = TSimd.Load(w + step + i);
            var w2 = TSimd.Load(w + 2 * step + i);
            var w3 = TSimd.Load(w + 3 * step + i);
            var d0 = TSimd.Multiply(keep, TSimd.Load(d + i));
            var d1 = TSimd.Multiply(keep, TSimd.Load(d + step + i));
            var d2 = TSimd.Multiply(keep, TSimd.Load(d + 2 * step + i));
            var d3 = TSimd.Multiply(keep, TSimd.Load(d + 3 * step + i));
            var xb = x + i;
            var dxb = dx + i;
            var gb = g;
            for (var b = 0; b < batch; b++)
            {
                var u = TSimd.Load(xb);
                var s = TSimd.Load(dxb);
                var e = TSimd.Broadcast(gb[0]);
                d0 = TSimd.Fma(e, u, d0);
                s = TSimd.Fma(e, w0, s);
                e = TSimd.Broadcast(gb[1]);
                d1 = TSimd.Fma(e, u, d1);
                s = TSimd.Fma(e, w1, s);
                e = TSimd.Broadcast(gb[2]);
                d2 = TSimd.Fma(e, u, d2);
                s = TSimd.Fma(e, w2, s);
                e = TSimd.Broadcast(gb[3]);
                d3 = TSimd.Fma(e, u, d3);
                s = TSimd.Fma(e, w3, s);
                TSimd.Store(s, dxb);
                dxb += columns;
                xb += columns;
                gb += gStride;
            }
            TSimd.Store(d0, d + i);
            TSimd.Store(d1, d + step + i);
            TSimd.Store(d2, d + 2 * step + i);
            TSimd.Store(d3, d + 3 * step + i);
        }
    }

    // 8 rows without the input's gradient.
    private static void EightUpdate(float* d, float* x, float* g, int batch, int columns, int gStride, float decay)
    {
        nint step = columns;
        var keep = TSimd.Broadcast(decay);
        for (nint i = 0; i < columns; i += TSimd.Lanes)
        {
            var d0 = TSimd.Multiply(keep, TSimd.Load(d + i));
            var d1 = TSimd.Multiply(keep, TSimd.Load(d + step + i));
            var d2 = TSimd.Multiply(keep, TSimd.Load(d + 2 * step + i));
            var d3 = TSimd.Multiply(keep, TSimd.Load(d + 3 * step + i));
            var d4 = TSimd.Multiply(keep, TSimd.Load(d + 4 * step + i));
            var d5 = TSimd.Multiply(keep, TSimd.Load(d + 5 * step + i));
            var d6 = TSimd.Multiply(keep, TSimd.Load(d + 6 * step + i));
            var d7 = TSimd.Multiply(keep, TSimd.Load(d + 7 * step + i));
            var xb = x + i;
            var gb = g;
            for (var b = 0; b < batch; b++)
            {
                var u = TSimd.Load(xb);
                var e = TSimd.Broadcast(gb[0]);
                d0 = TSimd.Fma(e, u, d0);
                e = TSimd.Broadcast(gb[1]);
                d1 = TSimd.Fma(e, u, d1);
                e = TSimd.Broadcast(gb[2]);
                d2 = TSimd.Fma(e, u, d2);
                e = TSimd.Broadcast(gb[3]);
                d3 = TSimd.Fma(e, u, d3);
                e = TSimd.Broadcast(gb[4]);
                d4 = TSimd.Fma(e, u, d4);
                e = TSimd.Broadcast(gb[5]);
                d5 = TSimd.Fma(e, u, d5);
                e = TSimd.Broadcast(gb[6]);
                d6 = TSimd.Fma(e, u, d6);
                e = TSimd.Broadcast(gb[7]);
                d7 = TSimd.Fma(e, u, d7);
                xb += columns;
                gb += gStride;
            }
            TSimd.Store(d0, d + i);
            TSimd.Store(d1, d + step + i);
            TSimd.Store(d2, d + 2 * step + i);
            TSimd.Store(d3, d + 3 * step + i);
            TSimd.Store(d4, d + 4 * step + i);
            TSimd.Store(d5, d + 5 * step + i);
            TSimd.Store(d6, d + 6 * step + i);
            TSimd.Store(d7, d + 7 * step + i);
        }
    }

    // 4 rows without it.
    private static void FourUpdate(float* d, float* x, float* g, int batch, int columns, int gStride, float decay)
    {
        nint step = columns;
        var keep = TSimd.Broadcast(decay);
        for (nint i = 0; i < columns; i += TSimd.Lanes)
        {
            var d0 = TSimd.Multiply(keep, TSimd.Load(d + i));
            var d1 = TSimd.Multiply(keep, TSimd.Load(d + step + i));
            var d2 = TSimd.Multiply(keep, TSimd.Load(d + 2 * step + i));
            var d3 = TSimd.Multiply(keep, TSimd.Load(d + 3 * step + i));
            var xb = x + i;
            var gb = g;
            for (var b = 0; b < batch; b++)
            {
                var u = TSimd.Load(xb);
                var e = TSimd.Broadcast(gb[0]);
                d0 = TSimd.Fma(e, u, d0);
                e = TSimd.Broadcast(gb[1]);
                d1 = TSimd.Fma(e, u, d1);
                e = TSimd.Broadcast(gb[2]);
                d2 = TSimd.Fma(e, u, d2);
                e = TSimd.Broadcast(gb[3]);
                d3 = TSimd.Fma(e, u, d3);
                xb += columns;
                gb += gStride;
            }
            TSimd.Store(d0, d + i);
            TSimd.Store(d1, d + step + i);
            TSimd.Store(d2, d + 2 * step + i);
            TSimd.Store(d3, d + 3 * step + i);
        }
    }
}
