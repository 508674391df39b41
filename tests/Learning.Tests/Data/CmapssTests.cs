using Diten.Learning.Data;
using Diten.Learning.Data.Engines;

namespace Diten.Learning.Tests.Data;

public sealed class CmapssTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_generated_fleet_written_to_files_reads_back_the_same()
    {
        var fleet = GeneratedTelemetry.Load(3, 4, 5);
        GeneratedTelemetry.Write(folder["cmapss"], 3, 4, 5);
        var read = DataSource.LoadRul("cmapss", folder.Path, 0);
        Assert.Equal(fleet.TestRemaining, read.Fleet.TestRemaining);
        foreach (var (expected, actual) in fleet.Train.Concat(fleet.Test).Zip(read.Fleet.Train.Concat(read.Fleet.Test)))
        {
            Assert.Equal(expected.Unit, actual.Unit);
            Assert.Equal(expected.Values, actual.Values);
        }

        Assert.Contains(folder.Path, DataSource.LoadRul("auto", folder.Path, 0).Source, StringComparison.Ordinal);
        Assert.Equal("generated telemetry, seed 8", DataSource.LoadRul("auto", null, 8).Source);
        Assert.Equal(read.Train.Features, DataSource.Load("cmapss", folder.Path, 0).Train.Features);
    }

    [Theory]
    [InlineData(2, "1 2 0 0", "line 2: 4 columns; expected 26")]
    [InlineData(2, "1 2 {values} 7", "line 2: more than 26 columns; expected 26")]
    [InlineData(1, "1 1 x", "line 1: 'x' in column 3; expected a finite number")]
    [InlineData(1, "1 1 NaN", "line 1: 'NaN' in column 3; expected a finite number")]
    [InlineData(3, "1 4 {values}", "line 3: cycle 4 of unit 1; expected 3")]
    [InlineData(3, "0 1 {values}", "line 3: unit 0 after unit 1; expected whole numbers from 1, ascending")]
    [InlineData(3, "1.5 1 {values}", "line 3: unit 1.5 after unit 1; expected whole numbers from 1, ascending")]
    public void Broken_rows_are_named_with_line_and_what_was_expected(int line, string row, string expected)
    {
        string[] lines = [Row("1 1"), Row("1 2"), Row("1 3")];
        lines[line - 1] = row.Replace("{values}", Values, StringComparison.Ordinal);
        File.WriteAllLines(folder["f.txt"], lines);
        var error = Assert.Throws<InvalidDataException>(() => CmapssReader.Runs(folder["f.txt"]));
        Assert.Equal($"{folder["f.txt"]}: {expected}", error.Message);
    }

    [Fact]
    public void Blank_lines_tabs_and_trailing_blanks_do_not_matter()
    {
        File.WriteAllLines(folder["f.txt"], [Row("1 1") + "  ", string.Empty, Row("1\t2").Replace(' ', '\t'), Row("3 1"), " "]);
        var runs = CmapssReader.Runs(folder["f.txt"]);
        Assert.Equal([(1, 2), (3, 1)], runs.Select(run => (run.Unit, run.Cycles)));
        Assert.Equal(24, runs[0].Row(1).Length);
        Assert.Equal(23, runs[0].Row(1)[23]);
        File.WriteAllText(folder["f.txt"], "\n");
        Assert.Throws<InvalidDataException>(() => CmapssReader.Runs(folder["f.txt"]));
    }

    [Fact]
    public void Lives_must_be_whole_and_one_for_each_test_unit()
    {
        GeneratedTelemetry.Write(folder.Path, 3, 2, 3);
        File.WriteAllLines(folder[CmapssFiles.Remaining], ["5", "7.5", "9"]);
        var error = Assert.Throws<InvalidDataException>(() => DataSource.LoadRul("cmapss", folder.Path, 0));
        Assert.Contains("line 2: '7.5'; expected a whole number", error.Message, StringComparison.Ordinal);
        File.WriteAllLines(folder[CmapssFiles.Remaining], ["5", "7"]);
        error = Assert.Throws<InvalidDataException>(() => DataSource.LoadRul("cmapss", folder.Path, 0));
        Assert.Contains("2 lives; expected 3", error.Message, StringComparison.Ordinal);
        File.Delete(folder[CmapssFiles.Test]);
        Assert.Throws<FileNotFoundException>(() => DataSource.LoadRul("auto", folder.Path, 0));
    }

    [FactIfData]
    public void Real_FD001_has_its_known_size()
    {
        var data = DataSource.LoadRul("cmapss", DataFolders.FromEnvironment(), 0);
        Assert.Equal((100, 100), (data.Fleet.Train.Count, data.Fleet.Test.Count));
        Assert.Equal((20_631, 13_096), (data.Fleet.Train.Sum(run => run.Cycles), data.Fleet.Test.Sum(run => run.Cycles)));
        Assert.Equal((17_731, 100, 420), (data.Train.Count, data.Test.Count, data.Train.FeatureLength));
        Assert.Equal([112, 98, 69], data.Test.Targets[..3]);
        // The sensors left out of the usual 14 are the constant ones, and number 6, which has two values and no trend.
        Assert.Equal(518.67f, data.Fleet.Train[99].Row(100)[EngineRun.Settings]);
    }

    private static readonly string Values = string.Join(' ', Enumerable.Range(0, 24));

    private static string Row(string keys) => keys + " " + Values;
}
