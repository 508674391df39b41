using Diten.Core.Frequency;
using Diten.Simulation.Engine;
using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>One way to choose frequencies, over a sweep of γ, on the devices of a scenario.</summary>
internal sealed record FrequencySeries : SeriesPlan
{
    /// <summary>The exact optimum.</summary>
    public const string Optimal = "optimal";

    /// <summary>Everyone at maximum frequency.</summary>
    public const string Fastest = "fastest";

    private const int PerDecade = 10;
    private const int FirstDecade = -3;
    private const int LastDecade = 1;

    /// <summary>Gives the devices.</summary>
    public required ScenarioOptions Options { get; init; }

    /// <inheritdoc/>
    public override ScenarioOptions Scenario => Options;

    /// <summary><see cref="Optimal"/> or <see cref="Fastest"/>.</summary>
    public required string Scheme { get; init; }

    /// <inheritdoc/>
    public override int Steps => 1;

    /// <inheritdoc/>
    public override string Fingerprint(Workloads workloads) => $"frequency 2;{Scheme};{ScenarioFingerprint.Of(Options)}";

    /// <inheritdoc/>
    public override SeriesResult Run(Workloads workloads, Action step, CancellationToken cancellationToken)
    {
        var simulator = new Simulator(Options);
        var devices = Enumerable.Range(0, Options.Devices).Select(simulator.Device).Select(Device).ToArray();
        var gammas = Enumerable.Range(0, ((LastDecade - FirstDecade) * PerDecade) + 1).Select(i => Math.Pow(10, FirstDecade + ((double)i / PerDecade))).ToArray();
        var solutions = gammas.Select(gamma => Solve(new FrequencyProblem(gamma, devices))).ToArray();
        step();
        return new SeriesResult(Title, "", Labels,
        [
            new Column("gamma", gammas),
            new Column("timeSeconds", [.. solutions.Select(s => s.Time)]),
            new Column("energyJoules", [.. solutions.Select(s => s.Energy)]),
            new Column("objective", [.. solutions.Select(s => s.Objective)]),
            .. Enum.GetValues<FrequencyGroup>().Select(group => new Column(
                group.ToString().ToLowerInvariant(), [.. solutions.Select(s => (double)s.Devices.Count(d => d.Group == group))])),
        ], []);
    }

    /// <summary>A sweep of γ.</summary>
    public static FrequencySeries Sweep(ScenarioOptions options, string scheme) => new()
    {
        Options = options,
        Scheme = scheme,
        Title = $"{scheme}, {Say.Regime(options.Regime)}",
        Labels = [new Label("scheme", scheme), new Label("regime", options.Regime)],
    };

    private FrequencyDevice Device(DeviceView device) =>
        new(device.Samples, Options.EffectiveCyclesPerSample, Options.FrequencyMinimumHz, device.FrequencyHz, Options.EnergyCoefficient);

    private FrequencySolution Solve(FrequencyProblem problem)
    {
        if (Scheme == Optimal) return FrequencySolver.Solve(problem);
        var seconds = 0.0;
        foreach (var device in problem.Devices) seconds = Math.Max(seconds, device.Cycles / device.MaxFrequency);
        double[] frequencies = [.. problem.Devices.ToArray().Select(device => device.MaxFrequency)];
        var choices = Array.ConvertAll(frequencies, f => new FrequencyChoice(f, FrequencyGroup.Bottleneck));
        return new FrequencySolution(seconds, problem.Energy(frequencies), problem.Objective(seconds, frequencies), choices);
    }
}
