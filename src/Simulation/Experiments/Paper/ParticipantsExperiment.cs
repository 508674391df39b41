using Diten.Dashboard.Charts;
using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Report;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>Figure 8: what the number of participants does to time, energy, overhead and accuracy.</summary>
internal sealed class ParticipantsExperiment : IExperiment
{
    private const string Main = "paper";

    /// <inheritdoc/>
    public string Name => "participants";

    /// <inheritdoc/>
    public string Summary => "Fig. 8: round time, energy, overhead and accuracy for 10 to 100 participants";

    /// <inheritdoc/>
    public IReadOnlyList<SeriesPlan> Plan(ExperimentSettings settings) =>
    [
        .. from regime in settings.Regimes
           from count in settings.ParticipantsOr(10, 30, 50, 70, 90, 100)
           from allocator in Compared.Allocators
           select ScenarioSeries.Diten(settings.Scenario(rounds: 20) with { Regime = regime, Participants = count, Allocator = allocator }, Title(settings, count, allocator)),
    ];

    /// <inheritdoc/>
    public ReportSection Describe(ExperimentRun run)
    {
        var regimes = run.Settings.Regimes;
        return new ReportSection
        {
            Name = Name,
            Title = "How many participants?",
            Question = "Participants share one band: the more of them send, the fewer subcarriers each holds and the longer the round lasts. But each also brings what it has learned. Where does one more stop being worth it?",
            Findings = [Longer(run), Overhead(run), Worth(run)],
            Figures =
            [
                new Figure("participants-time", "Mean duration of a round (Figure 8).", Chart(run, "Mean round time", "seconds per round", one => one["roundSeconds"].Average())),
                new Figure("participants-energy", "Energy of all devices per round: computing and sending. Everyone computes in every round, participant or not.", Chart(run, "Energy per round", "joules per round", one => one.Last("cumulativeEnergyJoules") / one.Steps)),
                new Figure("participants-bits", "Bits of model updates per round (Eq. 20); the state reports beside them are too small to be seen.", Chart(run, "Communication overhead", "Mbit per round", one => one.Last("cumulativeBits") / one.Steps / 1e6)),
                new Figure("participants-accuracy", "Test accuracy over network time, " + Say.Regime(regimes[^1]) + ".",
                    ChartDrawing.Lines($"Accuracy over time, {Say.Regime(regimes[^1])}", "network time, s (logarithmic)", "test accuracy", Curves.Over(Of(run, regimes[^1]), "cumulativeSeconds", "accuracy"), ("LogX", true), ("YMin", Curves.AccuracyFloor(run.Series)), ("YMax", 1.0))),
                .. regimes.Select(regime => new Figure($"participants-allocators-{regime}", $"Mean duration of a round by who hands out the subcarriers, {Say.Regime(regime)}. The bound is what no allocator can pass.", Allocators(run, regime))),
            ],
            Tables = [.. regimes.Select(regime => OutcomeTable.Of(char.ToUpperInvariant(regime[0]) + Say.Regime(regime)[1..], Of(run, regime), Target.Common(Of(run, regime))))],
            Limits = ["Fixed power per subcarrier: a device that holds more of them also spends more power while it sends, and is done sooner.", "Where no allocator is named it is the paper's heuristic. Learning does not depend on the allocator, so all of one number of participants share one training."],
        };
    }

    private static ChartDrawing Chart(ExperimentRun run, string title, string label, Func<SeriesResult, double> value) =>
        ChartDrawing.Lines(title, "participants per round", label,
            [.. run.Settings.Regimes.Select(regime => Line(regime, [.. Of(run, regime).Select(Count)], Of(run, regime), value))], ("YMin", 0.0));

    private static ChartSeries Line(string name, double[] counts, IEnumerable<SeriesResult> series, Func<SeriesResult, double> value)
    {
        var points = series.Select(one => one.Over(value)).ToArray();
        return new ChartSeries(name, counts, [.. points.Select(at => at.Mean)])
        {
            Band = points.Any(at => double.IsNaN(at.HalfWidth)) ? null : ([.. points.Select(at => at.Mean - at.HalfWidth)], [.. points.Select(at => at.Mean + at.HalfWidth)]),
        };
    }

    private static Finding Longer(ExperimentRun run)
    {
        var rises = run.Settings.Regimes.Select(regime => Of(run, regime)).Select(series => (First: series[0]["roundSeconds"].Average(), Last: series[^1]["roundSeconds"].Average())).ToArray();
        var text = run.Settings.Regimes.Zip(rises, (regime, rise) => $"{Say.Seconds(rise.First)} to {Say.Seconds(rise.Last)} ({Say.Regime(regime)})");
        return new Finding(
            "More participants make a round longer, because they share the subcarriers.",
            $"From {Of(run, run.Settings.Regimes[0])[0].Label("participants")} to {Of(run, run.Settings.Regimes[0])[^1].Label("participants")} participants the mean round grows from {Say.List(text)}.",
            rises.All(rise => rise.Last > rise.First) ? Verdict.Confirmed : Verdict.NotConfirmed);
    }

    private static Finding Overhead(ExperimentRun run)
    {
        var series = Of(run, run.Settings.Regimes[0]);
        return new Finding(
            "Sending fewer models lowers the communication overhead φ (Eq. 20).",
            $"{Say.Bits(series[0].Last("cumulativeBits") / series[0].Steps)} per round with {series[0].Label("participants")} participants, {Say.Bits(series[^1].Last("cumulativeBits") / series[^1].Steps)} with {series[^1].Label("participants")}; state reports add {Say.Bits(series[0].Last("cumulativeStateBits") / series[0].Steps)}.",
            series[^1].Last("cumulativeBits") > series[0].Last("cumulativeBits") ? Verdict.Confirmed : Verdict.NotConfirmed);
    }

    private static Finding Worth(ExperimentRun run)
    {
        var best = run.Settings.Regimes.Select(regime =>
        {
            var series = Of(run, regime);
            var target = Target.Common(series);
            var first = series.MinBy(one => Target.Spent(one, target, "cumulativeSeconds"))!;
            return $"{first.Label("participants")} ({Say.Regime(regime)}, {Say.Percent(target, 1)} after {Say.Seconds(Target.Spent(first, target, "cumulativeSeconds"))})";
        });
        return new Finding("There is a best number of participants (our question).", $"The least time to the accuracy that all reach needs {Say.List(best)} participants.", Verdict.Added);
    }

    private static ChartDrawing Allocators(ExperimentRun run, string regime)
    {
        var counts = Of(run, regime).Select(Count).ToArray();
        return ChartDrawing.Lines($"Mean round time by allocator, {Say.Regime(regime)}", "participants per round", "seconds per round (logarithmic)",
            [
                .. Compared.Allocators.Select(name => Line(name, counts, run.With("regime", regime).By(name), one => one["roundSeconds"].Average())),
                new ChartSeries("lower bound", counts, [.. Of(run, regime).Select(one => one["boundSeconds"].Average())]) { Color = 7, Dashed = true },
            ],
            ("LogY", true));
    }

    private static string Title(ExperimentSettings settings, int count, string allocator) =>
        allocator == Main ? $"DITEN, {count} of {settings.DeviceCount}" : $"DITEN {count}, {allocator}";

    private static SeriesResult[] Of(ExperimentRun run, string regime) => [.. run.With("regime", regime).By(Main)];

    private static double Count(SeriesResult one) => double.Parse(one.Label("participants")!);
}
