using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Report;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>How many times less time each allocator needs than the synchronous baselines, and how many times less is possible at all.</summary>
internal static class TimeTargets
{
    /// <summary>The targets against measurement and bound.</summary>
    /// <param name="regime">Regime.</param>
    /// <param name="series">All series of the regime.</param>
    public static Finding Finding(string regime, SeriesResult[] series)
    {
        var (overSync, overFair) = regime == "compute" ? (4.0, 1.5) : (6.0, 1.8);
        var (sync, fair) = (Baseline(series, "sync"), Baseline(series, "sync-own-best"));
        var ours = Ours(series).Where(one => Compared.IsInformed(one)).ToArray();
        var best = ours.MinBy(Time)!;
        var (syncTimes, fairTimes) = (Time(sync) / Time(best), Time(fair) / Time(best));
        var (syncLimit, fairLimit) = (Time(sync) / Bound(best), Time(fair) / Bound(best));
        var thrifty = ours.All(one => Energy(one) < Math.Min(Energy(sync), Energy(fair)));
        var reached = syncTimes >= overSync && fairTimes >= overFair;
        var forbidden = syncLimit < overSync || fairLimit < overFair;
        return new Finding(
            $"Our target, {Say.Regime(regime)}: at least {overSync:0.#} times less time than equal shares, {overFair:0.#} times less than own best, and less energy.",
            $"Best is {best.Label("allocator")} with {best.Label("participants")} participants: {Say.Figures(syncTimes)} times less than equal shares and {Say.Figures(fairTimes)} times less than own best, energy {Say.Joules(Energy(best))} against {Say.Joules(Energy(sync))} and {Say.Joules(Energy(fair))}. "
                + $"No allocator can do it in less than {Say.Seconds(Bound(best))} with these participants (certificate), which is {Say.Figures(syncLimit)} and {Say.Figures(fairLimit)} times less{(forbidden ? ": the target is out of anybody's reach here" : "")}.",
            reached && thrifty ? Verdict.Confirmed : syncTimes >= overSync || fairTimes >= overFair ? Verdict.Partly : Verdict.NotConfirmed);
    }

    /// <summary>Time, factors, gap to the bound and energy of every series.</summary>
    public static DataTable Table(string regime, SeriesResult[] series)
    {
        var (sync, fair) = (Baseline(series, "sync"), Baseline(series, "sync-own-best"));
        return new DataTable(
            $"Time and energy of all rounds, {Say.Regime(regime)}; times less than equal shares and than own best, and the most that the lower bound allows",
            ["", "Time", "Lower bound", "Mean gap", "Equal shares / this", "at most", "Own best / this", "at most", "Energy"],
            [.. series.Select(one => (string[])
            [
                one.Title, Say.Seconds(Time(one)), Say.Seconds(Bound(one)), Say.Percent(Compared.MeanGap(one), 1),
                Say.Figures(Time(sync) / Time(one)), Say.Figures(Time(sync) / Bound(one)),
                Say.Figures(Time(fair) / Time(one)), Say.Figures(Time(fair) / Bound(one)), Say.Joules(Energy(one)),
            ])]);
    }

    private static SeriesResult[] Ours(SeriesResult[] series) => [.. series.Where(one => one.Label("scheme") == "diten")];

    private static SeriesResult Baseline(SeriesResult[] series, string scheme) => series.First(one => one.Label("scheme") == scheme);

    private static double Time(SeriesResult one) => one.Last("cumulativeSeconds");

    private static double Bound(SeriesResult one) => one.Last("cumulativeBoundSeconds");

    private static double Energy(SeriesResult one) => one.Last("cumulativeEnergyJoules");
}
