namespace Diten.Learning.Data.Images;

/// <summary>The four IDX files of MNIST and of everything that copies its shape.</summary>
internal static class ImageFiles
{
    public const string TrainImages = "train-images-idx3-ubyte";
    public const string TrainLabels = "train-labels-idx1-ubyte";
    public const string TestImages = "t10k-images-idx3-ubyte";
    public const string TestLabels = "t10k-labels-idx1-ubyte";

    /// <summary>Classes of MNIST, Fashion-MNIST and the generated digits.</summary>
    public const int Classes = 10;

    /// <summary>The four stems, in the order train images, train labels, test images, test labels.</summary>
    public static readonly IReadOnlyList<string> Stems = [TrainImages, TrainLabels, TestImages, TestLabels];

    /// <summary>Whether a folder has at least one of the four files: then the set was meant to be there, and a missing one is an error.</summary>
    public static bool Present(string folder) => Stems.Any(stem => Find(folder, stem) is not null);

    /// <summary>Loads and standardises; the test set by the mean and deviation of the training set.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="folder">The folder with the files.</param>
    /// <param name="train">At most so many training samples, from the front.</param>
    /// <param name="test">At most so many test samples, from the front.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static DataSplit Load(string name, string folder, int train, int test)
    {
        var (trainPixels, trainLabels) = Pair(folder, TrainImages, TrainLabels, train);
        var (testPixels, testLabels) = Pair(folder, TestImages, TestLabels, test);
        if (trainPixels.Rows != testPixels.Rows || trainPixels.Columns != testPixels.Columns)
        {
            throw new InvalidDataException(
                $"{folder}: training images are {trainPixels.Rows} × {trainPixels.Columns}, test images {testPixels.Rows} × {testPixels.Columns}; expected the same size");
        }

        name = DataFolders.NameOf(folder, name);
        return Split(name, trainPixels, trainLabels, testPixels, testLabels, $"{name} (files in {folder})");
    }

    /// <summary>Standardises both sets by the training set and wraps them.</summary>
    public static DataSplit Split(string name, PixelBuffer train, int[] trainLabels, PixelBuffer test, int[] testLabels, string source)
    {
        var (mean, deviation) = train.Moments();
        var length = train.Rows * train.Columns;
        return new DataSplit(
            new Dataset(name, train.Standardise(mean, deviation), length, trainLabels, Classes),
            new Dataset(name + " test", test.Standardise(mean, deviation), length, testLabels, Classes),
            source);
    }

    private static (PixelBuffer Pixels, int[] Labels) Pair(string folder, string imagesStem, string labelsStem, int most)
    {
        var imagesPath = Require(folder, imagesStem);
        var labelsPath = Require(folder, labelsStem);
        var labels = IdxReader.Labels(labelsPath, Classes, most, out var labelCount);
        var imageCount = IdxReader.CountImages(imagesPath);
        if (imageCount != labelCount)
            throw new InvalidDataException($"{imagesPath}: {imageCount} images; expected {labelCount}, the number of labels in {Path.GetFileName(labelsPath)}");
        return (IdxReader.Images(imagesPath, most), labels);
    }

    private static string Require(string folder, string stem) =>
        Find(folder, stem) ?? throw new FileNotFoundException($"{Path.Combine(folder, stem)}.gz: no such file, nor without .gz", Path.Combine(folder, stem + ".gz"));

    private static string? Find(string folder, string stem)
    {
        // Some unpackers write a dot in place of the second hyphen.
        var dotted = stem.Replace("-idx", ".idx", StringComparison.Ordinal);
        string[] names = [stem + ".gz", stem, dotted + ".gz", dotted];
        return names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}
