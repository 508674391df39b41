using System.Runtime.CompilerServices;
using Diten.Learning.Kernels.Simd;
using static Diten.Learning.LeNet.LeNet5Shape;

namespace Diten.Learning.LeNet;

/// <summary>
/// Both gradients of the second convolution in one sweep over the nonzero pooled gradients: each touches one patch of
/// 5 rows × 30 values, which is multiplied into the kernel's gradient and receives the kernel.
/// </summary>
internal static unsafe class LeNet5Conv2Backward
{
    /// <summary>Samples swept together, so that they stay in the first-level cache.</summary>
    public const int Group = 3;

    /// <summary>Entries a list must hold: the windows of a group.</summary>
    public const int ListLength = Area2 * Group + 5;

    // Windows three apart touch no common value, so a read does not wait for the write of the window before.
    private static ReadOnlySpan<byte> WindowOrder =>
        [0, 3, 15, 18, 6, 9, 21, 24, 12, 1, 4, 16, 19, 7, 22, 10, 13, 2, 17, 5, 8, 20, 23, 11, 14];

    /// <summary>Collects the nonzero gradients of a group by channel.</summary>
    /// <param name="gradient">Samples × 400.</param>
    /// <param name="argmax">Samples × 400.</param>
    /// <param name="samples">1..<see cref="Group"/>.</param>
    /// <param name="lists">16 × <see cref="ListLength"/>; offsets count from the group's first sample.</param>
    /// <param name="counts">Receives 16 lengths.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Collect(float* gradient, int* argmax, int samples, PatchGradient* lists, int* counts)
    {
        var ends = stackalloc PatchGradient*[Channels2];
        for (var c = 0; c < Channels2; c++)
            ends[c] = lists + c * ListLength;
        foreach (var window in WindowOrder)
        {
            var start = window / Side2 * 2 * Row1 + window % Side2 * 2 * Channels1;
            var values = (int*)gradient + window * Channels2;
            var places = argmax + window * Channels2;
            for (var s = 0; s < samples; s++)
            {
                for (nint c = 0; c < Channels2; c++)
                    ends[c] = PatchGradient.Append(ends[c], start + places[c], values[c]);
                values += Pooled2;
                places += Pooled2;
                start += Pooled1;
            }
        }
        for (var c = 0; c < Channels2; c++)
            counts[c] = (int)(ends[c] - (lists + c * ListLength));
    }
}

/// <summary>The part of <see cref="LeNet5Conv2Backward"/> that depends on the width.</summary>
internal static unsafe class LeNet5Conv2Backward<TVector, TSimd>
    where TVector : unmanaged
    where TSimd : ISimd<TVector>
{
    /// <summary>Runs one channel's list over the columns of two vectors.</summary>
    /// <param name="list">Nonzero gradients.</param>
    /// <param name="count">Their number.</param>
    /// <param name="weights">5 × 32, at the first column.</param>
    /// <param name="sum">Gradient of the kernel, 5 × 32, at the first column; added to.</param>
    /// <param name="input">14 × 14 × 6, at the first column.</param>
    /// <param name="inputGradient">14 × 14 × 6, at the first column; added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Accumulate(
        PatchGradient* list, int count, float* weights, float* sum, float* input, float* inputGradient)
    {
        const int next = KernelRow2Padded;
        var lanes = TSimd.Lanes;
        TVector w0 = TSimd.Load(weights), w1 = TSimd.Load(weights + lanes);
        TVector w2 = TSimd.Load(weights + next), w3 = TSimd.Load(weights + next + lanes);
        TVector w4 = TSimd.Load(weights + 2 * next), w5 = TSimd.Load(weights + 2 * next + lanes);
        TVector w6 = TSimd.Load(weights + 3 * next), w7 = TSimd.Load(weights + 3 * next + lanes);
        TVector w8 = TSimd.Load(weights + 4 * next), w9 = TSimd.Load(weights + 4 * next + lanes);
        TVector a0 = TSimd.Load(sum), a1 = TSimd.Load(sum + lanes);
        TVector a2 = TSimd.Load(sum + next), a3 = TSimd.Load(sum + next + lanes);
        TVector a4 = TSimd.Load(sum + 2 * next), a5 = TSimd.Load(sum + 2 * next + lanes);
        TVector a6 = TSimd.Load(sum + 3 * next), a7 = TSimd.Load(sum + 3 * next + lanes);
        TVector a8 = TSimd.Load(sum + 4 * next), a9 = TSimd.Load(sum + 4 * next + lanes);
        for (var end = list + count; list != end; list++)
        {
            var g = TSimd.Broadcast(list->Value);
            nint offset = list->Offset;
            var p = input + offset;
            var d = inputGradient + offset;
            a0 = TSimd.Fma(g, TSimd.Load(p), a0);
            TSimd.Store(TSimd.Fma(g, w0, TSimd.Load(d)), d);
            a1 = TSimd.Fma(g, TSimd.Load(p + lanes), a1);
            TSimd.Store(TSimd.Fma(g, w1, TSimd.Load(d + lanes)), d + lanes);
            a2 = TSimd.Fma(g, TSimd.Load(p + Row1), a2);
            TSimd.Store(TSimd.Fma(g, w2, TSimd.Load(d + Row1)), d + Row1);
            a3 = TSimd.Fma(g, TSimd.Load(p + Row1 + lanes), a3);
            TSimd.Store(TSimd.Fma(g, w3, TSimd.Load(d + Row1 + lanes)), d + Row1 + lanes);
            a4 = TSimd.Fma(g, TSimd.Load(p + 2 * Row1), a4);
            TSimd.Store(TSimd.Fma(g, w4, TSimd.Load(d + 2 * Row1)), d + 2 * Row1);
            a5 = TSimd.Fma(g, TSimd.Load(p + 2 * Row1 + lanes), a5);
            TSimd.Store(TSimd.Fma(g, w5, TSimd.Load(d + 2 * Row1 + lanes)), d + 2 * Row1 + lanes);
            a6 = TSimd.Fma(g, TSimd.Load(p + 3 * Row1), a6);
            TSimd.Store(TSimd.Fma(g, w6, TSimd.Load(d + 3 * Row1)), d + 3 * Row1);
            a7 = TSimd.Fma(g, TSimd.Load(p + 3 * Row1 + lanes), a7);
            TSimd.Store(TSimd.Fma(g, w7, TSimd.Load(d + 3 * Row1 + lanes)), d + 3 * Row1 + lanes);
            a8 = TSimd.Fma(g, TSimd.Load(p + 4 * Row1), a8);
            TSimd.Store(TSimd.Fma(g, w8, TSimd.Load(d + 4 * Row1)), d + 4 * Row1);
            a9 = TSimd.Fma(g, TSimd.Load(p + 4 * Row1 + lanes), a9);
            TSimd.Store(TSimd.Fma(g, w9, TSimd.Load(d + 4 * Row1 + lanes)), d + 4 * Row1 + lanes);
        }
        TSimd.Store(a0, sum);
        TSimd.Store(a1, sum + lanes);
        TSimd.Store(a2, sum + next);
        TSimd.Store(a3, sum + next + lanes);
        TSimd.Store(a4, sum + 2 * next);
        TSimd.Store(a5, sum + 2 * next + lanes);
        TSimd.Store(a6, sum + 3 * next);
        TSimd.Store(a7, sum + 3 * next + lanes);
        TSimd.Store(a8, sum + 4 * next);
        TSimd.Store(a9, sum + 4 * next + lanes);
    }
}
