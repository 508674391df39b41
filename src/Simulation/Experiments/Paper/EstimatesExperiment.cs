using Diten.Dashboard.Charts;
using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Report;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>What it costs that twins are stale and noisy: the allocators decide on estimates, the devices live in the truth.</summary>
internal sealed class EstimatesExperiment : IExperiment
{
    private static readonly int[] s_ages = [0, 1, 2, 5, 10];
    private static readonly double[] s_noises = [0, 0.05, 0.1, 0.2, 0.4];

    /// <inheritdoc/>
    public string Name => "estimates";

    /// <inheritdoc/>
    public string Summary => "what stale and noisy twins cost: round time and gap to the bound over age and noise of the estimates";

    /// <inheritdoc/>
    public IReadOnlyList<SeriesPlan> Plan(ExperimentSettings settings) =>
    [
        .. from regime in settings.Regimes
           from count in settings.ParticipantsOr(70)
           from allocator in Compared.Allocators
           from estimate in s_ages.Select(age => (Age: age, Noise: 0.0)).Concat(s_noises.Skip(1).Select(noise => (Age: 0, Noise: noise)))
           select EstimateSeries.Of(settings.Scenario(rounds: 20) with { Regime = regime, Participants = count, Allocator = allocator }, estimate.Age, estimate.Noise),
    ];

    /// <inheritdoc/>
    public ReportSection Describe(ExperimentRun run)
    {
        var regimes = run.Settings.Regimes;
        return new ReportSection
        {
            Name = Name,
            Title = "What stale and noisy twins cost",
            Question = "The base station does not see the devices; it sees their twins. If a twin's picture of the channel is some rounds old, or its SNR and frequency are wrong by some percent, subcarriers go to the wrong devices. How much longer do rounds become, and when is it no longer worth looking?",
            Findings = [.. regimes.Select(regime => Cost(run, regime))],
            Figures =
            [
                .. regimes.SelectMany(regime => (Figure[])
                [
                    new($"estimates-age-{regime}", $"Mean gap of the makespan to the lower bound of the true problem over the age of the estimates, {Say.Regime(regime)}; no noise.",
                        Chart(run, regime, $"Gap over age, {Say.Regime(regime)}", "age, rounds", "ageRounds", "noise", 1, ("WholeX", true))),
                    new($"estimates-noise-{regime}", $"The same over the relative standard deviation of SNR and frequency, {Say.Regime(regime)}; this round's estimates.",
                        Chart(run, regime, $"Gap over noise, {Say.Regime(regime)}", "noise, %", "noise", "ageRounds", 100)),
                ]),
            ],
            Tables = [.. regimes.Select(regime => Table(run, regime))],
            Limits =
            [
                "No training: the change of a model in τ (Eq. 21) is a surrogate, so the participants are not those of the time experiment. They are the same for all allocators, ages and noises.",
                "Frequencies do not change by themselves here, so age concerns the channel alone: f_D = 0.1 Hz and a second per round. A faster channel ages a twin sooner.",
                "Equal shares look at nothing and show what no estimate is worth.",
            ],
        };
    }

    private static Finding Cost(ExperimentRun run, string regime)
    {
        var counts = run.With("regime", regime).Select(one => one.Label("participants")).Distinct(StringComparer.Ordinal).ToArray();
        var series = run.With("regime", regime).Where(one => one.Label("participants") == counts[^1]).ToArray();
        double Time(string allocator, double age, double noise) => Find(series, allocator, age, noise).Last("cumulativeSeconds");
        var blind = Time("equal-share", 0, 0);
        var texts = Compared.Informed.Select(name =>
            $"{name}: {Say.Seconds(Time(name, 0, 0))}, {Say.Seconds(Time(name, 1, 0))} with estimates one round old, {Say.Seconds(Time(name, 10, 0))} with ten, {Say.Seconds(Time(name, 0, 0.1))} with 10 % noise, {Say.Seconds(Time(name, 0, 0.4))} with 40 %");
        var slower = Compared.Informed.Where(name => series.By(name).Any(one => one.Last("cumulativeSeconds") >= blind)).ToArray();
        var verdict = slower.Length == 0 ? "even the worst estimates are worth more than none" : $"the worst estimates make {Say.List(slower)} slower than that";
        return new Finding(
            $"Twins that are stale or noisy cost time (our question), {Say.Regime(regime)}.",
            $"{series[0].Steps} rounds with {counts[^1]} participants. {string.Join("; ", texts)}. Equal shares, which look at nothing: {Say.Seconds(blind)}; {verdict}.",
            Verdict.Added);
    }

    private static ChartDrawing Chart(ExperimentRun run, string regime, string title, string label, string over, string fixedAtZero, double scale, params ReadOnlySpan<(string Name, object? Value)> more) =>
        ChartDrawing.Lines(title, label, "mean gap to the bound, %",
            [
                .. run.With("regime", regime).Where(one => Number(one, fixedAtZero) == 0)
                    .GroupBy(one => (Allocator: one.Label("allocator"), Count: one.Label("participants")))
                    .Select(group => new ChartSeries(
                        $"{group.Key.Allocator}, {group.Key.Count}", [.. group.Select(one => scale * Number(one, over))], [.. group.Select(one => 100 * Compared.MeanGap(one))])
                    { Dashed = group.Key.Allocator == "equal-share" }),
            ],
            [("YMin", 0.0), .. more]);

    private static DataTable Table(ExperimentRun run, string regime) => new(
        $"Time of all rounds, the lower bound of the true problem, the mean gap, and energy, {Say.Regime(regime)}",
        ["", "Participants", "Age, rounds", "Noise", "Time", "Lower bound", "Mean gap", "More than exact", "Energy"],
        // Equal shares look at nothing: one row says it for all estimates.
        [.. run.With("regime", regime).Where(one => one.Label("allocator") != "equal-share" || (Number(one, "ageRounds") == 0 && Number(one, "noise") == 0)).Select(one =>
        {
            var exact = run.With("regime", regime).By(one.Label("allocator")!).First(other => other.Label("participants") == one.Label("participants"));
            return (string[])
            [
                one.Label("allocator")!, one.Label("participants")!, one.Label("ageRounds")!, Say.Percent(Number(one, "noise"), 0),
                Say.Seconds(one.Last("cumulativeSeconds")), Say.Seconds(one.Last("cumulativeBoundSeconds")), Say.Percent(Compared.MeanGap(one), 1),
                Say.Percent((one.Last("cumulativeSeconds") / exact.Last("cumulativeSeconds")) - 1, 1), Say.Joules(one.Last("cumulativeEnergyJoules")),
            ];
        })]);

    private static SeriesResult Find(SeriesResult[] series, string allocator, double age, double noise) =>
        series.By(allocator).First(one => Number(one, "ageRounds") == age && Number(one, "noise") == noise);

    private static double Number(SeriesResult one, string label) => double.Parse(one.Label(label)!);
}
