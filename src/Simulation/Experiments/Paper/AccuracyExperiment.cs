using Diten.Core.Numerics;
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
                run.Settings.Seeds == 1
                    ? "One seed. The last tenths of a percentage point move with the seed, and 10,000 test images tell two accuracies of 98 % apart only from 0.4 points on: repeat it with --seeds 5 before reading them."
                    : $"{run.Settings.Seeds} seeds, and one test set for all of them: the intervals say what the seeds do, not what another test set would.",
                $"The paper does not name its network or its learning rate; here it is {run.Settings.Scenario(1).Model}, at the rate {run.Settings.Scenario(1).LearningRate}, batches of {run.Settings.Scenario(1).BatchSize} and {run.Settings.Scenario(1).Epochs} local epoch per round.",
            ],
        };
    }

    private static Finding Monotone(SeriesResult[] ours)
    {
        var ordered = ours.OrderBy(one => double.Parse(one.Label("participants")!)).ToArray();
        var steps = ordered.Zip(ordered.Skip(1), Gain).ToArray();
        var whole = Gain(ordered[0], ordered[^1]);
        var single = double.IsNaN(whole.HalfWidth);
        var rises = single ? whole.Mean > Chance : whole.IsAboveZero;
        var falls = steps.Any(step => single ? step.Mean < -Chance : step.IsBelowZero);
        return new Finding(
            "More participants per round give a higher accuracy.",
            $"At the end: {Say.List(ours.Select(one => $"{Ending(one)} with {one.Label("participants")}"))}; from the fewest to the most {Say.With(whole, Say.Points)}{(rises ? "" : ", which chance may have done")}.",
            rises && !falls ? Verdict.Confirmed : whole.Mean > 0 ? Verdict.Partly : Verdict.NotConfirmed);
    }

    private static Finding Close(SeriesResult[] ours, SeriesResult sync)
    {
        var best = ours.MaxBy(one => one.Last("accuracy"))!;
        var gap = Gain(sync, best);
        return new Finding(
            "The asynchronous scheme comes close to synchronous aggregation.",
            $"Synchronous FedAvg ends at {Ending(sync)}; the best of the asynchronous runs ({best.Label("participants")} participants) at {Ending(best)}, {Say.With(gap, Say.Points)}.",
            gap.Mean >= -0.003 ? Verdict.Confirmed : gap.Mean >= -0.02 ? Verdict.Partly : Verdict.NotConfirmed);
    }

    // Of one seed: twice the standard error of a difference of two accuracies of 98 % on 10,000 test images each.
    private const double Chance = 0.004;

    private static MeanInterval Gain(SeriesResult from, SeriesResult to) => from.Over(to, (before, after) => after.Last("accuracy") - before.Last("accuracy"));

    private static string Ending(SeriesResult one) => Say.With(one.Over(each => each.Last("accuracy")), share => Say.Percent(share));

    private static Finding Starvation(SeriesResult[] ours)
    {
        var fewest = ours[0];
        var never = fewest.Over(each => each["roundsTaken"].Count(rounds => rounds == 0));
        var most = fewest.Each().Max(each => each["roundsTaken"].Max());
        return new Finding(
            "τ decides who takes part (the paper does not show how often each device does).",
            $"With {fewest.Label("participants")} participants {Say.With(never, Say.Count)} of {fewest["roundsTaken"].Length} devices were never taken in {fewest.Steps} rounds; the most frequent one was taken {most:F0} times.",
            Verdict.Added);
    }
}
