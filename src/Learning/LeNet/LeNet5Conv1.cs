using System.Runtime.CompilerServices;
using Diten.Learning.Kernels.Simd;
using static Diten.Learning.LeNet.LeNet5Shape;

namespace Diten.Learning.LeNet;

/// <summary>
/// First convolution, ReLU and pooling in one pass. Because the image's even and odd columns lie apart, the four positions
/// of a pooling window are the same lane of four vectors, and pooling takes no shuffles.
/// </summary>
internal static unsafe class LeNet5Conv1<TVector, TSimd>
    where TVector : unmanaged
    where TSimd : ISimd<TVector>
{
    private const int Half = PaddedSide / 2;
    private const int Group = 3;

    /// <summary>One image.</summary>
    /// <param name="phases">32 × 2 × 16, see <see cref="LeNet5Workspace.Phases"/>.</param>
    /// <param name="weights">6 × 25.</param>
    /// <param name="bias">6.</param>
    /// <param name="pooled">Receives 14 × 14 × 6.</param>
    /// <param name="argmax">Receives 6 × 14 × 16 distances in a 32 × 32 image; the last two of each 16 mean nothing.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* phases, float* weights, float* bias, float* pooled, int* argmax)
    {
        var planes = stackalloc float[Channels1 * Half];
        for (var row = 0; row < Side1; row++)
        {
            for (var x = 0; x < Half; x += TSimd.Lanes)
            {
                var source = phases + 2 * row * PaddedSide + x;
                var indices = argmax + row * Half + x;
                for (var c = 0; c < Channels1; c += Group)
                    Window(source, weights + c * Taps, bias + c, planes + c * Half + x, indices + c * Side1 * Half);
            }
            Interleave(planes, pooled + row * Row1);
        }
    }

    // Three channels, one vector of windows: four positions each, twelve sums.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Window(float* source, float* weights, float* bias, float* planes, int* argmax)
    {
        TVector a0 = TSimd.Broadcast(bias[0]), b0 = a0, c0 = a0, d0 = a0;
        TVector a1 = TSimd.Broadcast(bias[1]), b1 = a1, c1 = a1, d1 = a1;
        TVector a2 = TSimd.Broadcast(bias[2]), b2 = a2, c2 = a2, d2 = a2;
        for (var ky = 0; ky < Kernel; ky++)
        {
            var p = TSimd.Load(source);
            var r = TSimd.Load(source + PaddedSide);
            for (var kx = 0; kx < Kernel; kx++)
            {
                // Column kx + 1 lies in the other plane; after every second column both move on by one.
                var next = ((kx + 1) & 1) * Half + ((kx + 1) >> 1);
                var q = TSimd.Load(source + next);
                var s = TSimd.Load(source + PaddedSide + next);
                var w = TSimd.Broadcast(weights[kx]);
                a0 = TSimd.Fma(p, w, a0);
                b0 = TSimd.Fma(q, w, b0);
                c0 = TSimd.Fma(r, w, c0);
                d0 = TSimd.Fma(s, w, d0);
                w = TSimd.Broadcast(weights[kx + Taps]);
                a1 = TSimd.Fma(p, w, a1);
                b1 = TSimd.Fma(q, w, b1);
                c1 = TSimd.Fma(r, w, c1);
                d1 = TSimd.Fma(s, w, d1);
                w = TSimd.Broadcast(weights[kx + 2 * Taps]);
                a2 = TSimd.Fma(p, w, a2);
                b2 = TSimd.Fma(q, w, b2);
                c2 = TSimd.Fma(r, w, c2);
                d2 = TSimd.Fma(s, w, d2);
                p = q;
                r = s;
            }
            source += PaddedSide;
            weights += Kernel;
        }
        Pool(a0, b0, c0, d0, planes, argmax);
        Pool(a1, b1, c1, d1, planes + Half, argmax + Side1 * Half);
        Pool(a2, b2, c2, d2, planes + 2 * Half, argmax + 2 * Side1 * Half);
    }

    // The first of equal values wins, as in PyTorch.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pool(TVector a, TVector b, TVector c, TVector d, float* plane, int* argmax)
    {
        var upper = TSimd.SelectGreater(b, a, TSimd.BroadcastBits(1), TSimd.BroadcastBits(0));
        var lower = TSimd.SelectGreater(d, c, TSimd.BroadcastBits(PaddedSide + 1), TSimd.BroadcastBits(PaddedSide));
        a = TSimd.Max(a, b);
        c = TSimd.Max(c, d);
        TSimd.Store(TSimd.SelectGreater(c, a, lower, upper), (float*)argmax);
        TSimd.Store(TSimd.Max(TSimd.Zero, TSimd.Max(a, c)), plane);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(float* planes, float* target)
    {
        for (var x = 0; x < Side1; x++)
        {
            target[0] = planes[x];
            target[1] = planes[x + Half];
            target[2] = planes[x + 2 * Half];
            target[3] = planes[x + 3 * Half];
            target[4] = planes[x + 4 * Half];
            target[5] = planes[x + 5 * Half];
            target += Channels1;
        }
    }
}
