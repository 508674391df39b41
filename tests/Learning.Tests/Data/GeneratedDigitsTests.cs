using Diten.Learning.Data.Digits;

namespace Diten.Learning.Tests.Data;

public sealed class GeneratedDigitsTests
{
    [Fact]
    public void A_sample_depends_on_seed_and_index_alone()
    {
        var (all, allLabels) = GeneratedDigits.Draw(7, 1, 700);
        var (few, fewLabels) = GeneratedDigits.Draw(7, 1, 300);
        Assert.Equal(allLabels[..300], fewLabels);
        Assert.True(all.Bytes[..few.Bytes.Length].SequenceEqual(few.Bytes));
        var (other, _) = GeneratedDigits.Draw(8, 1, 300);
        Assert.False(other.Bytes.SequenceEqual(few.Bytes));
        var (test, _) = GeneratedDigits.Draw(7, 2, 300);
        Assert.False(test.Bytes.SequenceEqual(few.Bytes));
    }

    [Fact]
    public void Classes_are_balanced_and_no_two_samples_are_the_same()
    {
        var (pixels, labels) = GeneratedDigits.Draw(1, 1, 5000);
        Assert.All(Enumerable.Range(0, 10), digit => Assert.InRange(labels.Count(label => label == digit), 400, 600));
        var images = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < labels.Length; i++) Assert.True(images.Add(Convert.ToBase64String(pixels.Image(i))));
    }

    [Fact]
    public void Digits_are_framed_and_inked_like_MNIST()
    {
        var (pixels, labels) = GeneratedDigits.Draw(1, 1, 3000);
        var (mean, deviation) = pixels.Moments();
        Assert.InRange(mean, 0.10, 0.16); // MNIST: 0.1307 and 0.3081
        Assert.InRange(deviation, 0.26, 0.34);
        for (var i = 0; i < labels.Length; i++)
        {
            var image = pixels.Image(i);
            int border = 0, ink = 0, dark = 0;
            for (var k = 0; k < 784; k++)
            {
                var (row, column) = (k / 28, k % 28);
                if (row is 0 or 27 || column is 0 or 27) border += image[k];
                ink += image[k] > 0 ? 1 : 0;
                dark = Math.Max(dark, image[k]);
            }

            Assert.InRange(ink, 20, 400);
            Assert.True(dark > 150, $"sample {i} is faint");
            Assert.True(border < 28 * 255, $"sample {i} runs out of its frame");
        }
    }
}
