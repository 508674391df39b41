using Diten.Learning.Kernels;

namespace Diten.Learning.Models.Stages;

/// <summary>
/// Values between two stages, and their gradient, for a batch: channels last, pixels with a border of zeros as wide as
/// the next convolution pads, samples padded to whole vectors. Everything that is padding stays zero in the values.
/// </summary>
internal sealed unsafe class Activation
{
    private readonly PaddedBuffer _values;
    private readonly PaddedBuffer? _gradient;

    /// <summary>Allocates.</summary>
    /// <param name="shape">Shape of a sample.</param>
    /// <param name="padChannels">Channels are padded to whole vectors; a model's input is not.</param>
    /// <param name="border">Zeros on each side of a row, and above and below an image.</param>
    /// <param name="capacity">Samples.</param>
    /// <param name="gradient">Whether a gradient is wanted.</param>
    public Activation(TensorShape shape, bool padChannels, int border, int capacity, bool gradient)
    {
        Shape = shape;
        Pitch = padChannels ? SimdWidths.Pad(shape.Channels) : shape.Channels;
        BorderX = border;
        BorderY = shape.Rank == 3 ? border : 0;
        RowStride = (shape.Width + 2 * BorderX) * Pitch;
        SampleStride = SimdWidths.Pad((shape.Height + 2 * BorderY) * RowStride);
        Capacity = capacity;
        _values = new PaddedBuffer((long)capacity * SampleStride);
        _gradient = gradient ? new PaddedBuffer((long)capacity * SampleStride) : null;
    }

    /// <summary>Shape of a sample.</summary>
    public TensorShape Shape { get; }

    /// <summary>From pixel to pixel.</summary>
    public int Pitch { get; }

    /// <summary>Zeros left and right.</summary>
    public int BorderX { get; }

    /// <summary>Zeros above and below.</summary>
    public int BorderY { get; }

    /// <summary>From row to row.</summary>
    public int RowStride { get; }

    /// <summary>From sample to sample.</summary>
    public int SampleStride { get; }

    /// <summary>Samples.</summary>
    public int Capacity { get; }

    /// <summary>Values of a batch.</summary>
    public float* Values => _values.Pointer;

    /// <summary>Gradient of a batch; null when none is wanted.</summary>
    public float* Gradient => _gradient is null ? null : _gradient.Pointer;

    /// <summary>Where a value lies in its sample.</summary>
    public int Offset(int channel, int y, int x) => (y + BorderY) * RowStride + (x + BorderX) * Pitch + channel;

    /// <summary>Where each value of the flattened sample (channel, row, column) lies.</summary>
    public int[] FlatOffsets()
    {
        var offsets = new int[Shape.Length];
        for (var i = 0; i < offsets.Length; i++)
            offsets[i] = Offset(i / (Shape.Height * Shape.Width), i / Shape.Width % Shape.Height, i % Shape.Width);
        return offsets;
    }

    /// <summary>Zeroes the gradient of a batch.</summary>
    public void ClearGradient(int batch)
    {
        if (_gradient is not null)
            _gradient.Span[..(batch * SampleStride)].Clear();
    }

    /// <summary>Copies a sample in.</summary>
    /// <param name="sample">Place in the batch.</param>
    /// <param name="features">Values in the order (channel, row, column).</param>
    public void Set(int sample, ReadOnlySpan<float> features)
    {
        var to = _values.Span.Slice(sample * SampleStride, SampleStride);
        if (Shape.Rank == 1)
        {
            features.CopyTo(to);
            return;
        }
        for (var c = 0; c < Shape.Channels; c++)
        {
            for (var y = 0; y < Shape.Height; y++)
            {
                var row = features.Slice((c * Shape.Height + y) * Shape.Width, Shape.Width);
                var at = Offset(c, y, 0);
                for (var x = 0; x < row.Length; x++)
                    to[at + x * Pitch] = row[x];
            }
        }
    }
}
