namespace Diten.Learning.Kernels.Simd;

/// <summary>
/// Something that a kernel does or leaves out. As a type parameter it is known when the kernel is compiled, so that two
/// kernels share one source and neither tests anything while it runs.
/// </summary>
internal interface IChoice
{
    /// <summary>Whether it is done.</summary>
    static abstract bool IsMade { get; }
}

/// <summary>It is done.</summary>
internal readonly struct Made : IChoice
{
    /// <inheritdoc/>
    public static bool IsMade => true;
}

/// <summary>It is left out.</summary>
internal readonly struct LeftOut : IChoice
{
    /// <inheritdoc/>
    public static bool IsMade => false;
}
