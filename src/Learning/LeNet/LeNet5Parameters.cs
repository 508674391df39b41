using Diten.Learning.Kernels;
using static Diten.Learning.LeNet.LeNet5Shape;

namespace Diten.Learning.LeNet;

/// <summary>
/// The parameters (or a sum of gradients) as the kernels want them: dense rows padded with zeros, the first dense layer's
/// columns in the order pixel, channel.
/// </summary>
internal sealed unsafe class LeNet5Parameters
{
    /// <summary>Bytes taken from a buffer, with alignment.</summary>
    public const int Bytes = 4 * (Channels1 * Taps + Channels2 * Kernel2Padded
        + Hidden1 * Pooled2 + Hidden2 * Hidden1Padded + Classes * Hidden2Padded + 6 * 160);

    /// <summary>Cuts the parts off a buffer.</summary>
    public LeNet5Parameters(AlignedBuffer buffer)
    {
        Conv1 = buffer.Take(Channels1 * Taps);
        Bias1 = buffer.Take(16);
        Conv2 = buffer.Take(Channels2 * Kernel2Padded);
        Bias2 = buffer.Take(16);
        Dense1 = buffer.Take(Hidden1 * Pooled2);
        Bias3 = buffer.Take(Hidden1Padded);
        Dense2 = buffer.Take(Hidden2 * Hidden1Padded);
        Bias4 = buffer.Take(Hidden2Padded);
        Dense3 = buffer.Take(Classes * Hidden2Padded);
        Bias5 = buffer.Take(ClassesPadded);
    }

    /// <summary>First convolution: 6 × 25.</summary>
    public float* Conv1 { get; }

    /// <summary>Its biases: 6.</summary>
    public float* Bias1 { get; }

    /// <summary>Second convolution: 16 × 5 rows × 32, of which 30 are tap by tap the 6 channels.</summary>
    public float* Conv2 { get; }

    /// <summary>Its biases: 16.</summary>
    public float* Bias2 { get; }

    /// <summary>First dense layer: 120 × 400.</summary>
    public float* Dense1 { get; }

    /// <summary>Its biases: 120.</summary>
    public float* Bias3 { get; }

    /// <summary>Second dense layer: 84 × 128.</summary>
    public float* Dense2 { get; }

    /// <summary>Its biases: 84.</summary>
    public float* Bias4 { get; }

    /// <summary>Third dense layer: 10 × 96.</summary>
    public float* Dense3 { get; }

    /// <summary>Its biases: 10.</summary>
    public float* Bias5 { get; }

    /// <summary>Clears the dense layers, padding and all.</summary>
    public void ClearDense()
    {
        new Span<float>(Dense1, Hidden1 * Pooled2).Clear();
        new Span<float>(Bias3, Hidden1Padded).Clear();
        new Span<float>(Dense2, Hidden2 * Hidden1Padded).Clear();
        new Span<float>(Bias4, Hidden2Padded).Clear();
        new Span<float>(Dense3, Classes * Hidden2Padded).Clear();
        new Span<float>(Bias5, ClassesPadded).Clear();
    }

    /// <summary>Reads flat parameters.</summary>
    public void Read(ReadOnlySpan<float> flat)
    {
        fixed (float* source = flat)
        {
            for (var i = 0; i < Channels1 * Taps; i++)
                Conv1[i] = source[i];
            new Span<float>(Conv2, Channels2 * Kernel2Padded).Clear();
            for (var o = 0; o < Channels2; o++)
            {
                for (var i = 0; i < Channels1 * Taps; i++)
                    Conv2[Conv2At(o, i)] = source[LeNet5Shape.Conv2 + o * Channels1 * Taps + i];
            }
            for (var o = 0; o < Hidden1; o++)
            {
                var row = source + LeNet5Shape.Dense1 + o * Pooled2;
                for (var c = 0; c < Channels2; c++)
                {
                    for (var p = 0; p < Area2; p++)
                        Dense1[o * Pooled2 + p * Channels2 + c] = row[c * Area2 + p];
                }
            }
        }
        CopyIn(flat, LeNet5Shape.Dense2, Dense2, Hidden2, Hidden1, Hidden1Padded);
        CopyIn(flat, LeNet5Shape.Dense3, Dense3, Classes, Hidden2, Hidden2Padded);
        CopyIn(flat, LeNet5Shape.Bias1, Bias1, 1, Channels1, Channels1);
        CopyIn(flat, LeNet5Shape.Bias2, Bias2, 1, Channels2, Channels2);
        CopyIn(flat, LeNet5Shape.Bias3, Bias3, 1, Hidden1, Hidden1);
        CopyIn(flat, LeNet5Shape.Bias4, Bias4, 1, Hidden2, Hidden2);
        CopyIn(flat, LeNet5Shape.Bias5, Bias5, 1, Classes, Classes);
    }

    /// <summary>Writes flat parameters.</summary>
    public void Write(Span<float> flat)
    {
        fixed (float* target = flat)
        {
            for (var i = 0; i < Channels1 * Taps; i++)
                target[i] = Conv1[i];
            for (var o = 0; o < Channels2; o++)
            {
                for (var i = 0; i < Channels1 * Taps; i++)
                    target[LeNet5Shape.Conv2 + o * Channels1 * Taps + i] = Conv2[Conv2At(o, i)];
            }
            for (var o = 0; o < Hidden1; o++)
            {
                var row = target + LeNet5Shape.Dense1 + o * Pooled2;
                for (var c = 0; c < Channels2; c++)
                {
                    for (var p = 0; p < Area2; p++)
                        row[c * Area2 + p] = Dense1[o * Pooled2 + p * Channels2 + c];
                }
            }
        }
        CopyOut(flat, LeNet5Shape.Dense2, Dense2, Hidden2, Hidden1, Hidden1Padded);
        CopyOut(flat, LeNet5Shape.Dense3, Dense3, Classes, Hidden2, Hidden2Padded);
        CopyOut(flat, LeNet5Shape.Bias1, Bias1, 1, Channels1, Channels1);
        CopyOut(flat, LeNet5Shape.Bias2, Bias2, 1, Channels2, Channels2);
        CopyOut(flat, LeNet5Shape.Bias3, Bias3, 1, Hidden1, Hidden1);
        CopyOut(flat, LeNet5Shape.Bias4, Bias4, 1, Hidden2, Hidden2);
        CopyOut(flat, LeNet5Shape.Bias5, Bias5, 1, Classes, Classes);
    }

    // Flat: channel, then tap. Here: kernel row, then tap in the row, then channel.
    private static int Conv2At(int output, int flat)
    {
        var channel = flat / Taps;
        var tap = flat % Taps;
        return output * Kernel2Padded + tap / Kernel * KernelRow2Padded + tap % Kernel * Channels1 + channel;
    }

    private static void CopyIn(ReadOnlySpan<float> flat, int start, float* target, int rows, int columns, int stride)
    {
        // The padding is cleared too: a training that diverged may have left NaN there.
        for (var r = 0; r < rows; r++)
        {
            flat.Slice(start + r * columns, columns).CopyTo(new Span<float>(target + r * stride, columns));
            new Span<float>(target + r * stride + columns, stride - columns).Clear();
        }
    }

    private static void CopyOut(Span<float> flat, int start, float* source, int rows, int columns, int stride)
    {
        for (var r = 0; r < rows; r++)
            new ReadOnlySpan<float>(source + r * stride, columns).CopyTo(flat[(start + r * columns)..]);
    }
}
