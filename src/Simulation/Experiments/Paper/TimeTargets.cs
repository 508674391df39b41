using Diten.Core.Numerics;
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
        var (overSyncs, overFairs) = (Times(sync, best, Time), Times(fair, best, Time));
        var (syncTimes, fairTimes) = (overSyncs.Mean, overFairs.Mean);
        var (syncLimit, fairLimit) = (Times(sync, best, Bound).Mean, Times(fair, best, Bound).Mean);
        var thrifty = ours.All(one => Energy(one) < Math.Min(Energy(sync), Energy(fair)));
        var reached = syncTimes >= overSync && fairTimes >= overFair;
        var forbidden = syncLimit < overSync || fairLimit < overFair;
        return new Finding(
            $"Our target, {Say.Regime(regime)}: at least {overSync:0.#} times less time than equal shares, {overFair:0.#} times less than own best, and less energy.",
            $"Best is {best.Label("allocator")} with {best.Label("participants")} participants: {Say.With(overSyncs, Say.Figures)} times less than equal shares and {Say.With(overFairs, Say.Figures)} times less than own best, energy {Say.Joules(Energy(best))} against {Say.Joules(Energy(sync))} and {Say.Joules(Energy(fair))}. "
                + $"No allocator can do it in less than {Say.Seconds(Bound(best))} with these participants (certificate), which is {Say.Figures(syncLimit)} and {Say.Figures(fairLimit)} times less{(forbidden ? ": the target is out of anybody's reach here" : "")}.",
            reached && thrifty ? Verdict.Confirmed : syncTimes >= overSync || fairTimes >= overFair ? Verdict.Partly : Verdict.NotConfirmed);
    }

    /// <summary>Time, factors, gap to the bound and energy of every series.</summary>
    public static DataTable Table(string regime, SeriesResult[] series)
    {
        var (sync, fair) = (Baseline(series, "sync"), Baseline(series, "sync-own-best"));
        return new DataTable(
            $"Time and energy of all rounds, {Say.Regime(regime)}; times less than equal shares and than own best, and the most that the lower bound allows{Say.Seeds(series)}",
            ["", "Time", "Lower bound", "Mean gap", "Equal shares / this", "at most", "Own best / this", "at most", "Energy"],
            [.. series.Select(one => (string[])
            [
                one.Title, Say.With(one.Over(Time), Say.Seconds), Say.With(one.Over(Bound), Say.Seconds), Say.Percent(one.Over(Compared.MeanGap).Mean, 1),
                Say.With(Times(sync, one, Time), Say.Figures), Say.Figures(Times(sync, one, Bound).Mean),
                Say.With(Times(fair, one, Time), Say.Figures), Say.Figures(Times(fair, one, Bound).Mean), Say.With(one.Over(Energy), Say.Joules),
            ])]);
    }

    private static SeriesResult[] Ours(SeriesResult[] series) => [.. series.Where(one => one.Label("scheme") == "diten")];

    private static SeriesResult Baseline(SeriesResult[] series, string scheme) => series.First(one => one.Label("scheme") == scheme);

    private static MeanInterval Times(SeriesResult baseline, SeriesResult one, Func<SeriesResult, double> time) =>
        baseline.Over(one, (slow, fast) => Time(slow) / time(fast));

    private static double Time(SeriesResult one) => one.Last("cumulativeSeconds");

    private static double Bound(SeriesResult one) => one.Last("cumulativeBoundSeconds");

    private static double Energy(SeriesResult one) => one.Last("cumulativeEnergyJoules");
}
