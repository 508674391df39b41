using Diten.Learning.Data;
using Diten.Simulation.Engine;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Experiments.Series;

/// <summary>
/// A simulated run of so many rounds, with training. Of runs that differ only in what learning does not depend on (who hands
/// out the subcarriers, what the twins believe, how long computing takes) the first trains and the others follow its trace:
/// the same participants and models, bit for bit.
/// </summary>
internal sealed record ScenarioSeries : SeriesPlan
{
    /// <summary>The scenario.</summary>
    public required ScenarioOptions Options { get; init; }

    /// <inheritdoc/>
    public override ScenarioOptions Scenario => Options;

    /// <inheritdoc/>
    public override int Steps => Options.Rounds;

    /// <inheritdoc/>
    public override string Fingerprint(Workloads workloads) =>
        $"scenario 2;{ScenarioFingerprint.Of(Options)}data={workloads.NameOf(Options)}";

    /// <inheritdoc/>
    public override SeriesResult Run(Workloads workloads, Action step, CancellationToken cancellationToken)
    {
        var workload = workloads.Get(Options);
        var learning = Learning;
        var known = workloads.Learned(learning);
        var simulator = known is null ? new Simulator(Options, workload) : new Simulator(Options, known);
        simulator.LogTo(workloads.Log);
        var trace = known is null ? LearningTrace.Of(simulator) : null;
        var recorder = new RoundRecorder();
        for (var round = 0; round < Options.Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var snapshot = simulator.RunRound(cancellationToken);
            recorder.Add(snapshot, simulator.Bound());
            trace = trace?.With(simulator, snapshot);
            step();
        }
        if (trace is not null) workloads.Keep(learning, trace);
        var taken = Enumerable.Range(0, Options.Devices).Select(i => (double)simulator.Device(i).RoundsTaken).ToArray();
        return new SeriesResult(Title, DataSource.NameOf(workload.Data.Source), Labels, recorder.Columns(), [new Column("roundsTaken", taken)]);
    }

    // Everything that learning depends on; what it does not depend on is set to one value.
    private string Learning => ScenarioFingerprint.Of(Options with
    {
        Scheme = Options.Scheme is "sync-own-best" ? "sync" : Options.Scheme,
        Allocator = "equal-share",
        Regime = "compute",
        CyclesPerSample = null,
        EstimateAgeRounds = 0,
        EstimateNoise = 0,
    });

    /// <summary>A series of the paper's scheme.</summary>
    public static ScenarioSeries Diten(ScenarioOptions options, string? title = null) => new()
    {
        Options = options,
        Title = title ?? $"DITEN, {options.Participants} of {options.Devices}",
        Labels =
        [
            new Label("scheme", options.Scheme),
            Label.Number("participants", options.Participants),
            new Label("allocator", options.Allocator),
            new Label("regime", options.Regime),
            new Label("aggregation", options.Aggregation),
            new Label("adoption", options.Adoption),
        ],
    };

    /// <summary>A series of one of the synchronous baselines: everyone takes part.</summary>
    public static ScenarioSeries Synchronous(ScenarioOptions options, string scheme) => new()
    {
        // Options that the synchronous schemes do not read are set to one value, so that equal runs are shared.
        Options = options with { Scheme = scheme, Participants = options.Devices, Adoption = "adopt", Aggregation = "samples", Allocator = scheme == "sync" ? "equal-share" : "own-best" },
        Title = scheme == "sync" ? "FedAvg, equal shares" : "FedAvg, own best",
        Labels =
        [
            new Label("scheme", scheme),
            Label.Number("participants", options.Devices),
            new Label("allocator", scheme == "sync" ? "equal-share" : "own-best"),
            new Label("regime", options.Regime),
            new Label("aggregation", "samples"),
            new Label("adoption", "adopt"),
        ],
    };
}
