using Diten.Dashboard.Charts;
using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Report;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>Figure, finding and table of the network that trains further as it runs.</summary>
internal static class AdaptationReport
{
    /// <summary>Gap over rounds with the retrainings.</summary>
    public static Figure Figure(SeriesResult one)
    {
        var (change, window) = (Change(one), AdaptationSeries.Window);
        ChartSeries Line(string name, string column) =>
            ChartSeries.OverRounds(name, [.. Recovery.MovingMean(one[column], [0, change], window).Select(gap => 100 * gap)]);
        var adaptive = Line("dnn-adaptive", "dnn-adaptive.gap");
        return new Figure(
            $"allocator-adaptation-{one.Label("regime")}",
            $"{one.Title}: gap to the lower bound, mean over the last {window} rounds (begun anew at the change). Dots: from here on a newly trained network decides.",
            ChartDrawing.Lines(
                $"When the statistics change, {Say.Regime(one.Label("regime"))}", "round", "gap, %",
                [Line("dnn", "dnn.gap"), adaptive, Line("local-search", "local-search.gap"), Dots(one, adaptive)],
                ("YMin", 0.0), ("MarkersUpTo", MostDots), ("References", (ReferenceLine[])[new ReferenceLine(change, "change", Vertical: true)])));
    }

    /// <summary>Whether it recovers.</summary>
    public static Finding Finding(SeriesResult one)
    {
        var recovery = Measured(one);
        var trainings = one["retrained"].Where(why => why != 0).ToArray();
        var lost = recovery.FixedAfter > recovery.Before;
        var rounds = double.IsNaN(recovery.Rounds) ? "half of the loss is not won back" : $"half of the loss is won back after {recovery.Rounds:F0} rounds";
        return new Finding(
            $"Retraining while it runs wins back what a change of the statistics costs (Algorithm 2's replay), {Say.Regime(one.Label("regime"))}.",
            $"{one.Title}: mean gap of the fixed network {Say.Percent(recovery.Before)} before and {Say.Percent(recovery.FixedAfter)} after the change, of the adaptive one {Say.Percent(one["dnn-adaptive.gap"][..Change(one)].Average())} before; {rounds}. Over the last {(one.Steps - Change(one) + 1) / 2} rounds {Say.Percent(recovery.FixedAtEnd)} for the fixed and {Say.Percent(recovery.AdaptiveAtEnd)} for the adaptive network. Trainings: {trainings.Count(why => Math.Abs(why) == 1)} because their time had come, {trainings.Count(why => Math.Abs(why) == 2)} after the gap had drifted; {trainings.Count(why => why < 0)} of them made nothing better and were dropped.",
            !lost ? Verdict.NotConfirmed : recovery.AdaptiveAtEnd >= recovery.FixedAtEnd ? Verdict.NotConfirmed : double.IsNaN(recovery.Rounds) ? Verdict.Partly : Verdict.Confirmed);
    }

    private const int MostDots = 40;

    private static int Change(SeriesResult one) => int.Parse(one.Label("changeRound")!) - 1;

    private static Recovery Measured(SeriesResult one) => Recovery.Of(one["dnn.gap"], one["dnn-adaptive.gap"], Change(one), AdaptationSeries.Window);

    // Single points: a gap after each keeps them from being joined.
    private static ChartSeries Dots(SeriesResult one, ChartSeries on)
    {
        var taken = Enumerable.Range(0, one.Steps).Where(round => one["retrained"][round] > 0).Take(MostDots / 2).ToArray();
        return new ChartSeries("retrained", [.. taken.SelectMany(round => (double[])[round + 1, round + 1])], [.. taken.SelectMany(round => (double[])[on.Y[round], double.NaN])]);
    }
}
