using System.Runtime.CompilerServices;
using Diten.Learning.Kernels.Simd;
using static Diten.Learning.LeNet.LeNet5Shape;

namespace Diten.Learning.LeNet;

/// <summary>
/// Weight gradient of the first convolution. Each pooled value that the ReLU let through touches one 5 × 5 patch of the
/// image; the others are left out of the lists and cost nothing more.
/// </summary>
internal static unsafe class LeNet5Conv1Backward
{
    /// <summary>Entries a list must hold: the windows of an image, and a filler.</summary>
    public const int ListLength = Side1 * Side1 + 4;

    /// <summary>Collects one image's nonzero gradients by channel, each list filled up to an even length.</summary>
    /// <param name="gradient">14 × 14 × 6, zero where the ReLU was shut.</param>
    /// <param name="argmax">6 × 14 × 16.</param>
    /// <param name="lists">6 × <see cref="ListLength"/>.</param>
    /// <param name="counts">Receives 6 lengths.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Collect(float* gradient, int* argmax, PatchGradient* lists, int* counts)
    {
        const int plane = Side1 * 16;
        var values = (int*)gradient;
        PatchGradient* l0 = lists, l1 = l0 + ListLength, l2 = l1 + ListLength;
        PatchGradient* l3 = l2 + ListLength, l4 = l3 + ListLength, l5 = l4 + ListLength;
        for (var y = 0; y < Side1; y++)
        {
            var start = 2 * y * PaddedSide;
            for (var end = argmax + Side1; argmax != end; argmax++)
            {
                l0 = PatchGradient.Append(l0, start + argmax[0], values[0]);
                l1 = PatchGradient.Append(l1, start + argmax[plane], values[1]);
                l2 = PatchGradient.Append(l2, start + argmax[2 * plane], values[2]);
                l3 = PatchGradient.Append(l3, start + argmax[3 * plane], values[3]);
                l4 = PatchGradient.Append(l4, start + argmax[4 * plane], values[4]);
                l5 = PatchGradient.Append(l5, start + argmax[5 * plane], values[5]);
                values += Channels1;
                start += 2;
            }
            argmax += 16 - Side1;
        }
        counts[0] = FillUp(lists, l0);
        counts[1] = FillUp(lists + ListLength, l1);
        counts[2] = FillUp(lists + 2 * ListLength, l2);
        counts[3] = FillUp(lists + 3 * ListLength, l3);
        counts[4] = FillUp(lists + 4 * ListLength, l4);
        counts[5] = FillUp(lists + 5 * ListLength, l5);
    }

    private static int FillUp(PatchGradient* list, PatchGradient* end)
    {
        *end = default;
        return ((int)(end - list) + 1) & ~1;
    }
}

/// <summary>The part of <see cref="LeNet5Conv1Backward"/> that depends on the width.</summary>
internal static unsafe class LeNet5Conv1Backward<TVector, TSimd>
    where TVector : unmanaged
    where TSimd : ISimd<TVector>
{
    /// <summary>gradient = 0 wherever pooled is not above 0: back through the ReLU.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gate(float* pooled, float* gradient)
    {
        for (nint i = 0; i < Pooled1; i += TSimd.Lanes)
        {
            var open = TSimd.SelectGreater(TSimd.Load(pooled + i), TSimd.Zero, TSimd.Load(gradient + i), TSimd.Zero);
            TSimd.Store(open, gradient + i);
        }
    }

    /// <summary>sum[ky][kx] += Σ value · image[offset + 32 ky + kx] for the columns of one vector.</summary>
    /// <param name="list">Nonzero gradients of one channel.</param>
    /// <param name="count">Their number, even.</param>
    /// <param name="image">32 × 32, at the vector's first column.</param>
    /// <param name="sum">5 × 8, at the vector's first column.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Accumulate(PatchGradient* list, int count, float* image, float* sum)
    {
        TVector a0 = TSimd.Load(sum), a1 = TSimd.Load(sum + 8), a2 = TSimd.Load(sum + 16);
        TVector a3 = TSimd.Load(sum + 24), a4 = TSimd.Load(sum + 32);
        TVector b0 = TSimd.Zero, b1 = b0, b2 = b0, b3 = b0, b4 = b0;
        for (var end = list + count; list != end; list += 2)
        {
            var g = TSimd.Broadcast(list[0].Value);
            var p = image + list[0].Offset;
            a0 = TSimd.Fma(g, TSimd.Load(p), a0);
            a1 = TSimd.Fma(g, TSimd.Load(p + PaddedSide), a1);
            a2 = TSimd.Fma(g, TSimd.Load(p + 2 * PaddedSide), a2);
            a3 = TSimd.Fma(g, TSimd.Load(p + 3 * PaddedSide), a3);
            a4 = TSimd.Fma(g, TSimd.Load(p + 4 * PaddedSide), a4);
            g = TSimd.Broadcast(list[1].Value);
            p = image + list[1].Offset;
            b0 = TSimd.Fma(g, TSimd.Load(p), b0);
            b1 = TSimd.Fma(g, TSimd.Load(p + PaddedSide), b1);
            b2 = TSimd.Fma(g, TSimd.Load(p + 2 * PaddedSide), b2);
            b3 = TSimd.Fma(g, TSimd.Load(p + 3 * PaddedSide), b3);
            b4 = TSimd.Fma(g, TSimd.Load(p + 4 * PaddedSide), b4);
        }
        TSimd.Store(TSimd.Add(a0, b0), sum);
        TSimd.Store(TSimd.Add(a1, b1), sum + 8);
        TSimd.Store(TSimd.Add(a2, b2), sum + 16);
        TSimd.Store(TSimd.Add(a3, b3), sum + 24);
        TSimd.Store(TSimd.Add(a4, b4), sum + 32);
    }
}
