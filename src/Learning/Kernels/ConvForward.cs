using System.Runtime.CompilerServices;
using Diten.Learning.Kernels.Simd;

namespace Diten.Learning.Kernels;

/// <summary>
/// Convolution of one sample, channels last, with ReLU and 2 × 2 maximum fused: vectors run over the output channels,
/// and four pixels share every load of a weight.
/// </summary>
/// <typeparam name="TVector">Vector.</typeparam>
/// <typeparam name="TSimd">Its operations.</typeparam>
internal static unsafe class ConvForward<TVector, TSimd>
    where TVector : unmanaged
    where TSimd : ISimd<TVector>
{
    /// <summary>Computes all outputs of a sample. A NaN is passed on by the convolution and by ReLU.</summary>
    /// <param name="plan">Geometry.</param>
    /// <param name="w">Taps × <see cref="ConvPlan.OutputPitch"/>.</param>
    /// <param name="bias"><see cref="ConvPlan.OutputPitch"/> values.</param>
    /// <param name="x">The sample with its border.</param>
    /// <param name="cells">Offset in x of each pixel's first tap, 4 per group.</param>
    /// <param name="targets">Offset in y: 4 per group, or 1 when pooled.</param>
    /// <param name="groups">Groups of 4 pixels.</param>
    /// <param name="y">Receives the outputs.</param>
    /// <param name="index">When pooled, receives which of the 4 was the largest (the first of equals), groups × pitch.</param>
    public static void Run(in ConvPlan plan, float* w, float* bias, float* x, int* cells, int* targets, int groups, float* y, float* index)
    {
        for (var q = 0; q < groups; q++, cells += 4, targets += plan.Pooled ? 1 : 4, index += plan.OutputPitch)
        {
            var single = plan.Pooled;
            float* y0 = y + targets[0], y1 = single ? y0 : y + targets[1], y2 = single ? y0 : y + targets[2], y3 = single ? y0 : y + targets[3];
            var c = 0;
            for (; SimdWidths.ManyRegisters(TSimd.Lanes) && c + 4 * TSimd.Lanes <= plan.OutputPitch; c += 4 * TSimd.Lanes)
                Four(plan, w + c, bias + c, x, cells, y0 + c, y1 + c, y2 + c, y3 + c, index + c);
            for (; c + 2 * TSimd.Lanes <= plan.OutputPitch; c += 2 * TSimd.Lanes)
                Two(plan, w + c, bias + c, x, cells, y0 + c, y1 + c, y2 + c, y3 + c, index + c);
            for (; c < plan.OutputPitch; c += TSimd.Lanes)
                One(plan, w + c, bias + c, x, cells, y0 + c, y1 + c, y2 + c, y3 + c, index + c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(in ConvPlan plan, int c, TVector a0, TVector a1, TVector a2, TVector a3, float* y, float* y1, float* y2, float* y3, float* index)
    {
        if (plan.Pooled)
        {
            // Max gives its second operand where a NaN is involved, so a NaN stays.
            var which = TSimd.SelectGreater(a1, a0, TSimd.Broadcast(1), TSimd.Zero);
            var max = TSimd.Max(a0, a1);
            which = TSimd.SelectGreater(a2, max, TSimd.Broadcast(2), which);
            max = TSimd.Max(max, a2);
            which = TSimd.SelectGreater(a3, max, TSimd.Broadcast(3), which);
            max = TSimd.Max(max, a3);
            TSimd.Store(which, index + c);
            TSimd.Store(plan.Relu ? TSimd.Max(TSimd.Zero, max) : max, y + c);
            return;
        }
        if (plan.Relu)
        {
            a0 = TSimd.Max(TSimd.Zero, a0);
            a1 = TSimd.Max(TSimd.Zero, a1);
            a2 = TSimd.Max(TSimd.Zero, a2);
            a3 = TSimd.Max(TSimd.Zero, a3);
        }
        TSimd.Store(a0, y + c);
        TSimd.Store(a1, y1 + c);
        TSimd.Store(a2, y2 + c);
        TSimd.Store(a3, y3 + c);
    }

    // 4 vectors of channels × 4 pixels.
    private static void Four(in ConvPlan plan, float* w, float* bias, float* x, int* cells, float* y, float* y1, float* y2, float* y3, float* index)
    {
        float* x0 = x + cells[0], x1 = x + cells[1], x2 = x + cells[2], x3 = x + cells[3];
        TVector a00 = TSimd.Load(bias), a01 = a00, a02 = a00, a03 = a00;
        TVector a10 = TSimd.Load(bias + TSimd.Lanes), a11 = a10, a12 = a10, a13 = a10;
        TVector a20 = TSimd.Load(bias + 2 * TSimd.Lanes), a21 = a20, a22 = a20, a23 = a20;
        TVector a30 = TSimd.Load(bias + 3 * TSimd.Lanes), a31 = a30, a32 = a30, a33 = a30;
        nint length = plan.RowLength, pitch = plan.OutputPitch, step = plan.RowStep;
        for (var r = 0; r < plan.Rows; r++)
        {
            for (nint j = 0; j < length; j++)
            {
                var w0 = TSimd.Load(w);
                var w1 = TSimd.Load(w + TSimd.Lanes);
                var w2 = TSimd.Load(w + 2 * TSimd.Lanes);
                var w3 = TSimd.Load(w + 3 * TSimd.Lanes);
                var u = TSimd.Broadcast(x0[j]);
                a00 = TSimd.Fma(w0, u, a00);
                a10 = TSimd.Fma(w1, u, a10);
                a20 = TSimd.Fma(w2, u, a20);
                a30 = TSimd.Fma(w3, u, a30);
                u = TSimd.Broadcast(x1[j]);
                a01 = TSimd.Fma(w0, u, a01);
                a11 = TSimd.Fma(w1, u, a11);
                a21 = TSimd.Fma(w2, u, a21);
                a31 = TSimd.Fma(w3, u, a31);
                u = TSimd.Broadcast(x2[j]);
                a02 = TSimd.Fma(w0, u, a02);
                a12 = TSimd.Fma(w1, u, a12);
                a22 = TSimd.Fma(w2, u, a22);
                a32 = TSimd.Fma(w3, u, a32);
                u = TSimd.Broadcast(x3[j]);
                a03 = TSimd.Fma(w0, u, a03);
                a13 = TSimd.Fma(w1, u, a13);
                a23 = TSimd.Fma(w2, u, a23);
                a33 = TSimd.Fma(w3, u, a33);
                w += pitch;
            }
            x0 += step;
            x1 += step;
            x2 += step;
            x3 += step;
        }
        Finish(plan, 0, a00, a01, a02, a03, y, y1, y2, y3, index);
        Finish(plan, TSimd.Lanes, a10, a11, a12, a13, y, y1, y2, y3, index);
        Finish(plan, 2 * TSimd.Lanes, a20, a21, a22, a23, y, y1, y2, y3, index);
        Finish(plan, 3 * TSimd.Lanes, a30, a31, a32, a33, y, y1, y2, y3, index);
    }

    // 2 vectors of channels × 4 pixels.
    private static void Two(in ConvPlan plan, float* w, float* bias, float* x, int* cells, float* y, float* y1, float* y2, float* y3, float* index)
    {
        float* x0 = x + cells[0], x1 = x + cells[1], x2 = x + cells[2], x3 = x + cells[3];
        TVector a00 = TSimd.Load(bias), a01 = a00, a02 = a00, a03 = a00;
        TVector a10 = TSimd.Load(bias + TSimd.Lanes), a11 = a10, a12 = a10, a13 = a10;
        nint length = plan.RowLength, pitch = plan.OutputPitch, step = plan.RowStep;
        for (var r = 0; r < plan.Rows; r++)
        {
            for (nint j = 0; j < length; j++)
            {
                var w0 = TSimd.Load(w);
                var w1 = TSimd.Load(w + TSimd.Lanes);
                var u = TSimd.Broadcast(x0[j]);
                a00 = TSimd.Fma(w0, u, a00);
                a10 = TSimd.Fma(w1, u, a10);
                u = TSimd.Broadcast(x1[j]);
                a01 = TSimd.Fma(w0, u, a01);
                a11 = TSimd.Fma(w1, u, a11);
                u = TSimd.Broadcast(x2[j]);
                a02 = TSimd.Fma(w0, u, a02);
                a12 = TSimd.Fma(w1, u, a12);
                u = TSimd.Broadcast(x3[j]);
                a03 = TSimd.Fma(w0, u, a03);
                a13 = TSimd.Fma(w1, u, a13);
                w += pitch;
            }
            x0 += step;
            x1 += step;
            x2 += step;
            x3 += step;
        }
        Finish(plan, 0, a00, a01, a02, a03, y, y1, y2, y3, index);
        Finish(plan, TSimd.Lanes, a10, a11, a12, a13, y, y1, y2, y3, index);
    }

    // 1 vector of channels × 4 pixels.
    private static void One(in ConvPlan plan, float* w, float* bias, float* x, int* cells, float* y, float* y1, float* y2, float* y3, float* index)
    {
        float* x0 = x + cells[0], x1 = x + cells[1], x2 = x + cells[2], x3 = x + cells[3];
        TVector a00 = TSimd.Load(bias), a01 = a00, a02 = a00, a03 = a00;
        nint length = plan.RowLength, pitch = plan.OutputPitch, step = plan.RowStep;
        for (var r = 0; r < plan.Rows; r++)
        {
            for (nint j = 0; j < length; j++)
            {
                var w0 = TSimd.Load(w);
                var u = TSimd.Broadcast(x0[j]);
                a00 = TSimd.Fma(w0, u, a00);
                u = TSimd.Broadcast(x1[j]);
                a01 = TSimd.Fma(w0, u, a01);
                u = TSimd.Broadcast(x2[j]);
                a02 = TSimd.Fma(w0, u, a02);
                u = TSimd.Broadcast(x3[j]);
                a03 = TSimd.Fma(w0, u, a03);
                w += pitch;
            }
            x0 += step;
            x1 += step;
            x2 += step;
            x3 += step;
        }
        Finish(plan, 0, a00, a01, a02, a03, y, y1, y2, y3, index);
    }
}
