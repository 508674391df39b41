using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Diten.Learning.LeNet.LeNet5Shape;

namespace Diten.Learning.LeNet;

/// <summary>Brings images into the layouts of the kernels. The zeros around them are never written, so they stay.</summary>
internal static unsafe class LeNet5Images
{
    /// <summary>Copies an image of 28 × 28 into the middle of one of 32 × 32.</summary>
    public static void Pad(ReadOnlySpan<float> image, float* padded)
    {
        for (var y = 0; y < Side; y++)
            image.Slice(y * Side, Side).CopyTo(new Span<float>(padded + (y + Padding) * PaddedSide + Padding, Side));
    }

    /// <summary>Splits each row of a padded image into its even and its odd columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Split(float* padded, float* phases)
    {
        const int half = PaddedSide / 2;
        for (var row = Padding; row < Side + Padding; row++)
        {
            var source = padded + row * PaddedSide;
            var even = phases + row * PaddedSide;
            for (nint x = 0; x < half; x += Vector256<float>.Count)
            {
                // A pair of columns is one 64-bit number: its lower half is the even one.
                var first = Vector256.Load((ulong*)(source + 2 * x));
                var second = Vector256.Load((ulong*)(source + 2 * x) + Vector256<ulong>.Count);
                Vector256.Narrow(first, second).AsSingle().Store(even + x);
                Vector256.Narrow(first >>> 32, second >>> 32).AsSingle().Store(even + half + x);
            }
        }
    }
}
