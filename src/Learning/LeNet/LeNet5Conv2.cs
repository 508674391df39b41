using System.Runtime.CompilerServices;
using Diten.Learning.Kernels.Simd;
using static Diten.Learning.LeNet.LeNet5Shape;

namespace Diten.Learning.LeNet;

/// <summary>
/// Second convolution, ReLU and pooling. Lanes are output channels, so nothing is padded; the ten positions of a row are
/// ten sums that share every load of weights.
/// </summary>
internal static unsafe class LeNet5Conv2<TVector, TSimd>
    where TVector : unmanaged
    where TSimd : ISimd<TVector>
{
    /// <summary>One image.</summary>
    /// <param name="input">14 × 14 × 6.</param>
    /// <param name="weights">150 × 16, see <see cref="LeNet5Workspace.Conv2Forward"/>.</param>
    /// <param name="bias">16.</param>
    /// <param name="pooled">Receives 25 × 16.</param>
    /// <param name="argmax">Receives 25 × 16 distances in the input.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* input, float* weights, float* bias, float* pooled, int* argmax)
    {
        var rows = stackalloc float[2 * ConvSide2 * 16];
        var lower = rows + ConvSide2 * TSimd.Lanes;
        for (nint c = 0; c < Channels2; c += TSimd.Lanes)
        {
            for (var y = 0; y < Side2; y++)
            {
                Row(input + 2 * y * Row1, weights + c, bias + c, rows);
                Row(input + (2 * y + 1) * Row1, weights + c, bias + c, lower);
                for (var x = 0; x < Side2; x++)
                {
                    var at = (y * Side2 + x) * Channels2 + c;
                    Pool(rows + 2 * x * TSimd.Lanes, lower + 2 * x * TSimd.Lanes, pooled + at, argmax + at);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(float* input, float* weights, float* bias, float* target)
    {
        TVector a0 = TSimd.Load(bias), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0, a8 = a0, a9 = a0;
        for (var ky = 0; ky < Kernel; ky++)
        {
            for (nint i = 0; i < KernelRow2; i++)
            {
                var w = TSimd.Load(weights);
                var p = input + i;
                a0 = TSimd.Fma(w, TSimd.Broadcast(p[0]), a0);
                a1 = TSimd.Fma(w, TSimd.Broadcast(p[Channels1]), a1);
                a2 = TSimd.Fma(w, TSimd.Broadcast(p[2 * Channels1]), a2);
                a3 = TSimd.Fma(w, TSimd.Broadcast(p[3 * Channels1]), a3);
                a4 = TSimd.Fma(w, TSimd.Broadcast(p[4 * Channels1]), a4);
                a5 = TSimd.Fma(w, TSimd.Broadcast(p[5 * Channels1]), a5);
                a6 = TSimd.Fma(w, TSimd.Broadcast(p[6 * Channels1]), a6);
                a7 = TSimd.Fma(w, TSimd.Broadcast(p[7 * Channels1]), a7);
                a8 = TSimd.Fma(w, TSimd.Broadcast(p[8 * Channels1]), a8);
                a9 = TSimd.Fma(w, TSimd.Broadcast(p[9 * Channels1]), a9);
                weights += Channels2;
            }
            input += Row1;
        }
        TSimd.Store(a0, target);
        TSimd.Store(a1, target + TSimd.Lanes);
        TSimd.Store(a2, target + 2 * TSimd.Lanes);
        TSimd.Store(a3, target + 3 * TSimd.Lanes);
        TSimd.Store(a4, target + 4 * TSimd.Lanes);
        TSimd.Store(a5, target + 5 * TSimd.Lanes);
        TSimd.Store(a6, target + 6 * TSimd.Lanes);
        TSimd.Store(a7, target + 7 * TSimd.Lanes);
        TSimd.Store(a8, target + 8 * TSimd.Lanes);
        TSimd.Store(a9, target + 9 * TSimd.Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pool(float* above, float* below, float* pooled, int* argmax)
    {
        var a = TSimd.Load(above);
        var b = TSimd.Load(above + TSimd.Lanes);
        var c = TSimd.Load(below);
        var d = TSimd.Load(below + TSimd.Lanes);
        var upper = TSimd.SelectGreater(b, a, TSimd.BroadcastBits(Channels1), TSimd.BroadcastBits(0));
        var lower = TSimd.SelectGreater(d, c, TSimd.BroadcastBits(Row1 + Channels1), TSimd.BroadcastBits(Row1));
        a = TSimd.Max(a, b);
        c = TSimd.Max(c, d);
        TSimd.Store(TSimd.SelectGreater(c, a, lower, upper), (float*)argmax);
        TSimd.Store(TSimd.Max(TSimd.Zero, TSimd.Max(a, c)), pooled);
    }
}
