using System.Text.Json;
using Diten.Core.Numerics;
using Diten.Simulation.Commands;
using Diten.Simulation.Experiments.Output;
using Diten.Simulation.Experiments.Series;

namespace Diten.Simulation.Tests.Experiments;

/// <summary>Repetitions with several seeds: what they are, and what is said of them.</summary>
[Collection(Tiny.Collection)]
public sealed class SeedsTests : IDisposable
{
    private readonly string _folder = Tiny.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_seed_is_the_run_of_that_seed_and_the_report_tells_mean_and_interval()
    {
        var settings = Tiny.Settings with { Model = "softmax", Participants = [2], Seeds = 3 };
        var run = Tiny.Run("accuracy", Path.Combine(_folder, "all"), settings);
        Assert.Equal([7, 8, 9], run.Seeds.Select(one => one.Seed));

        // The second seed by itself gives the same rows, with its seed in them.
        var alone = Tiny.Run("accuracy", Path.Combine(_folder, "alone"), settings with { Seed = 8, Seeds = 1 });
        var rows = run.Csv().Split('\n');
        Assert.Equal(string.Join('\n', alone.Csv().Split('\n')[1..^1]), string.Join('\n', rows.Where(row => row.StartsWith("accuracy,8,", StringComparison.Ordinal))));
        Assert.Equal(1 + (3 * 2 * 2), rows.Length - 1);

        // By hand: mean and interval of the last accuracies.
        var ends = run.Seeds.Select(one => one.Series[0].Last("accuracy")).ToArray();
        var mean = ends.Average();
        var half = 4.3027 * Math.Sqrt(ends.Sum(end => (end - mean) * (end - mean)) / 2 / 3);
        using var summary = JsonDocument.Parse(SummaryJson.Write(run));
        var means = summary.RootElement.GetProperty("means")[0];
        Assert.Equal(mean, means.GetProperty("accuracy")[1].GetDouble(), 1e-12);
        Assert.Equal(half, means.GetProperty("accuracy.halfWidth95")[1].GetDouble(), 1e-12);
        Assert.Equal((3, 6), (summary.RootElement.GetProperty("seeds").GetInt32(), summary.RootElement.GetProperty("series").GetArrayLength()));

        var results = new ResultFolder(Path.Combine(_folder, "all"), ["experiment", "accuracy", "--seeds", "3"]);
        var page = System.Net.WebUtility.HtmlDecode(await File.ReadAllTextAsync(await results.WriteReportAsync("accuracy", [run], default)));
        Assert.Contains(FormattableString.Invariant($"{100 * mean:F2}\u00a0% ± {100 * half:F2}\u00a0% with 2"), page, StringComparison.Ordinal);
        Assert.Contains("means over 3 seeds ± half of the 95 % confidence interval", page, StringComparison.Ordinal);
        Assert.Contains("<dd>7 to 9</dd>", page, StringComparison.Ordinal);
        Assert.Contains("class=\"band\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_run_goes_on_and_ratios_are_taken_seed_by_seed()
    {
        var settings = Tiny.Settings with { Model = "softmax", Participants = [2], Seeds = 2, Regime = "compute" };
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Tiny.Run("time", _folder, settings, new Tiny.Silence(8, stop), cancellationToken: stop.Token));
        var rest = new Tiny.Silence();
        var run = Tiny.Run("time", _folder, settings, rest, resume: true);
        Assert.Equal((8, 4), (rest.Resumed, rest.Begun));

        var (sync, paper) = (run.Series[0], run.Series.Single(one => one.Label("allocator") == "paper"));
        var ratios = run.Seeds.Select(one => one.Series[0].Last("cumulativeSeconds") / one.Series.Single(series => series.Label("allocator") == "paper").Last("cumulativeSeconds"));
        Assert.Equal(MeanInterval.Of([.. ratios]), sync.Over(paper, (slow, fast) => slow.Last("cumulativeSeconds") / fast.Last("cumulativeSeconds")));
    }

    [Theory]
    [InlineData("time")]
    [InlineData("participants")]
    [InlineData("estimates")]
    [InlineData("noniid")]
    [InlineData("modes")]
    [InlineData("rul")]
    public async Task Every_report_that_takes_seeds_can_be_written(string name)
    {
        var settings = Tiny.Settings with { Model = name == "rul" ? null : "softmax", Dataset = name == "rul" ? "telemetry" : "digits", Participants = [3], Rounds = 1, Seeds = 2 };
        var run = Tiny.Run(name, _folder, settings);
        var page = await File.ReadAllTextAsync(await new ResultFolder(_folder, ["experiment", name]).WriteReportAsync(name, [run], default));
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.Contains("<dd>7 to 8</dd>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("frequency", "--seeds 2", "--seeds: is 2; must be 1 for frequency")]
    [InlineData("allocator", "--seeds 5", "--seeds: is 5; must be 1 for allocator")]
    [InlineData("accuracy", "--seeds 0", "--seeds: is '0'; must be a whole number from 1 to 1000")]
    [InlineData("accuracy", "--seed 2147483647 --seeds 2", "--seeds: is 2; must be at most 1 after --seed 2147483647")]
    public async Task What_cannot_be_repeated_is_refused(string name, string options, string complaint)
    {
        using var error = new StringWriter();
        using var output = new StringWriter();
        Assert.Equal(2, await CommandLine.RunAsync(["experiment", name, .. options.Split(' '), "--out", _folder], output, error));
        Assert.Contains(complaint, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }
}
