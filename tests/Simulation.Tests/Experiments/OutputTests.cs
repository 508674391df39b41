using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Diten.Simulation.Experiments;
using Diten.Simulation.Experiments.Output;
using Diten.Simulation.Experiments.Paper;

namespace Diten.Simulation.Tests.Experiments;

[Collection(Tiny.Collection)]
public sealed partial class OutputTests : IDisposable
{
    private static readonly string[] s_perRound = ["accuracy", "loss", "roundSeconds", "cumulativeSeconds", "cumulativeEnergyJoules", "cumulativeBits"];
    private readonly string _folder = Tiny.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Summary_keeps_its_contract()
    {
        var run = Tiny.Run("time", _folder);
        using var summary = JsonDocument.Parse(SummaryJson.Write(run));
        Assert.Equal("time", summary.RootElement.GetProperty("experiment").GetString());
        Assert.Equal(7, summary.RootElement.GetProperty("seed").GetInt32());
        Assert.StartsWith("generated digits", summary.RootElement.GetProperty("dataset").GetString(), StringComparison.Ordinal);
        var series = summary.RootElement.GetProperty("series").EnumerateArray().ToArray();
        var allocators = Compared.Allocators.ToArray();
        var half = 2 + (2 * allocators.Length);
        Assert.Equal(2 * half, series.Length);
        Assert.Equal("sync sync-own-best diten diten", string.Join(' ', series[..4].Select(one => one.GetProperty("scheme").GetString())));
        Assert.Equal([5, 5, .. Enumerable.Repeat(2, allocators.Length), .. Enumerable.Repeat(4, allocators.Length)], series[..half].Select(one => one.GetProperty("participants").GetInt32()));
        Assert.Equal(string.Join(' ', ["equal-share", "own-best", .. allocators, .. allocators]), string.Join(' ', series[..half].Select(one => one.GetProperty("allocator").GetString())));
        Assert.All(series[..half], one => Assert.Equal("compute", one.GetProperty("regime").GetString()));
        Assert.All(series[half..], one => Assert.Equal("communication", one.GetProperty("regime").GetString()));
        foreach (var one in series)
        {
            foreach (var name in s_perRound)
            {
                var values = one.GetProperty(name).EnumerateArray().Select(value => value.GetDouble()).ToArray();
                Assert.Equal(2, values.Length);
                Assert.All(values, value => Assert.True(value > 0, name));
            }
            Assert.InRange(one.GetProperty("accuracy")[1].GetDouble(), 0, 1);
            Assert.Equal(
                one.GetProperty("roundSeconds").EnumerateArray().Sum(value => value.GetDouble()),
                one.GetProperty("cumulativeSeconds")[1].GetDouble(), 1e-9);
        }
    }

    [Fact]
    public void Csv_has_one_row_per_series_and_round()
    {
        var run = Tiny.Run("accuracy", _folder);
        var lines = run.Csv().TrimEnd('\n').Split('\n');
        Assert.StartsWith("experiment,seed,scheme,participants,allocator,regime,aggregation,adoption,step,accuracy,loss,roundSeconds,cumulativeSeconds,", lines[0], StringComparison.Ordinal);
        Assert.Equal(1 + (3 * 2), lines.Length);
        Assert.All(lines, line => Assert.Equal(lines[0].Count(c => c == ','), line.Count(c => c == ',')));
    }

    [Theory]
    [InlineData("accuracy")]
    [InlineData("time")]
    [InlineData("participants")]
    [InlineData("estimates")]
    [InlineData("frequency")]
    [InlineData("noniid")]
    [InlineData("allocator")]
    [InlineData("modes")]
    [InlineData("rul")]
    public async Task The_report_needs_nothing_from_elsewhere_and_its_figures_are_well_formed(string name)
    {
        var settings = name == "rul" ? Tiny.Settings with { Dataset = "telemetry", Devices = null, Participants = [30], Rounds = 1 } : Tiny.Settings with { Rounds = 1, Participants = [3] };
        var run = Tiny.Run(name, _folder, settings);
        var results = new ResultFolder(_folder, ["experiment", name]);
        await results.WriteTablesAsync([run]);
        var page = await File.ReadAllTextAsync(await results.WriteReportAsync(name, [run], default));
        Assert.DoesNotMatch(Loads(), page);
        Assert.Contains($"id=\"{name}\"", page, StringComparison.Ordinal);
        Assert.Contains("./diten experiment " + name, page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page.Replace("isNaN", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var figures = Directory.GetFiles(_folder, "*.svg");
        Assert.NotEmpty(figures);
        Assert.All(figures, file => Assert.Equal("svg", XDocument.Load(file).Root!.Name.LocalName));
        Assert.Equal(figures.Length, SvgStart().Count(page));
    }

    [Fact]
    public void Every_experiment_has_a_name_and_a_summary_of_its_own()
    {
        Assert.Equal(ExperimentTable.All.Count, ExperimentTable.All.Select(one => one.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(ExperimentTable.All, one => Assert.NotEmpty(one.Summary));
        Assert.Null(ExperimentTable.Find("no-such-experiment"));
    }

    // What a browser would fetch: src, stylesheets, imports, images in CSS. A plain link is followed by people only.
    [GeneratedRegex("<(script|link|iframe|object|embed|img|image)\\b|@import|url\\((?!#)|\\ssrc=", RegexOptions.IgnoreCase, 60_000)]
    private static partial Regex Loads();

    [GeneratedRegex("<svg\\b", RegexOptions.None, 60_000)]
    private static partial Regex SvgStart();
}
