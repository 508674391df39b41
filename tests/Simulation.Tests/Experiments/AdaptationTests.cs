using Diten.Simulation.Experiments.Paper;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Tests.Experiments;

[Collection(Tiny.Collection)]
public sealed class AdaptationTests
{
    private static readonly ScenarioOptions s_before = new() { Devices = 40, Regime = "communication", Subcarriers = 96, Threads = 1, Seed = 3 };

    [Fact]
    public void When_the_statistics_change_the_adaptive_network_retrains_and_is_no_worse_for_it()
    {
        var series = AdaptationSeries.Of(s_before, s_before with { NearSnrDb = 15, FarSnrDb = -5 }, "10 dB less", rounds: 240);
        var one = series.Run(Tiny.Workloads, () => { }, CancellationToken.None);
        Assert.Equal(240, one.Steps);
        var (still, adaptive, search, retrained) = (one["dnn.gap"], one["dnn-adaptive.gap"], one["local-search.gap"], one["retrained"]);
        // Up to the first training both are the same network.
        var first = Array.FindIndex(retrained, why => why > 0);
        Assert.InRange(first, 19, 200);
        Assert.Equal(still[..(first + 1)], adaptive[..(first + 1)]);
        Assert.NotEqual(still, adaptive);
        Assert.Contains(retrained[120..], why => why > 0);
        Assert.True(still[120..].Average() > 1.5 * still[..120].Average(), $"the change costs the fixed network nothing: {still[..120].Average()} and {still[120..].Average()}");
        // What it wins back takes the size of the experiment to be seen; at this size it must not lose.
        Assert.True(one["adaptiveGapAtEnd"][0] < 1.1 * one["fixedGapAtEnd"][0], $"{one["adaptiveGapAtEnd"][0]} against {one["fixedGapAtEnd"][0]}");
        Assert.True(search.Average() < adaptive.Average());
        Assert.Equal("121", one.Label("changeRound"));
    }

    [Fact]
    public void The_same_run_with_other_threads_is_the_same_bits()
    {
        var small = s_before with { Devices = 10, Subcarriers = 24, CoherenceBlock = 4, Participants = 10 };
        double[] Gaps(int threads) => AdaptationSeries.Of(small with { Threads = threads }, small with { NearSnrDb = 15, FarSnrDb = -5 }, "10 dB less", rounds: 110)
            .Run(Tiny.Workloads, () => { }, CancellationToken.None)["dnn-adaptive.gap"];
        Assert.Equal(Gaps(1), Gaps(3));
    }

    [Fact]
    public void The_guard_is_looked_at_state_by_state()
    {
        var run = Tiny.Run("allocator", Tiny.NewFolder(), Tiny.Settings with { Rounds = 12, Regime = "communication" });
        var tables = run.Series.Where(one => one.Label("statistics") is not null).ToArray();
        Assert.NotEmpty(tables);
        Assert.All(tables, one => Assert.Equal(0, AllocatorTables.PaperShorter(one)));
        // It is counted: with the two the other way round there is much to count.
        var swapped = tables[0] with { Columns = [.. tables[0].Columns.Select(column => column with { Name = column.Name.Replace("paper.", "x.", StringComparison.Ordinal).Replace("dnn.", "paper.", StringComparison.Ordinal).Replace("x.", "dnn.", StringComparison.Ordinal) })] };
        Assert.True(AllocatorTables.PaperShorter(swapped) > 0);
    }
}
