namespace Diten.Learning.Kernels.Simd;

/// <summary>
/// The vector operations a kernel is written in, so that one source serves every width: a kernel takes
/// <c>&lt;TVector, TSimd&gt;</c>, and the JIT makes one straight-line version per struct. Pointers are not checked;
/// loads and stores need no alignment.
/// </summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal unsafe interface ISimd<TVector>
    where TVector : unmanaged
{
    /// <summary>Values in a vector: 4, 8 or 16.</summary>
    static abstract int Lanes { get; }

    /// <summary>Whether the processor has this width.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>All zeros.</summary>
    static abstract TVector Zero { get; }

    /// <summary>Reads <see cref="Lanes"/> values.</summary>
    static abstract TVector Load(float* source);

    /// <summary>Writes <see cref="Lanes"/> values.</summary>
    static abstract void Store(TVector value, float* target);

    /// <summary>One value in every lane.</summary>
    static abstract TVector Broadcast(float value);

    /// <summary>One bit pattern in every lane; moved and selected, never calculated with.</summary>
    static abstract TVector BroadcastBits(int bits);

    /// <summary>a + b.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a · b.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a · b + c, fused where the processor can.</summary>
    static abstract TVector Fma(TVector a, TVector b, TVector c);

    /// <summary>The larger; where one of them is NaN, the hardware decides (x86: b).</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>x &gt; y ? a : b per lane; b where x or y is NaN.</summary>
    static abstract TVector SelectGreater(TVector x, TVector y, TVector a, TVector b);

    /// <summary>Sum of the lanes, in an order fixed per width.</summary>
    static abstract float Sum(TVector value);
}
