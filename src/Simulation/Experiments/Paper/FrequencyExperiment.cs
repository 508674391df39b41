using Diten.Dashboard.Charts;
using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Report;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>The CPU frequency problem (Eq. 31-35): time against energy, and the paper's grouping taken literally.</summary>
internal sealed class FrequencyExperiment : IExperiment
{
    private static readonly string[] s_groups = ["bottleneck", "balanced", "strong"];

    /// <inheritdoc/>
    public string Name => "frequency";

    /// <inheritdoc/>
    public string Summary => "Eq. 31-35: energy against time over γ, the groups, and how often the grouping without clamp is infeasible";

    /// <inheritdoc/>
    public bool TakesSeeds => false;

    /// <inheritdoc/>
    public IReadOnlyList<SeriesPlan> Plan(ExperimentSettings settings) =>
    [
        .. from regime in settings.Regimes
           from scheme in new[] { FrequencySeries.Optimal, FrequencySeries.Fastest }
           select (SeriesPlan)FrequencySeries.Sweep(settings.Scenario(rounds: 1) with { Regime = regime }, scheme),
        LiteralGroupingSeries.Of(settings.Seed),
    ];

    /// <inheritdoc/>
    public ReportSection Describe(ExperimentRun run)
    {
        var regimes = run.Settings.Regimes;
        var optimal = regimes.Select(regime => Of(run, regime, FrequencySeries.Optimal)).ToArray();
        var fastest = regimes.Select(regime => Of(run, regime, FrequencySeries.Fastest)).ToArray();
        var literal = run.Series.First(one => one.Label("scheme") == LiteralGroupingSeries.Scheme);
        return new ReportSection
        {
            Name = Name,
            Title = "CPU frequency: time against energy",
            Question = "Running faster costs energy with the square of the frequency, and only the slowest device decides how long the round lasts. γ says what a second is worth in joules. The exact optimum puts every device into one of three groups: the bottleneck runs at its maximum, the strong at their minimum, the balanced just fast enough.",
            Findings = [Saves(regimes, optimal, fastest), Literal(literal)],
            Figures =
            [
                new Figure("frequency-pareto", "Every point is the optimum for one γ: energy of the round against its duration. Nothing can lie below the curve.",
                    ChartDrawing.Lines("Energy against time", "T, s", "energy, J", [.. regimes.Zip(optimal, (regime, one) => new ChartSeries(regime, one["timeSeconds"], one["energyJoules"]))], ("YMin", 0.0), ("MarkersUpTo", 60))),
                new Figure("frequency-groups", $"How many devices are in each group, {Say.Regime(regimes[0])}. The more a second is worth, the fewer can afford to be slow.",
                    ChartDrawing.Lines("Groups over γ", "γ, J/s", "devices", [.. Groups(optimal[0])], ("LogX", true), ("YMin", 0.0))),
                new Figure("frequency-saving", "Energy that the optimum saves against everyone running at maximum frequency.",
                    ChartDrawing.Lines("Energy saved over γ", "γ, J/s", "energy saved, %", [.. regimes.Select((regime, i) => new ChartSeries(regime, optimal[i]["gamma"], Saved(optimal[i], fastest[i])))], ("LogX", true), ("YMin", 0.0), ("YMax", 100.0))),
                new Figure("frequency-literal", "Random instances for which the grouping of Eq. 32-34, followed literally without a clamp, leaves the frequency bounds: 1,000 for each number of devices, γ from 0.01 to 10,000 J/s.",
                    ChartDrawing.Lines("Infeasible without a clamp", "devices", "instances, %", [new ChartSeries("infeasible", literal["devices"], Shares(literal))], ("LogX", true), ("YMin", 0.0), ("YMax", 100.0))),
            ],
            Tables = [.. regimes.Select((regime, i) => Table(regime, optimal[i], fastest[i]))],
            Limits = ["Radio time is left out, as in Eq. 31: T bounds the computing alone."],
        };
    }

    private static Finding Saves(IReadOnlyList<string> regimes, SeriesResult[] optimal, SeriesResult[] fastest)
    {
        var at = Array.FindIndex(optimal[0]["gamma"], gamma => gamma >= 0.0999);
        var text = regimes.Select((regime, i) => $"{Say.Percent(1 - (optimal[i]["energyJoules"][at] / fastest[i]["energyJoules"][at]), 0)} of the energy for {Say.Percent((optimal[i]["timeSeconds"][at] / fastest[i]["timeSeconds"][at]) - 1, 0)} more time ({Say.Regime(regime)})");
        return new Finding(
            "Choosing the frequencies jointly lowers the energy.",
            $"At γ = {Say.Figures(optimal[0]["gamma"][at])} J/s the optimum saves {Say.List(text)} against everyone at maximum frequency.",
            optimal.Zip(fastest).All(pair => pair.First["objective"].Zip(pair.Second["objective"]).All(o => o.First <= o.Second * (1 + 1e-12))) ? Verdict.Confirmed : Verdict.NotConfirmed);
    }

    private static Finding Literal(SeriesResult literal)
    {
        var shares = Shares(literal);
        var total = literal["infeasible"].Sum();
        return new Finding(
            "f = f_max in N1, f_min in N2 and ξD/T in N3 solves the problem (Eq. 33).",
            $"Taken literally, without a clamp, {Say.Percent(shares[0] / 100, 1)} of the random instances with {literal["devices"][0]} devices and {Say.Percent(shares[^1] / 100, 0)} of those with {literal["devices"][^1]} break a frequency bound. Clamped to [f_min, f_max], with T from an exact scan, all are solved.",
            total > 0 ? Verdict.Partly : Verdict.Confirmed);
    }

    private static double[] Shares(SeriesResult literal) => [.. literal["infeasible"].Zip(literal["instances"], (bad, all) => 100 * bad / all)];

    private static IEnumerable<ChartSeries> Groups(SeriesResult one) =>
        s_groups.Select(name => new ChartSeries(name, one["gamma"], one[name]));

    private static double[] Saved(SeriesResult optimal, SeriesResult fastest) =>
        [.. optimal["energyJoules"].Zip(fastest["energyJoules"], (ours, max) => 100 * (1 - (ours / max)))];

    private static DataTable Table(string regime, SeriesResult optimal, SeriesResult fastest) => new(
        $"Optimum and everyone at maximum frequency, {Say.Regime(regime)}",
        ["γ, J/s", "T", "Energy", "Objective", "T at f_max", "Energy at f_max", "Objective at f_max", "Bottleneck", "Balanced", "Strong"],
        [.. Enumerable.Range(0, optimal.Steps).Where(i => i % 5 == 0).Select(i => (string[])
        [
            Say.Figures(optimal["gamma"][i]), Say.Seconds(optimal["timeSeconds"][i]), Say.Joules(optimal["energyJoules"][i]), Say.Joules(optimal["objective"][i]),
            Say.Seconds(fastest["timeSeconds"][i]), Say.Joules(fastest["energyJoules"][i]), Say.Joules(fastest["objective"][i]),
            $"{optimal["bottleneck"][i]}", $"{optimal["balanced"][i]}", $"{optimal["strong"][i]}",
        ])]);

    private static SeriesResult Of(ExperimentRun run, string regime, string scheme) =>
        run.With("regime", regime).First(one => one.Label("scheme") == scheme);
}
