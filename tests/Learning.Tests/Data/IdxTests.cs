using System.IO.Compression;
using Diten.Learning.Data;
using Diten.Learning.Data.Digits;
using Diten.Learning.Data.Images;

namespace Diten.Learning.Tests.Data;

public sealed class IdxTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Written_files_read_back_the_same_bytes_from_gzip_and_plain()
    {
        var (pixels, labels) = GeneratedDigits.Draw(3, 0, 20);
        IdxWriter.Images(folder["i.gz"], pixels);
        IdxWriter.Labels(folder["l.gz"], labels);
        Unzip("i.gz", "i");
        foreach (var name in new[] { "i.gz", "i" })
        {
            var read = IdxReader.Images(folder[name]);
            Assert.Equal((20, 28, 28), (read.Count, read.Rows, read.Columns));
            Assert.True(read.Bytes.SequenceEqual(pixels.Bytes));
        }

        Assert.Equal(labels, IdxReader.Labels(folder["l.gz"], 10, int.MaxValue, out var count));
        Assert.Equal(20, count);
        Assert.Equal(labels[..5], IdxReader.Labels(folder["l.gz"], 10, 5, out _));
        Assert.True(IdxReader.Images(folder["i.gz"], 5).Bytes.SequenceEqual(pixels.Bytes[..(5 * 784)]));
    }

    [Fact]
    public void Both_sets_are_standardised_by_the_training_set()
    {
        GeneratedDigits.Write(folder.Path, 5, 60, 30);
        var split = DataSource.Load("mnist", folder.Path, 0);
        Assert.Equal(0, split.Train.Features.Average(x => (double)x), 4);
        Assert.Equal(1, split.Train.Features.Average(x => (double)x * x), 4);
        var (pixels, _) = (IdxReader.Images(folder[ImageFiles.TrainImages + ".gz"]), 0);
        var mean = pixels.Bytes.ToArray().Average(b => b / 255.0);
        var deviation = Math.Sqrt(pixels.Bytes.ToArray().Average(b => Math.Pow((b / 255.0) - mean, 2)));
        var test = IdxReader.Images(folder[ImageFiles.TestImages + ".gz"]);
        for (var i = 0; i < split.Test.Features.Length; i++)
            Assert.Equal((float)(((test.Bytes[i] / 255.0) - mean) / deviation), split.Test.Features[i], 5);
        Assert.Contains(folder.Path, split.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Constant_images_do_not_divide_by_zero()
    {
        var pixels = new PixelBuffer(2, 3, 3);
        pixels.Bytes.Fill(51);
        var (mean, deviation) = pixels.Moments();
        Assert.Equal(0.2, mean, 12);
        Assert.All(pixels.Standardise(mean, deviation), value => Assert.Equal(0, value, 6));
    }

    [Theory]
    [InlineData("magic", "magic number 0x00000802; expected 0x00000803")]
    [InlineData("short", "truncated: 100 bytes after the header; expected 1568")]
    [InlineData("header", "truncated: 9 bytes; expected a header of 16")]
    [InlineData("long", "more than the 1568 bytes that the header announces")]
    [InlineData("none", "header says 0 images of 28 × 28; expected 1 or more of each")]
    [InlineData("huge", "that fit in memory")]
    public void Broken_image_files_are_named_with_what_was_expected(string defect, string expected)
    {
        byte[] bytes = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28, .. new byte[1568]];
        if (defect is "magic") bytes[3] = 2;
        if (defect is "none") bytes[7] = 0;
        if (defect is "huge") bytes[4] = 0x7f;
        var content = defect switch { "short" => bytes[..116], "header" => bytes[..9], "long" => [.. bytes, 1], _ => bytes };
        File.WriteAllBytes(folder["x"], content);
        Expect(() => IdxReader.Images(folder["x"]), expected, "x");
        Zip(content, "x.gz");
        Expect(() => IdxReader.Images(folder["x.gz"]), expected, "x.gz");
    }

    [Fact]
    public void Wrong_or_damaged_gzip_is_named()
    {
        File.WriteAllBytes(folder["plain.gz"], [0, 0, 8, 3]);
        Expect(() => IdxReader.Images(folder["plain.gz"]), "gzip mark 1f 8b", "plain.gz");
        var (pixels, _) = GeneratedDigits.Draw(3, 0, 20);
        IdxWriter.Images(folder["i.gz"], pixels);
        var bytes = File.ReadAllBytes(folder["i.gz"]);
        File.WriteAllBytes(folder["cut.gz"], bytes[..(bytes.Length / 2)]);
        Expect(() => IdxReader.Images(folder["cut.gz"]), "cut.gz", "cut.gz");
        bytes[^6] ^= 0xff; // In the CRC: the content is whole, only its check is not.
        File.WriteAllBytes(folder["crc.gz"], bytes);
        Expect(() => IdxReader.Images(folder["crc.gz"]), "damaged", "crc.gz");
    }

    [Fact]
    public void Labels_out_of_range_and_counts_that_differ_are_named()
    {
        IdxWriter.Labels(folder["l"], [0, 9, 10]);
        File.Move(folder["l"], folder["l.gz"]);
        Expect(() => IdxReader.Labels(folder["l.gz"], 10, int.MaxValue, out _), "label 10 at index 2; expected 0 to 9", "l.gz");
        GeneratedDigits.Write(folder.Path, 1, 12, 4);
        IdxWriter.Labels(folder[ImageFiles.TrainLabels + ".gz"], [1, 2, 3]);
        Expect(() => DataSource.Load("mnist", folder.Path, 0), "12 images; expected 3", ImageFiles.TrainImages);
        GeneratedDigits.Write(folder.Path, 1, 12, 4);
        File.Delete(folder[ImageFiles.TestLabels + ".gz"]);
        var missing = Assert.Throws<FileNotFoundException>(() => DataSource.Load("auto", folder.Path, 0));
        Assert.Contains(ImageFiles.TestLabels, missing.Message, StringComparison.Ordinal);
    }

    private static void Expect(Action act, string message, string file)
    {
        var error = Assert.Throws<InvalidDataException>(act);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    private void Zip(byte[] content, string name)
    {
        using var gzip = new GZipStream(File.Create(folder[name]), CompressionLevel.Fastest);
        gzip.Write(content);
    }

    private void Unzip(string from, string to)
    {
        using var gzip = new GZipStream(File.OpenRead(folder[from]), CompressionMode.Decompress);
        using var file = File.Create(folder[to]);
        gzip.CopyTo(file);
    }
}
