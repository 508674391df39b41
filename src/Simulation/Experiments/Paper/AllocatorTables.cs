using Diten.Dashboard.Charts;
using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Report;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>Tables, figures and findings of the allocators on held-out states.</summary>
internal static class AllocatorTables
{
    /// <summary>One table: all allocators on the states of one series.</summary>
    public static DataTable Of(SeriesResult one) => new(
        $"{one.Title}, {one.Steps} held-out states; lower bound on average {Say.Seconds(one["lowerBoundSeconds"].Average())}",
        ["Allocator", "Makespan", "Gap, mean", "Gap, worst", "Ψ, s²", "Energy", "Heuristic's answer taken"],
        [.. AllocatorSeries.Names.Select(name => (string[])
        [
            name, Say.Seconds(one[$"{name}.makespanSeconds"].Average()), Say.Percent(one[$"{name}.gap"].Average()), Say.Percent(one[$"{name}.gap"].Max()),
            Say.Figures(one[$"{name}.psi"].Average()), Say.Joules(one[$"{name}.energyJoules"].Average()),
            name == "dnn" ? $"{one["dnn.fallback"].Sum()} times" : "",
        ])]);

    /// <summary>Mean gap over the number of devices.</summary>
    public static Figure GapOverSizes(string regime, IReadOnlyList<SeriesResult> trained)
    {
        var ours = trained.Where(one => one.Label("regime") == regime).ToArray();
        var sizes = ours.Select(one => double.Parse(one.Label("devices")!)).ToArray();
        string[] names = ["own-best", "paper", "dnn", "local-search"];
        return new Figure(
            $"allocator-gap-{regime}",
            $"How far each is from the lower bound, {Say.Regime(regime)}: mean over the held-out states. The best possible allocation lies between zero and the lowest line.",
            ChartDrawing.Lines($"Gap to the lower bound, {Say.Regime(regime)}", "devices", "gap, %", [.. names.Select(name => new ChartSeries(name, sizes, [.. ours.Select(one => 100 * one[$"{name}.gap"].Average())]))], ("YMin", 0.0)));
    }

    /// <summary>What the network is worth, and whether it carries over.</summary>
    public static IEnumerable<Finding> Findings(IReadOnlyList<SeriesResult> tables)
    {
        foreach (var regime in tables.GroupBy(one => one.Label("regime")!, StringComparer.Ordinal))
        {
            var largest = regime.Last(one => one.Label("statistics") == AllocatorSeries.Trained);
            yield return new Finding(
                "The network allots better than fixed rules.",
                $"{largest.Title}: mean gap to the bound {Gaps(largest)}.",
                Mean(largest, "dnn") < Mean(largest, "paper") && Mean(largest, "dnn") < Mean(largest, "equal-share") ? Verdict.Confirmed : Verdict.NotConfirmed);
            var others = regime.Where(one => one.Label("statistics") != AllocatorSeries.Trained).ToArray();
            yield return new Finding(
                "One trained network also serves statistics that it never saw.",
                $"{Say.Regime(regime.Key)}: mean gap of dnn {Say.List(others.Select(one => $"{Say.Percent(Mean(one, "dnn"))} ({one.Label("statistics")})"))}; the paper's heuristic {Say.List(others.Select(one => Say.Percent(Mean(one, "paper"))))}.",
                Verdict.Added);
        }
        yield return new Finding(
            "It is the network that makes the answers good.",
            $"The same projection with a fixed rule in place of the network: mean gap {Say.List(Trained(tables).Select(one => $"{Say.Percent(Mean(one, "deal-by-rate"))} (own rate) and {Say.Percent(Mean(one, "deal-by-demand"))} (what others want least) against {Say.Percent(Mean(one, "dnn"))} with the network, Ψ {Say.Figures(Psi(one, "deal-by-rate"))} and {Say.Figures(Psi(one, "deal-by-demand"))} against {Say.Figures(Psi(one, "dnn"))} s² ({one.Title})"))}. The gain over the heuristics is mostly the projection's, which looks for the earliest deadline that all can meet.",
            Trained(tables).All(one => Mean(one, "dnn") <= Math.Min(Mean(one, "deal-by-rate"), Mean(one, "deal-by-demand"))) ? Verdict.Partly : Verdict.NotConfirmed);
        var decisions = tables.Sum(one => one.Steps);
        yield return new Finding(
            "Using the network is never worse than not having it.",
            $"The paper's heuristic runs whole with every decision. Of {decisions} decisions its answer was the better one, and was taken, in {tables.Sum(one => one["dnn.fallback"].Sum())}; it alone would have ended sooner than the answer given in {tables.Sum(PaperShorter)}, and more evenly (a lower Ψ, at a longer makespan) in {tables.Sum(PaperEvener)}.",
            tables.Sum(PaperShorter) == 0 ? Verdict.Added : Verdict.NotConfirmed);
    }

    /// <summary>States in which the paper's heuristic alone would have had the shorter makespan than the network with it behind: none, or the guard is broken.</summary>
    public static int PaperShorter(SeriesResult one) => one["paper.makespanSeconds"].Zip(one["dnn.makespanSeconds"]).Count(pair => pair.First < pair.Second);

    private static int PaperEvener(SeriesResult one) => one["paper.psi"].Zip(one["dnn.psi"]).Count(pair => pair.First < pair.Second);

    private static IEnumerable<SeriesResult> Trained(IReadOnlyList<SeriesResult> tables) =>
        tables.Where(one => one.Label("statistics") == AllocatorSeries.Trained).GroupBy(one => one.Label("regime"), StringComparer.Ordinal).Select(group => group.Last());

    private static double Psi(SeriesResult one, string name) => one[$"{name}.psi"].Average();

    private static double Mean(SeriesResult one, string name) => one[$"{name}.gap"].Average();

    private static string Gaps(SeriesResult one) =>
        Say.List(AllocatorSeries.Names.Select(name => $"{Say.Percent(Mean(one, name))} ({name})"));
}
