namespace Diten.Learning.Kernels;

/// <summary>Zeroed memory for a kernel, at a cache line, with two widest vectors of room behind the end for loads that run over.</summary>
internal sealed unsafe class PaddedBuffer
{
    private const int Slack = 2 * SimdWidths.Lanes;
    private readonly AlignedBuffer _memory;

    /// <summary>Allocates.</summary>
    /// <param name="length">Floats, 0 or more.</param>
    /// <exception cref="OverflowException">More than 2 GB.</exception>
    public PaddedBuffer(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = checked((int)length);
        var all = SimdWidths.Pad(checked(Length + Slack));
        _memory = new AlignedBuffer(checked(all * sizeof(float)));
        Pointer = _memory.Take(all);
    }

    /// <summary>The first value; valid while this object is reachable.</summary>
    public float* Pointer { get; }

    /// <summary>Floats, without the room behind.</summary>
    public int Length { get; }

    /// <summary>The values.</summary>
    public Span<float> Span => new(Pointer, Length);

    /// <summary>Zeroes all, the room behind too.</summary>
    public void Clear() => new Span<float>(Pointer, Length + Slack).Clear();
}
