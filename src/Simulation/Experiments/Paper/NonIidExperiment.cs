using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Report;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>What happens when the devices' data differ: label skew by a Dirichlet distribution.</summary>
internal sealed class NonIidExperiment : IExperiment
{
    private static readonly double[] s_alphas = [0.1, 0.3, 1, 10];

    /// <inheritdoc/>
    public string Name => "noniid";

    /// <inheritdoc/>
    public string Summary => "Skewed data: Dirichlet label skew from α = 0.1 (a few digits per device) to 10 (nearly equal)";

    /// <inheritdoc/>
    public IReadOnlyList<SeriesPlan> Plan(ExperimentSettings settings)
    {
        var scenario = settings.Scenario(rounds: 20) with { Partition = "dirichlet" };
        return
        [
            .. from alpha in s_alphas
               from series in Schemes(settings, scenario with { DirichletAlpha = alpha })
               select series with
               {
                   Title = $"{series.Title}, α = {alpha}",
                   Labels = [.. series.Labels, new Label("partition", "dirichlet"), Label.Number("alpha", alpha)],
               },
        ];
    }

    /// <inheritdoc/>
    public ReportSection Describe(ExperimentRun run)
    {
        var schemes = run.Series.GroupBy(one => one.Title.Split(", α")[0], StringComparer.Ordinal).ToArray();
        return new ReportSection
        {
            Name = Name,
            Title = "Skewed data",
            Question = "Machines of one plant do not see the same things. Here each device's mix of digits is drawn from a Dirichlet distribution: at α = 0.1 most devices know two or three digits, at 10 nearly all of them alike.",
            Findings = [.. schemes.Select(Cost)],
            Figures =
            [
                .. schemes.Select((scheme, i) => new Figure($"noniid-{i + 1}", $"{scheme.Key}: test accuracy after each round.",
                    ChartDrawing.Lines(scheme.Key, "round", "test accuracy", Short(scheme), ("YMin", 0.0), ("YMax", 1.0)))),
            ],
            Tables = [OutcomeTable.Of("Accuracy and what it took", run.Series, Target.Common(run.Series))],
            Limits = ["Label skew is only one way to differ: here every digit looks alike on all devices, and the sizes are those of the other experiments."],
        };
    }

    private static IEnumerable<ScenarioSeries> Schemes(ExperimentSettings settings, Scenario.ScenarioOptions scenario)
    {
        foreach (var count in settings.ParticipantsOr(30)) yield return ScenarioSeries.Diten(scenario with { Participants = count });
        yield return ScenarioSeries.Synchronous(scenario, "sync");
    }

    private static Finding Cost(IGrouping<string, SeriesResult> scheme)
    {
        var ends = scheme.OrderBy(one => double.Parse(one.Label("alpha")!)).ToArray();
        return new Finding(
            $"(Our question: what does skewed data cost? {scheme.Key}.)",
            $"{Say.List(ends.Select(one => $"{Say.With(one.Over(each => each.Last("accuracy")), share => Say.Percent(share))} at α = {one.Label("alpha")}"))} after {ends[0].Steps} rounds.",
            Verdict.Added);
    }

    private static IReadOnlyList<Diten.Dashboard.Charts.ChartSeries> Short(IEnumerable<SeriesResult> series) =>
        Curves.OverRounds(series.Select(one => one with { Title = $"α = {one.Label("alpha")}", Labels = [] }), "accuracy");
}
