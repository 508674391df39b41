using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Report;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>Finding and table on what the owners of the round before are worth.</summary>
internal static class HistoryReport
{
    /// <summary>Whether θ_(t−1) helps.</summary>
    public static Finding Finding(SeriesResult one)
    {
        var better = Settings(one).Count(name => Mean(one, name, HistorySeries.Told) < Math.Min(Mean(one, name, HistorySeries.Untold), Mean(one, name, HistorySeries.Without)));
        return new Finding(
            "The owners of the round before, an input of the paper's network (Eq. 37), help it.",
            $"Mean gap of the network's answers, {Say.List(Settings(one).Select(name => $"{name}: {Say.Percent(Mean(one, name, HistorySeries.Told), 3)} told, {Say.Percent(Mean(one, name, HistorySeries.Untold), 3)} untold, {Say.Percent(Mean(one, name, HistorySeries.Without), 3)} by a network trained without"))}.{(better == Settings(one).Length ? "" : " The best allocation of a round does not depend on who had what before; it can only be a hint at an answer that is still good.")}",
            better == Settings(one).Length ? Verdict.Confirmed : better == 0 ? Verdict.NotConfirmed : Verdict.Partly);
    }

    /// <summary>The gaps.</summary>
    public static DataTable Table(SeriesResult one) => new(
        $"Owners of the round before as an input of the network: mean gap to the bound over {one.Steps} rounds of one network",
        ["Setting", "Told", "Not told", "Trained without", "Subcarriers that keep their owner"],
        [.. Settings(one).Select(name => (string[])
        [
            name, Say.Percent(Mean(one, name, HistorySeries.Told), 3), Say.Percent(Mean(one, name, HistorySeries.Untold), 3), Say.Percent(Mean(one, name, HistorySeries.Without), 3),
            Say.Percent(one[$"{name}.kept"].Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average(), 1),
        ])]);

    private static string[] Settings(SeriesResult one) =>
        [.. one.Columns.Where(column => column.Name.EndsWith(".kept", StringComparison.Ordinal)).Select(column => column.Name[..^5])];

    private static double Mean(SeriesResult one, string setting, string network) => one[$"{setting}.{network}.gap"].Average();
}
