using Diten.Learning.Data;
using Diten.Learning.Data.Digits;

namespace Diten.Learning.Tests.Data;

public sealed class DataSourceTests
{
    [Fact]
    public void Auto_takes_files_if_they_are_there_and_says_which()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("generated digits, seed 4", DataSource.Load("auto", folder.Path, 4, 30, 10).Source);
        Assert.Equal("generated digits, seed 4", DataSource.Load("auto", null, 4, 30, 10).Source);
        GeneratedDigits.Write(folder["mnist"], 1, 40, 20);
        Assert.StartsWith("generated digits, seed 1 (files in ", DataSource.Load("auto", folder.Path, 4, 30, 10).Source, StringComparison.Ordinal);
        File.Delete(Path.Combine(folder["mnist"], "SOURCE.txt"));
        var split = DataSource.Load("auto", folder.Path, 4, 30, 10);
        Assert.StartsWith("MNIST (files in ", split.Source, StringComparison.Ordinal);
        Assert.Equal((30, 10), (split.Train.Count, split.Test.Count));
        Assert.Equal(40, DataSource.Load("mnist", folder["mnist"], 0).Train.Count);
    }

    [Fact]
    public void Missing_files_and_unknown_names_say_what_to_do()
    {
        using var folder = new TemporaryFolder();
        var missing = Assert.Throws<FileNotFoundException>(() => DataSource.Load("fashion-mnist", folder.Path, 0));
        Assert.Contains("diten data get fashion-mnist", missing.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Path, missing.Message, StringComparison.Ordinal);
        missing = Assert.Throws<FileNotFoundException>(() => DataSource.Load("mnist", null, 0));
        Assert.Contains(DataFolders.Variable, missing.Message, StringComparison.Ordinal);
        var unknown = Assert.Throws<ArgumentException>(() => DataSource.Load("cifar", null, 0));
        Assert.Contains("auto, mnist, fashion-mnist, digits, cmapss, telemetry", unknown.Message, StringComparison.Ordinal);
    }

    [FactIfData]
    public void Real_MNIST_has_its_known_size_and_moments()
    {
        var split = DataSource.Load("mnist", DataFolders.FromEnvironment(), 0);
        Assert.Equal((60_000, 10_000, 784), (split.Train.Count, split.Test.Count, split.Train.FeatureLength));
        Assert.Equal([5, 0, 4, 1, 9], split.Train.Labels[..5]);
        Assert.Equal([7, 2, 1, 0, 4], split.Test.Labels[..5]);
        // A black pixel is −mean/deviation with the well-known 0.1307 and 0.3081.
        Assert.Equal(-0.1307 / 0.3081, split.Train.Features[0], 3);
        Assert.Equal((1 - 0.1307) / 0.3081, split.Train.Features.Max(), 2);
    }

    [FactIfData]
    public void Real_Fashion_MNIST_has_its_known_size()
    {
        var split = DataSource.Load("fashion-mnist", DataFolders.FromEnvironment(), 0);
        Assert.Equal((60_000, 10_000), (split.Train.Count, split.Test.Count));
        Assert.All(split.Train.Labels.GroupBy(label => label), group => Assert.Equal(6000, group.Count()));
        Assert.Equal(-0.2860 / 0.3530, split.Train.Features.Min(), 3);
    }
}
