using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Report;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>Equation 22 can be read in several ways: what each does to the model.</summary>
internal sealed class ModesExperiment : IExperiment
{
    /// <inheritdoc/>
    public string Name => "modes";

    /// <inheritdoc/>
    public string Summary => "Eq. 22 as printed and in the readings that learn; who takes the broadcast model";

    /// <inheritdoc/>
    public IReadOnlyList<SeriesPlan> Plan(ExperimentSettings settings)
    {
        var count = settings.ParticipantsOr(30)[0];
        var scenario = settings.Scenario(rounds: 20) with { Participants = count };
        return
        [
            Of(scenario with { Aggregation = "normalized", Adoption = "keep" }),
            Of(scenario with { Aggregation = "normalized", Adoption = "adopt" }),
            Of(scenario with { Aggregation = "samples", Adoption = "keep" }),
            Of(scenario with { Aggregation = "samples", Adoption = "adopt" }),
            Of(scenario with { Aggregation = "residual", Adoption = "keep", WeightScale = 10 }),
            Of(scenario with { Aggregation = "residual", Adoption = "adopt", WeightScale = 10 }),
            Of(scenario with { Aggregation = "literal", Adoption = "keep" }),
            Of(scenario with { Aggregation = "literal", Adoption = "adopt" }),
        ];
    }

    /// <inheritdoc/>
    public ReportSection Describe(ExperimentRun run)
    {
        var keep = run.With("adoption", "keep").ToArray();
        var adopt = run.With("adoption", "adopt").ToArray();
        var literal = run.With("aggregation", "literal").ToArray();
        var normalized = run.With("aggregation", "normalized").ToArray();
        return new ReportSection
        {
            Name = Name,
            Title = "Reading Equation 22",
            Question = "As printed, the weights of the asynchronous aggregation do not sum to 1, so the model shrinks every round by the factor Σ p(1 − e^(−τ)). Dividing by their sum (normalized), stepping from the old model (residual, with τ scaled by 10) or weighing by samples alone are the readings that conserve it. And the paper's words let only participants take the new model (keep); adopt gives it to everyone.",
            Findings =
            [
                new Finding("w = Σ p(1 − e^(−τ)) w (Eq. 22 as printed).", $"It ends at {Say.List(literal.Select(one => $"{Say.With(one.Over(each => each.Last("accuracy")), share => Say.Percent(share))} ({one.Label("adoption")})"))}; normalized, the same runs end at {Say.List(normalized.Select(one => $"{Say.With(one.Over(each => each.Last("accuracy")), share => Say.Percent(share))} ({one.Label("adoption")})"))}.", literal.Max(one => one.Last("accuracy")) < normalized.Min(one => one.Last("accuracy")) - 0.005 ? Verdict.NotConfirmed : Verdict.Partly),
                new Finding("Devices that did not take part keep their own model.", $"Adopting the broadcast changes the final accuracy by {Say.List(normalized.Length < 2 ? [] : [Say.With(normalized[0].Over(normalized[1], (keeps, adopts) => adopts.Last("accuracy") - keeps.Last("accuracy")), Say.Points) + " (normalized)"])}.", Verdict.Added),
            ],
            Figures =
            [
                new Figure("modes-keep", "Participants alone take the new model.", ChartDrawing.Lines("Adoption: keep", "round", "test accuracy", Short(keep), ("YMin", 0.0), ("YMax", 1.0))),
                new Figure("modes-adopt", "Everyone takes the new model.", ChartDrawing.Lines("Adoption: adopt", "round", "test accuracy", Short(adopt), ("YMin", 0.0), ("YMax", 1.0))),
                new Figure("modes-participation", "How often each device took part, with keep: τ looks at how far a device's model is from the broadcast one.", ChartDrawing.Lines("Participation, adoption: keep", "device, ranked", "rounds taken", Curves.Ranked(keep.Select(Rename), "roundsTaken"), ("YMin", 0.0))),
            ],
            Tables = [OutcomeTable.Of("Accuracy and what it took", run.Series, Target.Common(normalized))],
        };
    }

    private static ScenarioSeries Of(Scenario.ScenarioOptions options)
    {
        var series = ScenarioSeries.Diten(options, $"{options.Aggregation}, {options.Adoption}");
        return options.WeightScale == 1 ? series : series with { Labels = [.. series.Labels, Label.Number("weightScale", options.WeightScale)] };
    }

    private static IReadOnlyList<Diten.Dashboard.Charts.ChartSeries> Short(IEnumerable<SeriesResult> series) => Curves.OverRounds(series.Select(Rename), "accuracy");

    private static SeriesResult Rename(SeriesResult one) => one with { Title = one.Label("aggregation")! };
}
