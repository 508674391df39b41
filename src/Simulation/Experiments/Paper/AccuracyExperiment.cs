using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Report;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>Figures 5 and 6: accuracy and loss for several numbers of participants, beside synchronous learning.</summary>
internal sealed class AccuracyExperiment : IExperiment
{
    /// <inheritdoc/>
    public string Name => "accuracy";

    /// <inheritdoc/>
    public string Summary => "Fig. 5, 6: accuracy and loss with 30, 50, 70 and 90 participants, and synchronously";

    /// <inheritdoc/>
    public IReadOnlyList<SeriesPlan> Plan(ExperimentSettings settings)
    {
        var scenario = settings.Scenario(rounds: 20);
        return
        [
            .. settings.ParticipantsOr(30, 50, 70, 90).Select(count => ScenarioSeries.Diten(scenario with { Participants = count })),
            ScenarioSeries.Synchronous(scenario, "sync"),
        ];
    }

    /// <inheritdoc/>
    public ReportSection Describe(ExperimentRun run)
    {
        var ours = run.With("scheme", "diten").ToArray();
        var sync = run.With("scheme", "sync").First();
        var floor = Curves.AccuracyFloor(run.Series);
        return new ReportSection
        {
            Name = Name,
            Title = "Accuracy with fewer participants",
            Question = "In each round only those devices send their model whose update weight τ is large enough (Eq. 21, Algorithm 1); the others report their state and keep training. What does that cost in accuracy? The threshold is set each round so that a wanted number take part.",
            Findings = [Monotone(ours), Close(ours, sync), Starvation(ours)],
            Figures =
            [
                new Figure("accuracy", "Test accuracy after each round (the paper's Figure 5). Dashed: synchronous FedAvg, everyone takes part.",
                    ChartDrawing.Lines("Test accuracy per round", "round", "test accuracy", Curves.OverRounds(run.Series, "accuracy"), ("YMin", floor), ("YMax", 1.0))),
                new Figure("accuracy-loss", "Test loss after each round (Figure 6), logarithmic.",
                    ChartDrawing.Lines("Test loss per round", "round", "cross entropy, nats", Curves.OverRounds(run.Series, "loss"), ("LogY", true))),
                new Figure("accuracy-participation", "How often each device took part, from the most to the least often taken. A flat line is fair; a tail at zero is starved.",
                    ChartDrawing.Lines("Participation of the devices", "device, ranked", "rounds taken", Curves.Ranked(run.Series, "roundsTaken"), ("YMin", 0.0))),
            ],
            Tables = [OutcomeTable.Of("Accuracy and what it took", run.Series, Target.Common(run.Series))],
            Limits =
            [
                "One seed. The last tenths of a percentage point move with the seed; run it with another --seed before reading them.",
                "The paper does not name its network or its learning rate; here it is the model named above at rate 0.1, batches of 10 and one local epoch per round.",
            ],
        };
    }

    private static Finding Monotone(SeriesResult[] ours)
    {
        var ends = ours.OrderBy(one => double.Parse(one.Label("participants")!)).Select(one => one.Last("accuracy")).ToArray();
        var falls = ends.Zip(ends.Skip(1), (less, more) => less - more).DefaultIfEmpty(0).Max();
        var rises = ends.Length > 1 && ends[^1] > ends[0];
        return new Finding(
            "More participants per round give a higher accuracy.",
            $"At the end: {Say.List(ours.Select(one => $"{Say.Percent(one.Last("accuracy"))} with {one.Label("participants")}"))}.",
            rises && falls <= 0.001 ? Verdict.Confirmed : rises ? Verdict.Partly : Verdict.NotConfirmed);
    }

    private static Finding Close(SeriesResult[] ours, SeriesResult sync)
    {
        var best = ours.MaxBy(one => one.Last("accuracy"))!;
        var gap = best.Last("accuracy") - sync.Last("accuracy");
        return new Finding(
            "The asynchronous scheme comes close to synchronous aggregation.",
            $"Synchronous FedAvg ends at {Say.Percent(sync.Last("accuracy"))}; the best of the asynchronous runs ({best.Label("participants")} participants) at {Say.Percent(best.Last("accuracy"))}, {Say.Points(gap)}.",
            gap >= -0.003 ? Verdict.Confirmed : gap >= -0.02 ? Verdict.Partly : Verdict.NotConfirmed);
    }

    private static Finding Starvation(SeriesResult[] ours)
    {
        var fewest = ours[0];
        var taken = fewest["roundsTaken"];
        return new Finding(
            "τ decides who takes part (the paper does not show how often each device does).",
            $"With {fewest.Label("participants")} participants {taken.Count(rounds => rounds == 0)} of {taken.Length} devices were never taken in {fewest.Steps} rounds; the most frequent one was taken {taken.Max():F0} times.",
            Verdict.Added);
    }
}
