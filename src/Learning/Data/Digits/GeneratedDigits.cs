using Diten.Learning.Data.Images;

namespace Diten.Learning.Data.Digits;

/// <summary>
/// Handwritten-like digits with no download: strokes with random affine and elastic distortion, thickness, blur and noise, in the
/// shape of MNIST. Sample i of a seed is the same whatever the number of samples and threads.
/// </summary>
public static class GeneratedDigits
{
    private const int TrainStream = 0x7121;
    private const int TestStream = 0x7E57;

    /// <summary>Generates a training and a test set, standardised by the training set.</summary>
    /// <param name="seed">Seed.</param>
    /// <param name="train">Training samples, 1 or more; default 60,000.</param>
    /// <param name="test">Test samples, 1 or more; default 10,000.</param>
    public static DataSplit Load(int seed, int train = 60_000, int test = 10_000)
    {
        var (trainPixels, trainLabels) = Draw(seed, TrainStream, train);
        var (testPixels, testLabels) = Draw(seed, TestStream, test);
        return ImageFiles.Split("generated digits", trainPixels, trainLabels, testPixels, testLabels, Describe(seed));
    }

    /// <summary>Writes the four gzip IDX files, which then load like MNIST from the same folder, and a <c>SOURCE.txt</c> that says what they are.</summary>
    /// <param name="folder">Created if missing; files of the same names are replaced.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="train">Training samples.</param>
    /// <param name="test">Test samples.</param>
    /// <returns>The paths written.</returns>
    public static IReadOnlyList<string> Write(string folder, int seed, int train = 60_000, int test = 10_000)
    {
        Directory.CreateDirectory(folder);
        var paths = ImageFiles.Stems.Select(stem => Path.Combine(folder, stem + ".gz")).ToArray();
        var (pixels, labels) = Draw(seed, TrainStream, train);
        IdxWriter.Images(paths[0], pixels);
        IdxWriter.Labels(paths[1], labels);
        (pixels, labels) = Draw(seed, TestStream, test);
        IdxWriter.Images(paths[2], pixels);
        IdxWriter.Labels(paths[3], labels);
        File.WriteAllText(Path.Combine(folder, DataFolders.SourceFile), Describe(seed) + "\n");
        return paths;
    }

    private static string Describe(int seed) => $"generated digits, seed {seed}";

    /// <summary>Draws samples 0..count−1 of a stream, in parallel.</summary>
    internal static (PixelBuffer Pixels, int[] Labels) Draw(int seed, int stream, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var pixels = new PixelBuffer(count, Pen.Side, Pen.Side);
        var labels = new int[count];
        const int Block = 256;
        Parallel.For(0, (count + Block - 1) / Block, () => new DigitPainter(), (block, _, painter) =>
        {
            for (var i = block * Block; i < Math.Min(count, (block + 1) * Block); i++)
            {
                var random = new StreamRandom(seed, stream, i);
                labels[i] = random.Below(10);
                painter.Paint(labels[i], ref random, pixels.Image(i));
            }

            return painter;
        }, _ => { });
        return (pixels, labels);
    }
}
