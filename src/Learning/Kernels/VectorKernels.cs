using Diten.Learning.Kernels.Simd;

namespace Diten.Learning.Kernels;

/// <summary>Element by element, over whole vectors.</summary>
/// <typeparam name="TVector">Vector.</typeparam>
/// <typeparam name="TSimd">Its operations.</typeparam>
internal static unsafe class VectorKernels<TVector, TSimd>
    where TVector : unmanaged
    where TSimd : ISimd<TVector>
{
    /// <summary>y = factor·y + x; NaN is passed on.</summary>
    /// <param name="y">Changed.</param>
    /// <param name="x">Added.</param>
    /// <param name="factor">Of y.</param>
    /// <param name="length">A multiple of <see cref="SimdWidths.Lanes"/>.</param>
    public static void ScaleAdd(float* y, float* x, float factor, long length)
    {
        var f = TSimd.Broadcast(factor);
        for (nint i = 0; i < length; i += TSimd.Lanes)
            TSimd.Store(TSimd.Fma(f, TSimd.Load(y + i), TSimd.Load(x + i)), y + i);
    }

    /// <summary>to = from where ReLU let the value through, else 0; a NaN lets nothing through.</summary>
    /// <param name="output">Output of ReLU: 0 or more.</param>
    /// <param name="from">Gradient of the output.</param>
    /// <param name="to">Receives the gradient of the input; may be the same memory.</param>
    /// <param name="length">A multiple of <see cref="SimdWidths.Lanes"/>.</param>
    public static void ReluMask(float* output, float* from, float* to, long length)
    {
        for (nint i = 0; i < length; i += TSimd.Lanes)
            TSimd.Store(TSimd.SelectGreater(TSimd.Load(output + i), TSimd.Zero, TSimd.Load(from + i), TSimd.Zero), to + i);
    }
}
