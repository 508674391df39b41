using System.Globalization;
using System.Text.RegularExpressions;
using Diten.Core.Network;
using Diten.Dashboard.Charts;
using Diten.Dashboard.Tests.Support;

namespace Diten.Dashboard.Tests.Charts;

public sealed partial class ChartTests
{
    private static readonly double[] s_x = [1, 2, 3, 4, 5];

    [Fact]
    public async Task A_chart_is_a_file_of_its_own_with_title_description_and_style()
    {
        var root = await Svg.Draw<LineChart>(("Title", "Accuracy <b>&\"per\" round"), ("Series", new[] { new ChartSeries("sync", s_x, [1, 2, 3, 4, 5]) }), ("XLabel", "round"));
        Assert.Equal(Svg.Namespace + "svg", root.Name);
        Assert.Equal("img", (string?)root.Attribute("role"));
        Assert.Equal("Accuracy <b>&\"per\" round", root.All("title").First().Value);
        Assert.Contains("from 1 to 5", root.All("desc").Single().Value, StringComparison.Ordinal);
        Assert.Equal($"{(string?)root.All("title").First().Attribute("id")} {(string?)root.All("desc").Single().Attribute("id")}", (string?)root.Attribute("aria-labelledby"));
        Assert.Contains("prefers-color-scheme:dark", root.All("style").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_parameters_give_the_same_text()
    {
        (string, object?)[] parameters = [("Series", new[] { new ChartSeries("a", s_x, [3, 1, 4, 1, 5]), new ChartSeries("b", s_x, [2, 7, 1, 8, 2]) })];
        Assert.Equal(await Svg.Text<LineChart>(parameters), await Svg.Text<LineChart>(parameters));
    }

    [Fact]
    public async Task A_missing_value_leaves_a_gap_and_never_a_NaN_in_the_picture()
    {
        var text = await Svg.Text<LineChart>(("Series", new[] { new ChartSeries("a", s_x, [1, 2, double.NaN, 4, double.PositiveInfinity]) }), ("MarkersUpTo", 0));
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", text, StringComparison.Ordinal);
        Assert.Equal(2, LinePath(text).Count(c => c == 'M'));
    }

    [Fact]
    public async Task A_line_from_beyond_an_axis_is_cut_where_it_crosses_its_end()
    {
        // 0.5, 0.7 are below the axis, 0.9 is on it: half way between the second and the third point the line comes in, at 0.8.
        var root = await Svg.Draw<LineChart>(("Series", new[] { new ChartSeries("a", [1, 2, 3, 4, 5], [0.5, 0.7, 0.9, 0.9, 0.7]) }), ("YMin", 0.8), ("YMax", 1.0), ("TightX", true));
        var points = Coordinates().Matches((string)root.All("path", "line").Single().Attribute("d")!)
            .Select(m => (X: double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture), Y: double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture))).ToArray();
        Assert.Equal(4, points.Length);
        var (left, right) = ((2 * points[1].X) - points[2].X, (2 * points[2].X) - points[1].X);
        Assert.Equal((left + points[1].X) / 2, points[0].X, 0.2);
        Assert.Equal((points[2].X + right) / 2, points[3].X, 0.2);
        Assert.Equal(points[0].Y, points[3].Y);
        Assert.True(points[1].Y < points[0].Y);
        // Dots stand where values are, so there are none at the end of the axis.
        Assert.Equal([points[1].X, points[2].X], root.All("circle", "dot").Select(dot => dot.Number("cx")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Few_points_or_none_still_make_a_picture(int count)
    {
        var series = new[] { new ChartSeries("a", [.. s_x.Take(count)], [.. s_x.Take(count)]) };
        Assert.DoesNotContain("NaN", await Svg.Text<LineChart>(("Series", series)), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", await Svg.Text<ScatterChart>(("Series", series)), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", await Svg.Text<LineChart>(("Series", series), ("LogY", true)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thousands_of_points_become_few_and_the_peak_stays()
    {
        var y = new double[50_000];
        for (var i = 0; i < y.Length; i++) y[i] = Math.Sin(i * 0.01);
        y[31_415] = 40;
        var text = await Svg.Text<LineChart>(("Series", new[] { ChartSeries.OverRounds("a", y) }), ("YMin", 0.0), ("YMax", 40.0));
        var points = Coordinates().Matches(LinePath(text)).Select(m => double.Parse(m.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.InRange(points.Length, 500, 4 * 720);
        Assert.True(points.Count(p => p < points.Order().ElementAt(1) - 100) == 1, "the peak must be drawn, once, far above the rest");
    }

    [Fact]
    public async Task Names_stand_beside_the_lines_in_their_colours_and_do_not_overlap()
    {
        var series = Enumerable.Range(0, 8).Select(i => new ChartSeries($"scheme {i}", s_x, [.. s_x.Select(x => 0.98 + (i * 1e-4))])).ToArray();
        var root = await Svg.Draw<LineChart>(("Series", series));
        var names = root.All("text", "name").Select(e => e.Number("y")).Order().ToArray();
        Assert.Equal(8, names.Length);
        Assert.All(names.Zip(names.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 14.9));
        Assert.Equal(8, root.All("text", "name").Select(e => (string)e.Attribute("class")!).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Bars_are_as_high_as_their_values_and_begin_at_zero()
    {
        var root = await Svg.Draw<BarChart>(("SeriesNames", new[] { "sync", "diten" }), ("Groups", new[] { new BarGroup("30", [10, 5]), new BarGroup("90", [double.NaN, 20]) }));
        var heights = root.All("rect", "bar").Where(r => r.All("title").Any()).Select(r => r.Number("height")).ToArray();
        Assert.Equal(3, heights.Length);
        Assert.Equal(2.0, heights[0] / heights[1], 2);
        Assert.Equal(2.0, heights[2] / heights[0], 2);
    }

    [Fact]
    public async Task The_timeline_puts_compute_before_transmit_to_scale_and_keeps_those_who_do_not_send()
    {
        DeviceRound[] devices = [new("fast", true, 1, 1, 1, 2, null, 0), new("slow", true, 2, 1, 1, 2, null, 0), new("idle", false, 1.5, 0, 1, 0, null, 3)];
        var root = await Svg.Draw<RoundTimeline>(("Devices", devices), ("MakespanSeconds", 3.0), ("MeanSeconds", 2.5));
        var rows = root.All("g", "row").ToArray();
        Assert.Equal(["slow", "fast", "idle"], rows.Select(r => r.All("text").Single().Value), StringComparer.Ordinal);
        var slow = rows[0].All("rect").ToArray();
        Assert.Equal(2.0, slow[0].Number("width") / slow[1].Number("width"), 2);
        Assert.Equal(slow[0].Number("x") + slow[0].Number("width"), slow[1].Number("x"), 1);
        Assert.Single(rows[2].All("rect"));
        Assert.Single(rows[2].All("g", "faint"));
        var makespan = root.All("line", "reference").Max(l => l.Number("x1"));
        Assert.Equal(slow[1].Number("x") + slow[1].Number("width"), makespan, 1);
        Assert.Contains("2 of 3 devices took part", root.All("desc").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_timeline_draws_a_selection_with_the_slowest_and_says_so()
    {
        var devices = Enumerable.Range(0, 5000).Select(i => new DeviceRound($"d{i}", true, 1 + (i * 0.001), 0.5, 1, 1, null, 0)).ToArray();
        var root = await Svg.Draw<RoundTimeline>(("Devices", devices), ("MakespanSeconds", 6.499), ("MeanSeconds", 4.0));
        Assert.Equal(120, root.All("g", "row").Count());
        Assert.StartsWith("d4999:", root.All("g", "row").First().All("title").Single().Value, StringComparison.Ordinal);
        Assert.Contains(root.All("text"), t => t.Value.Contains("120 of 5000 devices drawn", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_map_keeps_one_scale_and_shows_liveness_by_shape()
    {
        var network = new TestNetwork(20);
        network.RunRound();
        var root = await Svg.Draw<NetworkMap>(("Devices", await network.ListPositionsAsync(default)), ("Stations", await network.ListStationsAsync(default)), ("LinkBase", "/twins/"));
        Assert.Equal(20, root.All("a").Count());
        Assert.Single(root.All("a").SelectMany(a => a.All("path", "offline")));
        Assert.Single(root.All("a").SelectMany(a => a.All("circle", "stale")));
        Assert.Equal(3, root.All("path", "mast").Count());
        Assert.Equal(2, root.All("line", "backhaul").Count());
    }

    [Fact]
    public async Task A_macro_base_station_in_the_place_of_a_base_station_is_a_ring_with_its_name_below()
    {
        var stations = (await new TestNetwork().ListStationsAsync(default)).Select(s => s.Id is "bs-1" ? s with { X = 0, Y = 0 } : s).ToArray();
        var root = await Svg.Draw<NetworkMap>(("Devices", Array.Empty<DevicePosition>()), ("Stations", stations));
        Assert.Equal(2, root.All("path", "mast").Count());
        Assert.Single(root.All("circle", "macro"));
        double Y(string name) => double.Parse(root.All("text").Single(t => t.Value == name).Attribute("y")!.Value, CultureInfo.InvariantCulture);
        Assert.True(Y("mbs") - Y("bs-1") > 30, "the names do not lie over each other");
    }

    [Fact]
    public async Task The_strip_draws_each_run_of_one_owner_once()
    {
        string?[] owner = [.. Enumerable.Repeat("dev-1", 4), null, null, "dev-2", "dev-1"];
        var root = await Svg.Draw<SubcarrierStrip>(("Owner", owner));
        Assert.Equal(["subcarriers 0 to 3: dev-1", "subcarriers 4 to 5: free", "subcarrier 6: dev-2", "subcarrier 7: dev-1"], root.All("g").SelectMany(g => g.Elements(Svg.Namespace + "title")).Select(t => t.Value), StringComparer.Ordinal);
    }

    private static string LinePath(string svg) => PathData().Match(svg).Groups[1].Value;

    [GeneratedRegex("<path class=\"line\" d=\"([^\"]*)\"", RegexOptions.None, 60_000)]
    private static partial Regex PathData();

    [GeneratedRegex("[ML]([0-9.-]+) ([0-9.-]+)", RegexOptions.None, 60_000)]
    private static partial Regex Coordinates();
}
