using Diten.Dashboard.Charts;
using Diten.Simulation.Allocation;
using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Report;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>Fig. 9 and the allocators' table: how the network learns, and what each allocator is worth on states it never saw.</summary>
internal sealed class AllocatorExperiment : IExperiment
{
    private const int HeldOutStates = 200;
    private const int Epochs = 30;
    private const int SmallStates = 600;
    private const int AdaptationRounds = 500;

    private static readonly int[] s_sizes = [10, 20, 30, 50, 70, 100];

    private static readonly (string Name, Func<ScenarioOptions, ScenarioOptions> Change)[] s_others =
    [
        ("10 dB less SNR", options => options with { NearSnrDb = options.NearSnrDb - 10, FarSnrDb = options.FarSnrDb - 10 }),
        ("16 channel states", options => options with { ChannelStates = 16 }),
        ("path loss with shadowing", options => options with { Propagation = "path-loss" }),
        ("coherence blocks of 4", options => options with { CoherenceBlock = Math.Min(4, options.Subcarriers) }),
    ];

    private static readonly double[] s_dopplers = [0.1, 0.01];

    /// <inheritdoc/>
    public string Name => "allocator";

    /// <inheritdoc/>
    public string Summary => "Fig. 9: loss and accuracy of the network as it learns; all allocators against the lower bound (--rounds: states)";

    /// <inheritdoc/>
    public bool TakesSeeds => false;

    /// <inheritdoc/>
    public IReadOnlyList<SeriesPlan> Plan(ExperimentSettings settings)
    {
        // A short run for trying out is short in everything.
        var states = settings.Rounds ?? HeldOutStates;
        var training = AllocatorTraining.Options(settings.Seed, Math.Min(Epochs, states), settings.Threads);
        var whole = settings.Rounds is null;
        var small = whole ? SmallStates : Math.Min(SmallStates, 4 * states);
        int[] sizes = settings.Devices is { } devices ? [devices] : s_sizes;
        return
        [
            AllocatorTrainingSeries.Of(AllocatorTrainingSeries.Shared, "shared weights", whole ? AllocatorTraining.States : Math.Min(AllocatorTraining.States, 4 * states), training, settings.Learner),
            AllocatorTrainingSeries.Of(AllocatorTrainingSeries.SharedSmall, "shared weights, small problem", small, training, settings.Learner),
            AllocatorTrainingSeries.Of(AllocatorTrainingSeries.PlainSmall, "plain (Eq. 38), small problem", small, training with { LearningRate = 0.002 }, settings.Learner),
            .. from regime in settings.Regimes
               from size in sizes
               select AllocatorSeries.Of(States(settings, regime, size), AllocatorSeries.Trained, states),
            .. from regime in settings.Regimes
               from other in s_others
               select AllocatorSeries.Of(other.Change(States(settings, regime, sizes[^1])), other.Name, states),
            .. from regime in settings.Regimes
               select Adaptation(States(settings, regime, sizes[^1]), settings.Rounds ?? AdaptationRounds),
            HistorySeries.Of(
                [.. from regime in settings.Regimes from doppler in s_dopplers select States(settings, regime, sizes[^1]) with { DopplerHz = doppler }],
                states, whole ? AllocatorTraining.States : Math.Min(AllocatorTraining.States, 4 * states), training),
        ];
    }

    /// <inheritdoc/>
    public ReportSection Describe(ExperimentRun run)
    {
        var shared = run.With("network", AllocatorTrainingSeries.Shared).First();
        var small = new[] { AllocatorTrainingSeries.SharedSmall, AllocatorTrainingSeries.PlainSmall }.Select(name => run.With("network", name).First()).ToArray();
        var tables = run.Series.Where(one => one.Label("statistics") is not null).ToArray();
        var changes = run.Series.Where(one => one.Label("changeRound") is not null).ToArray();
        var history = run.Series.First(one => one.Label("network") == HistorySeries.Without);
        var trained = tables.Where(one => one.Label("statistics") == AllocatorSeries.Trained).ToArray();
        return new ReportSection
        {
            Name = Name,
            Title = "Allocators: what the network learns, and what it is worth",
            Question = "The paper lets a network hand out the subcarriers and judges it by its accuracy. What counts is how long the round lasts: every answer here stands beside a bound that no allocation whatever can beat, on states that nothing was trained or tuned on.",
            Findings = [Learns(shared), .. AllocatorTables.Findings(tables), .. changes.Select(AdaptationReport.Finding), HistoryReport.Finding(history)],
            Figures =
            [
                new Figure("allocator-loss", "Cross-entropy per subcarrier. What is left of it is the choice between policies that are equally good.",
                    ChartDrawing.Lines("Loss of the network as it learns", "epoch", "loss, nat", [Curve("training", shared, "trainingLoss"), Curve("held out", shared, "heldOutLoss")])),
                new Figure("allocator-accuracy", "Share of subcarriers with the label's owner, on held-out states: as it is, and after the owners within each coherence block were put in order in both.",
                    ChartDrawing.Lines("Inference accuracy on held-out states", "epoch", "accuracy", [Curve("literal", shared, "accuracy"), Curve("canonical", shared, "canonicalAccuracy")], ("YMin", 0.0), ("YMax", 1.0))),
                new Figure("allocator-plain", $"{AllocatorTrainingSeries.SmallDevices} devices and {AllocatorTrainingSeries.SmallSubcarriers} subcarriers, the same states and the same projection.",
                    ChartDrawing.Lines("Shared weights against the plain network", "epoch", "accuracy", [.. small.Select(one => Curve(one.Title.Split(", small")[0], one, "accuracy"))], ("YMin", 0.0), ("YMax", 1.0))),
                .. run.Settings.Regimes.Select(regime => AllocatorTables.GapOverSizes(regime, trained)),
                .. changes.Select(AdaptationReport.Figure),
            ],
            Tables = [TrainingTable([shared, .. small]), .. tables.Select(AllocatorTables.Of), HistoryReport.Table(history)],
            Limits =
            [
                "Subcarriers of a coherence block are interchangeable, and a device often has several blocks of the same channel state. The label is one of very many policies of the same makespan, so accuracy says little about quality: the gap does.",
                "States are drawn independently, so the Doppler frequency changes nothing in them. Decision times are measured by ./diten bench allocation; they are not reproducible and therefore not in the results.",
                "The table's network is the one built in; ./diten train allocator with its defaults makes it.",
            ],
        };
    }

    private static AdaptationSeries Adaptation(ScenarioOptions options, int rounds) =>
        AdaptationSeries.Of(options, options with { NearSnrDb = options.NearSnrDb - 10, FarSnrDb = options.FarSnrDb - 10 }, "10 dB less SNR", Math.Max(2, rounds));

    private static ScenarioOptions States(ExperimentSettings settings, string regime, int devices) =>
        settings.Scenario(rounds: 1) with { Regime = regime, Devices = devices, Rounds = 1 };

    private static ChartSeries Curve(string title, SeriesResult one, string column) => ChartSeries.OverRounds(title, one[column]);

    private static Finding Learns(SeriesResult shared) => new(
        "The network's loss falls and its inference accuracy rises as it learns.",
        $"Over {shared.Steps} epochs the held-out loss goes from {Say.Figures(shared["heldOutLoss"][0])} to {Say.Figures(shared.Last("heldOutLoss"))} nat, the accuracy from {Say.Percent(shared["accuracy"][0], 1)} to {Say.Percent(shared.Last("accuracy"), 1)}; with owners in order within each block it ends at {Say.Percent(shared.Last("canonicalAccuracy"), 1)}, and the makespan {Say.Percent(shared.Last("gapToLabel"))} above that of the best policy found.",
        shared.Last("heldOutLoss") < shared["heldOutLoss"][0] && shared.Last("accuracy") > shared["accuracy"][0] ? Verdict.Confirmed : Verdict.Partly);

    private static DataTable TrainingTable(IReadOnlyList<SeriesResult> trainings) => new(
        "Training: first and last epoch, held-out states",
        ["Network", "Loss, first", "Loss, last", "Accuracy, first", "Accuracy, last", "Canonical, last", "Gap to the label, first", "last"],
        [.. trainings.Select(one => (string[])
        [
            one.Title, Say.Figures(one["heldOutLoss"][0]), Say.Figures(one.Last("heldOutLoss")), Say.Percent(one["accuracy"][0], 1), Say.Percent(one.Last("accuracy"), 1),
            Say.Percent(one.Last("canonicalAccuracy"), 1), Say.Percent(one["gapToLabel"][0]), Say.Percent(one.Last("gapToLabel")),
        ])]);
}
