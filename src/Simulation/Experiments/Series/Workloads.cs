using Diten.Simulation.Scenario;

namespace Diten.Simulation.Experiments.Series;

/// <summary>Loads each data set once and deals it out once per way of dealing.</summary>
/// <param name="dataFolder">Folder with <c>mnist/</c> and the others; null for what DITEN_DATA names.</param>
internal sealed class Workloads(string? dataFolder)
{
    private readonly Dictionary<string, Workload> _loaded = new(StringComparer.Ordinal);

    /// <summary>Folder with <c>mnist/</c> and the others; null for what DITEN_DATA names.</summary>
    public string? DataFolder { get; } = dataFolder;

    /// <summary>The workload of a scenario.</summary>
    public Workload Get(ScenarioOptions options)
    {
        // Only these shape a workload; what else differs between series must not load the data again.
        var key = FormattableString.Invariant(
            $"{options.Dataset}|{options.Model}|{options.Partition}|{options.DirichletAlpha:R}|{options.Devices}|{options.Seed}|{options.SamplesMean:R}|{options.SamplesDeviation:R}|{options.SamplesMinimum}");
        if (_loaded.TryGetValue(key, out var workload)) return workload;
        workload = WorkloadFactory.Load(options, DataFolder);
        _loaded.Add(key, workload);
        return workload;
    }
}
