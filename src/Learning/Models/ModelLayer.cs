namespace Diten.Learning.Models;

/// <summary>One layer of a <see cref="ModelDescription"/>. The names and meanings are PyTorch's.</summary>
public abstract record ModelLayer
{
    /// <summary>Dimensions of the weight, output first; empty for a layer without parameters.</summary>
    public virtual IReadOnlyList<int> WeightShape => [];

    /// <summary>Biases: one per output, 0 for a layer without parameters.</summary>
    public virtual int BiasCount => 0;

    /// <summary>Weights.</summary>
    public int WeightCount => WeightShape.Count == 0 ? 0 : WeightShape.Aggregate(1, (product, n) => checked(product * n));

    /// <summary>Inputs that one output sums over; 0 for a layer without parameters.</summary>
    public int FanIn => BiasCount == 0 ? 0 : WeightCount / BiasCount;

    /// <summary>What the layer makes of an input.</summary>
    /// <exception cref="ArgumentException">The layer does not take such an input; the message says what it takes.</exception>
    public abstract TensorShape OutputShape(TensorShape input);

    private protected static void Require(bool holds, string message)
    {
        if (!holds)
            throw new ArgumentException(message);
    }
}

/// <summary>Square 2-D convolution, stride 1, zero padding. Weight [out, in, kernel, kernel].</summary>
/// <param name="InputChannels">Channels in, 1 or more.</param>
/// <param name="OutputChannels">Channels out, 1 or more.</param>
/// <param name="Kernel">Rows and columns of the kernel, 1 or more.</param>
/// <param name="Padding">Zeros added on each side, 0 or more.</param>
public sealed record Conv2D(int InputChannels, int OutputChannels, int Kernel, int Padding = 0) : ModelLayer
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> WeightShape => [OutputChannels, InputChannels, Kernel, Kernel];

    /// <inheritdoc/>
    public override int BiasCount => OutputChannels;

    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input)
    {
        Require(InputChannels > 0 && OutputChannels > 0 && Kernel > 0 && Padding >= 0, "channels and kernel must be 1 or more, padding 0 or more");
        Require(input.Rank == 3 && input.Channels == InputChannels, $"takes [{InputChannels}, height, width], got {input}");
        var grown = 2 * Padding - Kernel + 1;
        Require(input.Height + grown > 0 && input.Width + grown > 0, $"kernel {Kernel} with padding {Padding} is larger than the input {input}");
        return TensorShape.Image(OutputChannels, input.Height + grown, input.Width + grown);
    }
}

/// <summary>1-D convolution over a sequence, stride 1, zero padding. Weight [out, in, kernel].</summary>
/// <param name="InputChannels">Channels in, 1 or more.</param>
/// <param name="OutputChannels">Channels out, 1 or more.</param>
/// <param name="Kernel">Taps, 1 or more.</param>
/// <param name="Padding">Zeros added on each side, 0 or more.</param>
/// <param name="Dilation">Steps between taps, 1 or more.</param>
public sealed record Conv1D(int InputChannels, int OutputChannels, int Kernel, int Padding = 0, int Dilation = 1) : ModelLayer
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> WeightShape => [OutputChannels, InputChannels, Kernel];

    /// <inheritdoc/>
    public override int BiasCount => OutputChannels;

    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input)
    {
        Require(InputChannels > 0 && OutputChannels > 0 && Kernel > 0 && Padding >= 0 && Dilation > 0, "channels, kernel and dilation must be 1 or more, padding 0 or more");
        Require(input.Rank == 2 && input.Channels == InputChannels, $"takes [{InputChannels}, length], got {input}");
        var length = input.Width + 2 * Padding - Dilation * (Kernel - 1);
        Require(length > 0, $"kernel {Kernel} with dilation {Dilation} and padding {Padding} is larger than the input {input}");
        return TensorShape.Sequence(OutputChannels, length);
    }
}

/// <summary>Maximum over windows of 2 × 2 (images) or 2 (sequences), stride 2; an odd last row or column is dropped.</summary>
public sealed record MaxPool2 : ModelLayer
{
    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input)
    {
        Require(input.Rank > 1, $"takes [channels, length] or [channels, height, width], got {input}");
        Require(input.Width > 1 && (input.Rank < 3 || input.Height > 1), $"needs 2 or more along each side, got {input}");
        return input with { Height = input.Rank == 3 ? input.Height / 2 : 1, Width = input.Width / 2 };
    }
}

/// <summary>max(x, 0); its gradient at 0 is 0.</summary>
public sealed record Relu : ModelLayer
{
    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input) => input;
}

/// <summary>Makes a vector of the values in their row-major order (channel, row, column).</summary>
public sealed record Flatten : ModelLayer
{
    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input) => TensorShape.Vector(input.Length);
}

/// <summary>y = W x + b. Weight [out, in].</summary>
/// <param name="Inputs">Values in, 1 or more.</param>
/// <param name="Outputs">Values out, 1 or more.</param>
public sealed record Dense(int Inputs, int Outputs) : ModelLayer
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> WeightShape => [Outputs, Inputs];

    /// <inheritdoc/>
    public override int BiasCount => Outputs;

    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input)
    {
        Require(Inputs > 0 && Outputs > 0, "inputs and outputs must be 1 or more");
        Require(input.Rank == 1 && input.Length == Inputs, $"takes [{Inputs}], got {input}" + (input.Rank > 1 ? "; put a Flatten before it" : ""));
        return TensorShape.Vector(Outputs);
    }
}
