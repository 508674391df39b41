namespace Diten.Learning.Kernels;

/// <summary>Zeroed memory that the garbage collector does not move, aligned to a cache line; parts are cut off it once and kept.</summary>
internal sealed unsafe class AlignedBuffer
{
    private const int Line = 64;
    private readonly byte[] _memory;
    private readonly byte* _end;
    private byte* _next;

    /// <summary>Takes the memory.</summary>
    /// <param name="bytes">Room for all parts, each rounded up to 64 bytes.</param>
    public AlignedBuffer(int bytes)
    {
        _memory = GC.AllocateArray<byte>(bytes + Line, pinned: true);
        fixed (byte* start = _memory)
        {
            _next = (byte*)(((nuint)start + Line - 1) / Line * Line);
            _end = start + _memory.Length;
        }
    }

    /// <summary>Cuts off room for values of 4 bytes; it lives as long as this buffer.</summary>
    /// <param name="count">Values.</param>
    /// <exception cref="InvalidOperationException">The buffer is too small.</exception>
    public float* Take(int count)
    {
        var bytes = ((long)count * sizeof(float) + Line - 1) / Line * Line;
        if (_end - _next < bytes)
            throw new InvalidOperationException($"buffer of {_memory.Length} bytes is full");
        var part = (float*)_next;
        _next += bytes;
        return part;
    }
}
