using Diten.Learning.Kernels.Simd;

namespace Diten.Learning.Kernels;

/// <summary>
/// Gradient of a convolution, channels last, from the list of one output channel's nonzero gradients: ReLU and maximum
/// pooling leave only a few, each touching one window. Vectors run over the taps of a window's row.
/// </summary>
/// <remarks>
/// With and without the input's gradient is one source. Ten, five and one vector are three, and their lines repeat: an
/// accumulator has to be a local variable of its own, for what lies in an array or a span is not kept in a register.
/// </remarks>
/// <typeparam name="TVector">Vector.</typeparam>
/// <typeparam name="TSimd">Its operations.</typeparam>
internal static unsafe class ConvBackward<TVector, TSimd>
    where TVector : unmanaged
    where TSimd : ISimd<TVector>
{
    /// <summary>d += Σ gₙ window(xₙ) and window(dxₙ) += gₙ w. Lanes behind the end of a row receive garbage in d and zeros in dx.</summary>
    /// <param name="plan">Geometry.</param>
    /// <param name="w">This channel's weights, rows × <see cref="ConvPlan.RowPitch"/>, zero behind the end of a row.</param>
    /// <param name="d">Sum of gradients of the same shape.</param>
    /// <param name="x">The sample with its border.</param>
    /// <param name="dx">The sample's gradient; null when nobody needs it.</param>
    /// <param name="at">Offset of each window.</param>
    /// <param name="g">Gradient of each window's output.</param>
    /// <param name="count">Windows.</param>
    public static void Run(in ConvPlan plan, float* w, float* d, float* x, float* dx, int* at, float* g, int count)
    {
        for (var r = 0; r < plan.Rows; r++)
        {
            var j = 0;
            for (; SimdWidths.ManyRegisters(TSimd.Lanes) && j + 10 * TSimd.Lanes <= plan.RowPitch; j += 10 * TSimd.Lanes)
            {
                if (dx is null)
                    Ten<LeftOut>(w + j, d + j, x + j, dx, at, g, count);
                else
                    Ten<Made>(w + j, d + j, x + j, dx + j, at, g, count);
            }
            for (; j + 5 * TSimd.Lanes <= plan.RowPitch; j += 5 * TSimd.Lanes)
            {
                if (dx is null)
                    Five<LeftOut>(w + j, d + j, x + j, dx, at, g, count);
                else
                    Five<Made>(w + j, d + j, x + j, dx + j, at, g, count);
            }
            for (; j < plan.RowPitch; j += TSimd.Lanes)
            {
                if (dx is null)
                    One<LeftOut>(w + j, d + j, x + j, dx, at, g, count);
                else
                    One<Made>(w + j, d + j, x + j, dx + j, at, g, count);
            }
            w += plan.RowPitch;
            d += plan.RowPitch;
            x += plan.RowStep;
            if (dx is not null)
                dx += plan.RowStep;
        }
    }

    private static void Ten<TInput>(float* w, float* d, float* x, float* dx, int* at, float* g, int count)
        where TInput : IChoice
    {
        var d0 = TSimd.Load(d);
        var d1 = TSimd.Load(d + TSimd.Lanes);
        var d2 = TSimd.Load(d + 2 * TSimd.Lanes);
        var d3 = TSimd.Load(d + 3 * TSimd.Lanes);
        var d4 = TSimd.Load(d + 4 * TSimd.Lanes);
        var d5 = TSimd.Load(d + 5 * TSimd.Lanes);
        var d6 = TSimd.Load(d + 6 * TSimd.Lanes);
        var d7 = TSimd.Load(d + 7 * TSimd.Lanes);
        var d8 = TSimd.Load(d + 8 * TSimd.Lanes);
        var d9 = TSimd.Load(d + 9 * TSimd.Lanes);
        var w0 = TInput.IsMade ? TSimd.Load(w) : TSimd.Zero;
        var w1 = TInput.IsMade ? TSimd.Load(w + TSimd.Lanes) : TSimd.Zero;
        var w2 = TInput.IsMade ? TSimd.Load(w + 2 * TSimd.Lanes) : TSimd.Zero;
        var w3 = TInput.IsMade ? TSimd.Load(w + 3 * TSimd.Lanes) : TSimd.Zero;
        var w4 = TInput.IsMade ? TSimd.Load(w + 4 * TSimd.Lanes) : TSimd.Zero;
        var w5 = TInput.IsMade ? TSimd.Load(w + 5 * TSimd.Lanes) : TSimd.Zero;
        var w6 = TInput.IsMade ? TSimd.Load(w + 6 * TSimd.Lanes) : TSimd.Zero;
        var w7 = TInput.IsMade ? TSimd.Load(w + 7 * TSimd.Lanes) : TSimd.Zero;
        var w8 = TInput.IsMade ? TSimd.Load(w + 8 * TSimd.Lanes) : TSimd.Zero;
        var w9 = TInput.IsMade ? TSimd.Load(w + 9 * TSimd.Lanes) : TSimd.Zero;
        for (var n = 0; n < count; n++)
        {
            var e = TSimd.Broadcast(g[n]);
            var u = x + at[n];
            d0 = TSimd.Fma(e, TSimd.Load(u), d0);
            d1 = TSimd.Fma(e, TSimd.Load(u + TSimd.Lanes), d1);
            d2 = TSimd.Fma(e, TSimd.Load(u + 2 * TSimd.Lanes), d2);
            d3 = TSimd.Fma(e, TSimd.Load(u + 3 * TSimd.Lanes), d3);
            d4 = TSimd.Fma(e, TSimd.Load(u + 4 * TSimd.Lanes), d4);
            d5 = TSimd.Fma(e, TSimd.Load(u + 5 * TSimd.Lanes), d5);
            d6 = TSimd.Fma(e, TSimd.Load(u + 6 * TSimd.Lanes), d6);
            d7 = TSimd.Fma(e, TSimd.Load(u + 7 * TSimd.Lanes), d7);
            d8 = TSimd.Fma(e, TSimd.Load(u + 8 * TSimd.Lanes), d8);
            d9 = TSimd.Fma(e, TSimd.Load(u + 9 * TSimd.Lanes), d9);
            if (!TInput.IsMade) continue;
            var s = dx + at[n];
            TSimd.Store(TSimd.Fma(e, w0, TSimd.Load(s)), s);
            TSimd.Store(TSimd.Fma(e, w1, TSimd.Load(s + TSimd.Lanes)), s + TSimd.Lanes);
            TSimd.Store(TSimd.Fma(e, w2, TSimd.Load(s + 2 * TSimd.Lanes)), s + 2 * TSimd.Lanes);
            TSimd.Store(TSimd.Fma(e, w3, TSimd.Load(s + 3 * TSimd.Lanes)), s + 3 * TSimd.Lanes);
            TSimd.Store(TSimd.Fma(e, w4, TSimd.Load(s + 4 * TSimd.Lanes)), s + 4 * TSimd.Lanes);
            TSimd.Store(TSimd.Fma(e, w5, TSimd.Load(s + 5 * TSimd.Lanes)), s + 5 * TSimd.Lanes);
            TSimd.Store(TSimd.Fma(e, w6, TSimd.Load(s + 6 * TSimd.Lanes)), s + 6 * TSimd.Lanes);
            TSimd.Store(TSimd.Fma(e, w7, TSimd.Load(s + 7 * TSimd.Lanes)), s + 7 * TSimd.Lanes);
            TSimd.Store(TSimd.Fma(e, w8, TSimd.Load(s + 8 * TSimd.Lanes)), s + 8 * TSimd.Lanes);
            TSimd.Store(TSimd.Fma(e, w9, TSimd.Load(s + 9 * TSimd.Lanes)), s + 9 * TSimd.Lanes);
        }
        TSimd.Store(d0, d);
        TSimd.Store(d1, d + TSimd.Lanes);
        TSimd.Store(d2, d + 2 * TSimd.Lanes);
        TSimd.Store(d3, d + 3 * TSimd.Lanes);
        TSimd.Store(d4, d + 4 * TSimd.Lanes);
        TSimd.Store(d5, d + 5 * TSimd.Lanes);
        TSimd.Store(d6, d + 6 * TSimd.Lanes);
        TSimd.Store(d7, d + 7 * TSimd.Lanes);
        TSimd.Store(d8, d + 8 * TSimd.Lanes);
        TSimd.Store(d9, d + 9 * TSimd.Lanes);
    }

    private static void Five<TInput>(float* w, float* d, float* x, float* dx, int* at, float* g, int count)
        where TInput : IChoice
    {
        var d0 = TSimd.Load(d);
        var d1 = TSimd.Load(d + TSimd.Lanes);
        var d2 = TSimd.Load(d + 2 * TSimd.Lanes);
        var d3 = TSimd.Load(d + 3 * TSimd.Lanes);
        var d4 = TSimd.Load(d + 4 * TSimd.Lanes);
        var w0 = TInput.IsMade ? TSimd.Load(w) : TSimd.Zero;
        var w1 = TInput.IsMade ? TSimd.Load(w + TSimd.Lanes) : TSimd.Zero;
        var w2 = TInput.IsMade ? TSimd.Load(w + 2 * TSimd.Lanes) : TSimd.Zero;
        var w3 = TInput.IsMade ? TSimd.Load(w + 3 * TSimd.Lanes) : TSimd.Zero;
        var w4 = TInput.IsMade ? TSimd.Load(w + 4 * TSimd.Lanes) : TSimd.Zero;
        for (var n = 0; n < count; n++)
        {
            var e = TSimd.Broadcast(g[n]);
            var u = x + at[n];
            d0 = TSimd.Fma(e, TSimd.Load(u), d0);
            d1 = TSimd.Fma(e, TSimd.Load(u + TSimd.Lanes), d1);
            d2 = TSimd.Fma(e, TSimd.Load(u + 2 * TSimd.Lanes), d2);
            d3 = TSimd.Fma(e, TSimd.Load(u + 3 * TSimd.Lanes), d3);
            d4 = TSimd.Fma(e, TSimd.Load(u + 4 * TSimd.Lanes), d4);
            if (!TInput.IsMade) continue;
            var s = dx + at[n];
            TSimd.Store(TSimd.Fma(e, w0, TSimd.Load(s)), s);
            TSimd.Store(TSimd.Fma(e, w1, TSimd.Load(s + TSimd.Lanes)), s + TSimd.Lanes);
            TSimd.Store(TSimd.Fma(e, w2, TSimd.Load(s + 2 * TSimd.Lanes)), s + 2 * TSimd.Lanes);
            TSimd.Store(TSimd.Fma(e, w3, TSimd.Load(s + 3 * TSimd.Lanes)), s + 3 * TSimd.Lanes);
            TSimd.Store(TSimd.Fma(e, w4, TSimd.Load(s + 4 * TSimd.Lanes)), s + 4 * TSimd.Lanes);
        }
        TSimd.Store(d0, d);
        TSimd.Store(d1, d + TSimd.Lanes);
        TSimd.Store(d2, d + 2 * TSimd.Lanes);
        TSimd.Store(d3, d + 3 * TSimd.Lanes);
        TSimd.Store(d4, d + 4 * TSimd.Lanes);
    }

    private static void One<TInput>(float* w, float* d, float* x, float* dx, int* at, float* g, int count)
        where TInput : IChoice
    {
        var d0 = TSimd.Load(d);
        var w0 = TInput.IsMade ? TSimd.Load(w) : TSimd.Zero;
        for (var n = 0; n < count; n++)
        {
            var e = TSimd.Broadcast(g[n]);
            var u = x + at[n];
            d0 = TSimd.Fma(e, TSimd.Load(u), d0);
            if (!TInput.IsMade) continue;
            var s = dx + at[n];
            TSimd.Store(TSimd.Fma(e, w0, TSimd.Load(s)), s);
        }
        TSimd.Store(d0, d);
    }
}
