using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Report;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>Figure 7: cumulative time, against both synchronous baselines and in both regimes.</summary>
internal sealed class TimeExperiment : IExperiment
{
    /// <inheritdoc/>
    public string Name => "time";

    /// <inheritdoc/>
    public string Summary => "Fig. 7: cumulative time of all allocators against two synchronous baselines, compute-bound and communication-bound";

    /// <inheritdoc/>
    public IReadOnlyList<SeriesPlan> Plan(ExperimentSettings settings)
    {
        var plans = new List<SeriesPlan>();
        foreach (var regime in settings.Regimes)
        {
            var scenario = settings.Scenario(rounds: 20) with { Regime = regime };
            plans.Add(ScenarioSeries.Synchronous(scenario, "sync"));
            plans.Add(ScenarioSeries.Synchronous(scenario, "sync-own-best"));
            plans.AddRange(
                from count in settings.ParticipantsOr(70)
                from allocator in Compared.Allocators
                select ScenarioSeries.Diten(scenario with { Participants = count, Allocator = allocator }, $"DITEN {count}, {allocator}"));
        }
        return plans;
    }

    /// <inheritdoc/>
    public ReportSection Describe(ExperimentRun run)
    {
        var target = Target.Common(run.Series);
        var findings = new List<Finding>();
        var figures = new List<Figure>();
        var tables = new List<DataTable>();
        foreach (var regime in run.Settings.Regimes)
        {
            var series = run.With("regime", regime).ToArray();
            findings.Add(PerRound(regime, series));
            findings.Add(TimeTargets.Finding(regime, series));
            findings.Add(ToTarget(regime, series, target));
            figures.Add(new Figure($"time-{regime}", $"Network time after each round (Figure 7), {Say.Regime(regime)}. Lower is better. The bound is what no allocator can pass with the participants that τ has chosen.",
                ChartDrawing.Lines($"Cumulative time, {Say.Regime(regime)}", "round", "network time, s", [.. Curves.OverRounds(series, "cumulativeSeconds"), .. Compared.BoundLine(Ours(series)[^1])], ("YMin", 0.0))));
            figures.Add(new Figure($"time-accuracy-{regime}", $"The same runs as accuracy over network time, {Say.Regime(regime)}: what a user waits for. Further left is better.",
                ChartDrawing.Lines($"Accuracy over time, {Say.Regime(regime)}", "network time, s (logarithmic)", "test accuracy", Curves.Over(series, "cumulativeSeconds", "accuracy"), ("LogX", true), ("YMin", Curves.AccuracyFloor(series)), ("YMax", 1.0))));
            tables.Add(TimeTargets.Table(regime, series));
            tables.Add(OutcomeTable.Of($"{char.ToUpperInvariant(regime[0])}{regime[1..]}-bound", series, target));
        }
        return new ReportSection
        {
            Name = Name,
            Title = "Time: nobody waits for a straggler",
            Question = "A synchronous round lasts as long as its slowest device computes and sends. The paper's scheme takes fewer devices and gives them subcarriers so that they finish together (Eq. 28-30, Algorithm 2). How much time does that save, against a weak baseline and against a fair one?",
            Findings = findings,
            Figures = figures,
            Tables = tables,
            Limits =
            [
                "Who takes part and what is learned does not depend on the allocator: allocators of one number of participants share one training, and their accuracy per round is the same.",
                "Rounds of the two schemes are not worth the same: a synchronous round learns from all devices. Hence the last row of each regime, which compares the time to the same accuracy.",
                "With fewer participants everyone holds more subcarriers; part of the saving is this and not the allocator. The participants experiment tells them apart.",
            ],
        };
    }

    private static Finding PerRound(string regime, SeriesResult[] series)
    {
        var sync = Find(series, "sync").Last("cumulativeSeconds");
        var fair = Find(series, "sync-own-best").Last("cumulativeSeconds");
        var ours = Ours(series);
        var shares = ours.Select(one => $"with {one.Label("allocator")} and {one.Label("participants")} participants {Say.Percent(1 - (one.Last("cumulativeSeconds") / sync), 0)} less than with equal shares and {Say.Percent(1 - (one.Last("cumulativeSeconds") / fair), 0)} less than on own best");
        return new Finding(
            "The cumulative time of the scheme stays below that of synchronous federated learning.",
            $"{Capital(regime)}: {ours[0].Steps} rounds take {Say.List(shares)}.",
            Judge(ours, one => one.Last("cumulativeSeconds"), sync, fair));
    }

    private static Finding ToTarget(string regime, SeriesResult[] series, double target)
    {
        double Spent(SeriesResult one) => Target.Spent(one, target, "cumulativeSeconds");
        var sync = Spent(Find(series, "sync"));
        var fair = Spent(Find(series, "sync-own-best"));
        var ours = Ours(series);
        return new Finding(
            "It also reaches the same accuracy in less time (our stricter question, since rounds of the schemes are not worth the same).",
            $"{Capital(regime)}, to {Say.Percent(target, 1)}: {Say.Seconds(sync)} with equal shares, {Say.Seconds(fair)} on own best; {Say.List(ours.Select(one => $"{Say.Seconds(Spent(one))} with {one.Label("allocator")} and {one.Label("participants")} participants"))}.",
            Judge(ours, Spent, sync, fair));
    }

    private static Verdict Judge(SeriesResult[] ours, Func<SeriesResult, double> time, double sync, double fair)
    {
        var best = ours.Min(time);
        return ours.All(one => time(one) < fair) ? Verdict.Confirmed : best < fair || best < sync ? Verdict.Partly : Verdict.NotConfirmed;
    }

    private static SeriesResult Find(SeriesResult[] series, string scheme) => series.First(one => one.Label("scheme") == scheme);

    private static SeriesResult[] Ours(SeriesResult[] series) => [.. series.Where(one => one.Label("scheme") == "diten" && Compared.IsInformed(one))];

    private static string Capital(string regime) => char.ToUpperInvariant(regime[0]) + Say.Regime(regime)[1..];
}
