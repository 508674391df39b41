using Diten.Learning.Kernels;
using static Diten.Learning.LeNet.LeNet5Shape;

namespace Diten.Learning.LeNet;

/// <summary>What one thread needs to train or evaluate: weights, gradients, and room for a chunk of samples.</summary>
internal sealed unsafe class LeNet5Workspace
{
    /// <summary>Samples that go through the layers together; larger batches add up several chunks.</summary>
    public const int MaxChunk = 20;

    private const int Slack = 64;
    private const int PerSample = Padded + 2 * Pooled1 + Argmax1 + 3 * Pooled2
        + 2 * Hidden1Padded + 2 * Hidden2Padded + 2 * ClassesPadded + 1;
    private readonly AlignedBuffer _buffer;

    /// <summary>Takes the memory, about 1.1 MB.</summary>
    public LeNet5Workspace()
    {
        _buffer = new AlignedBuffer(2 * LeNet5Parameters.Bytes
            + 4 * (MaxChunk * PerSample + Padded + Channels1 * Taps * 16 + Channels2 * Kernel2Padded * 2
                + 2 * Channels2 * LeNet5Conv2Backward.ListLength + 40 * Slack));
        Weights = new LeNet5Parameters(_buffer);
        Gradients = new LeNet5Parameters(_buffer);
        Conv2Forward = _buffer.Take(Channels1 * Taps * Channels2);
        Conv1Sum = _buffer.Take(Channels1 * Kernel1Padded);
        Phases = _buffer.Take(Padded + Slack);
        Images = _buffer.Take(MaxChunk * Padded + Slack);
        Pool1 = _buffer.Take(MaxChunk * Pooled1 + Slack);
        Pool1Gradient = _buffer.Take(MaxChunk * Pooled1 + Slack);
        Pool1Argmax = (int*)_buffer.Take(MaxChunk * Argmax1);
        Pool2 = _buffer.Take(MaxChunk * Pooled2);
        Pool2Gradient = _buffer.Take(MaxChunk * Pooled2);
        Pool2Argmax = (int*)_buffer.Take(MaxChunk * Pooled2);
        Hidden1 = _buffer.Take(MaxChunk * Hidden1Padded);
        Hidden1Gradient = _buffer.Take(MaxChunk * Hidden1Padded);
        Hidden2 = _buffer.Take(MaxChunk * Hidden2Padded);
        Hidden2Gradient = _buffer.Take(MaxChunk * Hidden2Padded);
        Logits = _buffer.Take(MaxChunk * ClassesPadded);
        LogitsGradient = _buffer.Take(MaxChunk * ClassesPadded);
        Labels = (int*)_buffer.Take(MaxChunk);
        Lists = (PatchGradient*)_buffer.Take(2 * Channels2 * LeNet5Conv2Backward.ListLength);
    }

    /// <summary>The model.</summary>
    public LeNet5Parameters Weights { get; }

    /// <summary>Sums of gradients; the dense layers use them only for batches above <see cref="MaxChunk"/>.</summary>
    public LeNet5Parameters Gradients { get; }

    /// <summary>The second convolution's weights once more, 150 × 16 with the outputs innermost.</summary>
    public float* Conv2Forward { get; }

    /// <summary>Gradient sum of the first convolution, 6 × 5 × 8.</summary>
    public float* Conv1Sum { get; }

    /// <summary>One padded image, each row split into its even and its odd columns: 32 × 2 × 16.</summary>
    public float* Phases { get; }

    /// <summary>Padded images, 32 × 32.</summary>
    public float* Images { get; }

    /// <summary>After the first pooling, 14 × 14 × 6.</summary>
    public float* Pool1 { get; }

    /// <summary>Its gradient.</summary>
    public float* Pool1Gradient { get; }

    /// <summary>Distance of each maximum from its window's first pixel, in the padded image: 6 × 14 × 16.</summary>
    public int* Pool1Argmax { get; }

    /// <summary>After the second pooling, 25 × 16.</summary>
    public float* Pool2 { get; }

    /// <summary>Its gradient.</summary>
    public float* Pool2Gradient { get; }

    /// <summary>Distance of each maximum from its window's first position, in <see cref="Pool1"/>: 25 × 16.</summary>
    public int* Pool2Argmax { get; }

    /// <summary>After the first dense layer.</summary>
    public float* Hidden1 { get; }

    /// <summary>Its gradient.</summary>
    public float* Hidden1Gradient { get; }

    /// <summary>After the second dense layer.</summary>
    public float* Hidden2 { get; }

    /// <summary>Its gradient.</summary>
    public float* Hidden2Gradient { get; }

    /// <summary>Outputs.</summary>
    public float* Logits { get; }

    /// <summary>Their gradient.</summary>
    public float* LogitsGradient { get; }

    /// <summary>Classes of the chunk's samples.</summary>
    public int* Labels { get; }

    /// <summary>Nonzero gradients by channel: 16 × <see cref="LeNet5Conv2Backward.ListLength"/>.</summary>
    public PatchGradient* Lists { get; }

    /// <summary>Order of the samples; grows to the largest shard seen.</summary>
    public int[] Order { get; private set; } = [];

    /// <summary>Makes room for an order.</summary>
    public Span<int> OrderOf(int count)
    {
        if (Order.Length < count)
            Order = new int[count];
        return Order.AsSpan(0, count);
    }
}
