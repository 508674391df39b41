namespace Diten.Learning.Models;

/// <summary>
/// Shape of one sample, without the batch: a vector [n], a sequence [channels, length] or an image
/// [channels, height, width]. Values lie row-major in that order, as in PyTorch.
/// </summary>
/// <param name="Rank">1, 2 or 3.</param>
/// <param name="Channels">Channels; for a vector, its length.</param>
/// <param name="Height">Rows; 1 below rank 3.</param>
/// <param name="Width">Columns; the length of a sequence; 1 for a vector.</param>
public readonly record struct TensorShape(int Rank, int Channels, int Height, int Width)
{
    /// <summary>Values in one sample.</summary>
    public int Length => Channels * Height * Width;

    /// <summary>[length].</summary>
    public static TensorShape Vector(int length) => Checked(1, length, 1, 1);

    /// <summary>[channels, length].</summary>
    public static TensorShape Sequence(int channels, int length) => Checked(2, channels, 1, length);

    /// <summary>[channels, height, width].</summary>
    public static TensorShape Image(int channels, int height, int width) => Checked(3, channels, height, width);

    /// <summary>The dimensions, for example <c>[1, 28, 28]</c>.</summary>
    public override string ToString() => Rank switch
    {
        1 => $"[{Channels}]",
        2 => $"[{Channels}, {Width}]",
        _ => $"[{Channels}, {Height}, {Width}]",
    };

    private static TensorShape Checked(int rank, int channels, int height, int width)
    {
        if (channels < 1 || height < 1 || width < 1 || (long)channels * height * width > int.MaxValue)
            throw new ArgumentException($"a shape needs dimensions of 1 or more and at most {int.MaxValue} values, got {channels} × {height} × {width}");
        return new TensorShape(rank, channels, height, width);
    }
}
