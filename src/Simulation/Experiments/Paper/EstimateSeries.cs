using Diten.Simulation.Engine;
using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>Rounds without training, decided on estimates of an age and a noise.</summary>
internal sealed record EstimateSeries : SeriesPlan
{
    /// <summary>The scenario.</summary>
    public required ScenarioOptions Options { get; init; }

    /// <inheritdoc/>
    public override ScenarioOptions Scenario => Options;

    /// <inheritdoc/>
    public override int Steps => Options.Rounds;

    /// <inheritdoc/>
    public override string Fingerprint(Workloads workloads) => $"estimates 1;{ScenarioFingerprint.Of(Options)}";

    /// <inheritdoc/>
    public override SeriesResult Run(Workloads workloads, Action step, CancellationToken cancellationToken)
    {
        var simulator = new Simulator(Options);
        var recorder = new RoundRecorder();
        for (var round = 0; round < Options.Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            recorder.Add(simulator.RunRound(cancellationToken), simulator.Bound());
            step();
        }
        return new SeriesResult(Title, "", Labels, [.. recorder.Columns().Where(column => column.Name is not ("accuracy" or "loss"))], []);
    }

    /// <summary>A series.</summary>
    public static EstimateSeries Of(ScenarioOptions options, int age, double noise) => new()
    {
        Options = options with { EstimateAgeRounds = age, EstimateNoise = noise },
        Title = $"{options.Allocator}, age {age}, noise {Say.Percent(noise, 0)}",
        Labels =
        [
            new Label("scheme", options.Scheme),
            Label.Number("participants", options.Participants),
            new Label("allocator", options.Allocator),
            new Label("regime", options.Regime),
            Label.Number("ageRounds", age),
            Label.Number("noise", noise),
        ],
    };
}
