using Diten.Learning.Kernels.Simd;

namespace Diten.Learning.Kernels;

/// <summary>
/// Gradient of y = W x + b for a batch: one pass over W gives the input's gradient and the update, because a large W
/// has to come from memory. The layout is that of <see cref="DenseForward{TVector, TSimd}"/>.
/// </summary>
/// <remarks>
/// With and without the input's gradient is one source. Eight and four rows are two, and their lines repeat: an accumulator
/// has to be a local variable of its own, for what lies in an array or a span is not kept in a register.
/// </remarks>
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
                Eight<LeftOut>(w + at, d + at, x, dx, g + o, batch, columns, gStride, decay);
            else
                Eight<Made>(w + at, d + at, x, dx, g + o, batch, columns, gStride, decay);
        }
        for (; o < rows; o += 4)
        {
            var at = o * (nint)columns;
            if (dx is null)
                Four<LeftOut>(w + at, d + at, x, dx, g + o, batch, columns, gStride, decay);
            else
                Four<Made>(w + at, d + at, x, dx, g + o, batch, columns, gStride, decay);
        }
    }

    // 8 rows: 16 weights and sums in registers beside 4 operands, for 32 registers.
    private static void Eight<TInput>(float* w, float* d, float* x, float* dx, float* g, int batch, int columns, int gStride, float decay)
        where TInput : IChoice
    {
        nint step = columns;
        var keep = TSimd.Broadcast(decay);
        for (nint i = 0; i < columns; i += TSimd.Lanes)
        {
            var w0 = TInput.IsMade ? TSimd.Load(w + i) : TSimd.Zero;
            var w1 = TInput.IsMade ? TSimd.Load(w + step + i) : TSimd.Zero;
            var w2 = TInput.IsMade ? TSimd.Load(w + 2 * step + i) : TSimd.Zero;
            var w3 = TInput.IsMade ? TSimd.Load(w + 3 * step + i) : TSimd.Zero;
            var w4 = TInput.IsMade ? TSimd.Load(w + 4 * step + i) : TSimd.Zero;
            var w5 = TInput.IsMade ? TSimd.Load(w + 5 * step + i) : TSimd.Zero;
            var w6 = TInput.IsMade ? TSimd.Load(w + 6 * step + i) : TSimd.Zero;
            var w7 = TInput.IsMade ? TSimd.Load(w + 7 * step + i) : TSimd.Zero;
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
                var s = TInput.IsMade ? TSimd.Load(dxb) : TSimd.Zero;
                var e = TSimd.Broadcast(gb[0]);
                d0 = TSimd.Fma(e, u, d0);
                if (TInput.IsMade) s = TSimd.Fma(e, w0, s);
                e = TSimd.Broadcast(gb[1]);
                d1 = TSimd.Fma(e, u, d1);
                if (TInput.IsMade) s = TSimd.Fma(e, w1, s);
                e = TSimd.Broadcast(gb[2]);
                d2 = TSimd.Fma(e, u, d2);
                if (TInput.IsMade) s = TSimd.Fma(e, w2, s);
                e = TSimd.Broadcast(gb[3]);
                d3 = TSimd.Fma(e, u, d3);
                if (TInput.IsMade) s = TSimd.Fma(e, w3, s);
                e = TSimd.Broadcast(gb[4]);
                d4 = TSimd.Fma(e, u, d4);
                if (TInput.IsMade) s = TSimd.Fma(e, w4, s);
                e = TSimd.Broadcast(gb[5]);
                d5 = TSimd.Fma(e, u, d5);
                if (TInput.IsMade) s = TSimd.Fma(e, w5, s);
                e = TSimd.Broadcast(gb[6]);
                d6 = TSimd.Fma(e, u, d6);
                if (TInput.IsMade) s = TSimd.Fma(e, w6, s);
                e = TSimd.Broadcast(gb[7]);
                d7 = TSimd.Fma(e, u, d7);
                if (TInput.IsMade) s = TSimd.Fma(e, w7, s);
                if (TInput.IsMade)
                {
                    TSimd.Store(s, dxb);
                    dxb += columns;
                }
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
    private static void Four<TInput>(float* w, float* d, float* x, float* dx, float* g, int batch, int columns, int gStride, float decay)
        where TInput : IChoice
    {
        nint step = columns;
        var keep = TSimd.Broadcast(decay);
        for (nint i = 0; i < columns; i += TSimd.Lanes)
        {
            var w0 = TInput.IsMade ? TSimd.Load(w + i) : TSimd.Zero;
            var w1 = TInput.IsMade ? TSimd.Load(w + step + i) : TSimd.Zero;
            var w2 = TInput.IsMade ? TSimd.Load(w + 2 * step + i) : TSimd.Zero;
            var w3 = TInput.IsMade ? TSimd.Load(w + 3 * step + i) : TSimd.Zero;
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
                var s = TInput.IsMade ? TSimd.Load(dxb) : TSimd.Zero;
                var e = TSimd.Broadcast(gb[0]);
                d0 = TSimd.Fma(e, u, d0);
                if (TInput.IsMade) s = TSimd.Fma(e, w0, s);
                e = TSimd.Broadcast(gb[1]);
                d1 = TSimd.Fma(e, u, d1);
                if (TInput.IsMade) s = TSimd.Fma(e, w1, s);
                e = TSimd.Broadcast(gb[2]);
                d2 = TSimd.Fma(e, u, d2);
                if (TInput.IsMade) s = TSimd.Fma(e, w2, s);
                e = TSimd.Broadcast(gb[3]);
                d3 = TSimd.Fma(e, u, d3);
                if (TInput.IsMade) s = TSimd.Fma(e, w3, s);
                if (TInput.IsMade)
                {
                    TSimd.Store(s, dxb);
                    dxb += columns;
                }
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
