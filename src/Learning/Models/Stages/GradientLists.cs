using Diten.Learning.Kernels;

namespace Diten.Learning.Models.Stages;

/// <summary>Per output channel of a convolution, the windows of one sample whose gradient is not zero, in their fixed order.</summary>
internal sealed unsafe class GradientLists(int channels, int capacity)
{
    private readonly PaddedBuffer _offsets = new((long)channels * capacity);
    private readonly PaddedBuffer _gradients = new((long)channels * capacity);
    private readonly int[] _counts = new int[channels];

    public int Count(int channel) => _counts[channel];

    /// <summary>Offset of each window in the input.</summary>
    public int* Offsets(int channel) => (int*)_offsets.Pointer + channel * (nint)capacity;

    /// <summary>Gradient of each window's output.</summary>
    public float* Gradients(int channel) => _gradients.Pointer + channel * (nint)capacity;

    /// <summary>Sum of a channel's gradients.</summary>
    public float Sum(int channel)
    {
        float sum = 0;
        var g = Gradients(channel);
        for (var n = 0; n < _counts[channel]; n++)
            sum += g[n];
        return sum;
    }

    /// <summary>Collects from a convolution without pooling.</summary>
    public void Gather(int[] targets, int pixels, int[] cells, float* y, float* g, bool relu)
    {
        Array.Clear(_counts);
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            var at = targets[pixel];
            for (var c = 0; c < _counts.Length; c++)
                Add(c, cells[pixel], relu && y[at + c] == 0 ? 0 : g[at + c]);
        }
    }

    /// <summary>Collects from a pooled convolution: of each group, only the cell that was the largest.</summary>
    public void Gather(int[] targets, int groups, int[] cells, float* y, float* g, float* index, int indexPitch, bool relu)
    {
        Array.Clear(_counts);
        for (var group = 0; group < groups; group++, index += indexPitch)
        {
            var at = targets[group];
            for (var c = 0; c < _counts.Length; c++)
                Add(c, cells[4 * group + (int)index[c]], relu && y[at + c] == 0 ? 0 : g[at + c]);
        }
    }

    // Written always and counted only when not zero: no branch to mispredict.
    private void Add(int channel, int offset, float gradient)
    {
        var n = _counts[channel];
        Offsets(channel)[n] = offset;
        Gradients(channel)[n] = gradient;
        _counts[channel] = n + (gradient != 0 ? 1 : 0);
    }
}
