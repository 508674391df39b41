using System.Runtime.InteropServices;

namespace Diten.Learning.Data.Images;

/// <summary>
/// Grey images on their way from bytes to floats. The bytes lie in the last quarter of the very array that becomes the
/// floats, so that 60,000 images need 188 MB and not a byte more.
/// </summary>
internal sealed class PixelBuffer
{
    private readonly float[] values;

    /// <param name="count">Images.</param>
    /// <param name="rows">Height, pixels.</param>
    /// <param name="columns">Width, pixels.</param>
    public PixelBuffer(int count, int rows, int columns)
    {
        Count = count;
        Rows = rows;
        Columns = columns;
        values = GC.AllocateUninitializedArray<float>(checked(count * rows * columns));
    }

    /// <summary>The most pixels a buffer can hold: its floats must fit a span of bytes.</summary>
    public const long MaximumPixels = int.MaxValue / sizeof(float);

    public int Count { get; }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Bytes of all images, row-major; only until <see cref="Standardise"/>.</summary>
    public Span<byte> Bytes => MemoryMarshal.AsBytes(values.AsSpan())[(3 * values.Length)..];

    /// <summary>Bytes of one image.</summary>
    public Span<byte> Image(int index) => Bytes.Slice(index * Rows * Columns, Rows * Columns);

    /// <summary>Mean and standard deviation of pixel/255 over all pixels, exact: they come from a histogram of the 256 values.</summary>
    public (double Mean, double Deviation) Moments()
    {
        Span<long> histogram = stackalloc long[256];
        histogram.Clear();
        foreach (var pixel in Bytes) histogram[pixel]++;
        double sum = 0, squares = 0;
        for (var value = 0; value < 256; value++)
        {
            var level = value / 255.0;
            sum += histogram[value] * level;
            squares += histogram[value] * level * level;
        }

        var mean = sum / values.Length;
        return (mean, Math.Sqrt(Math.Max(0, (squares / values.Length) - (mean * mean))));
    }

    /// <summary>Turns the bytes into (pixel/255 − mean)/deviation, in place and front to back: float i ends before byte i+1 begins.</summary>
    /// <param name="mean">Mean of pixel/255 over the training set.</param>
    /// <param name="deviation">Standard deviation over the training set; 0 (a constant image set) counts as 1.</param>
    /// <returns>The array that held the bytes.</returns>
    public float[] Standardise(double mean, double deviation)
    {
        Span<float> table = stackalloc float[256];
        var divisor = deviation > 0 ? deviation : 1;
        for (var value = 0; value < 256; value++) table[value] = (float)(((value / 255.0) - mean) / divisor);
        var bytes = Bytes;
        for (var i = 0; i < bytes.Length; i++) values[i] = table[bytes[i]];
        return values;
    }
}
