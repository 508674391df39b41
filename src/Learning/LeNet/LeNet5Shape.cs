namespace Diten.Learning.LeNet;

/// <summary>
/// Sizes of LeNet-5 and where each layer lies in the flat parameters, and in the padded buffers of the kernels. Images
/// between the layers are kept pixel by pixel with the channels innermost; the flat parameters follow PyTorch.
/// </summary>
internal static class LeNet5Shape
{
    /// <summary>Pixels along a side of the input.</summary>
    public const int Side = 28;

    /// <summary>Values of a sample.</summary>
    public const int Features = Side * Side;

    /// <summary>Taps along a side of either convolution.</summary>
    public const int Kernel = 5;

    /// <summary>Taps of a kernel.</summary>
    public const int Taps = Kernel * Kernel;

    /// <summary>Zeros around the input.</summary>
    public const int Padding = 2;

    /// <summary>Pixels along a side of the padded input.</summary>
    public const int PaddedSide = Side + 2 * Padding;

    /// <summary>Values of the padded input.</summary>
    public const int Padded = PaddedSide * PaddedSide;

    /// <summary>Channels after the first convolution.</summary>
    public const int Channels1 = 6;

    /// <summary>Pixels along a side after the first pooling.</summary>
    public const int Side1 = 14;

    /// <summary>Values of a row after the first pooling.</summary>
    public const int Row1 = Side1 * Channels1;

    /// <summary>Distance of two samples after the first pooling: 14·14·6 and room for reading past the end.</summary>
    public const int Pooled1 = 1184;

    /// <summary>Positions of the maxima of a sample after the first pooling: 6 × 14 × 16.</summary>
    public const int Argmax1 = Channels1 * Side1 * 16;

    /// <summary>Channels after the second convolution.</summary>
    public const int Channels2 = 16;

    /// <summary>Positions along a side of the second convolution's output.</summary>
    public const int ConvSide2 = 10;

    /// <summary>Pixels along a side after the second pooling.</summary>
    public const int Side2 = 5;

    /// <summary>Pixels after the second pooling.</summary>
    public const int Area2 = Side2 * Side2;

    /// <summary>Values after the second pooling: inputs of the first dense layer.</summary>
    public const int Pooled2 = Area2 * Channels2;

    /// <summary>Values of one row of a kernel of the second convolution: 5 taps × 6 channels.</summary>
    public const int KernelRow2 = Kernel * Channels1;

    /// <summary>The same, padded.</summary>
    public const int KernelRow2Padded = 32;

    /// <summary>A kernel of the second convolution, padded.</summary>
    public const int Kernel2Padded = Kernel * KernelRow2Padded;

    /// <summary>A kernel of the first convolution, padded to 8 taps a row.</summary>
    public const int Kernel1Padded = Kernel * 8;

    /// <summary>Outputs of the first dense layer.</summary>
    public const int Hidden1 = 120;

    /// <summary>The same, padded.</summary>
    public const int Hidden1Padded = 128;

    /// <summary>Outputs of the second dense layer.</summary>
    public const int Hidden2 = 84;

    /// <summary>The same, padded.</summary>
    public const int Hidden2Padded = 96;

    /// <summary>Classes.</summary>
    public const int Classes = 10;

    /// <summary>The same, padded.</summary>
    public const int ClassesPadded = 16;

    /// <summary>Where the biases of the first convolution begin; its weights begin at 0.</summary>
    public const int Bias1 = Channels1 * Taps;

    /// <summary>Where the weights of the second convolution begin.</summary>
    public const int Conv2 = Bias1 + Channels1;

    /// <summary>Where its biases begin.</summary>
    public const int Bias2 = Conv2 + Channels2 * Channels1 * Taps;

    /// <summary>Where the weights of the first dense layer begin.</summary>
    public const int Dense1 = Bias2 + Channels2;

    /// <summary>Where its biases begin.</summary>
    public const int Bias3 = Dense1 + Hidden1 * Pooled2;

    /// <summary>Where the weights of the second dense layer begin.</summary>
    public const int Dense2 = Bias3 + Hidden1;

    /// <summary>Where its biases begin.</summary>
    public const int Bias4 = Dense2 + Hidden2 * Hidden1;

    /// <summary>Where the weights of the third dense layer begin.</summary>
    public const int Dense3 = Bias4 + Hidden2;

    /// <summary>Where its biases begin.</summary>
    public const int Bias5 = Dense3 + Classes * Hidden2;

    /// <summary>P, all parameters: 61,706.</summary>
    public const int Parameters = Bias5 + Classes;
}
