using Diten.Learning.Data;
using Diten.Learning.Data.Engines;
using Diten.Simulation.Scenario;

namespace Diten.Client.Fleet;

/// <summary>What a fleet learns, and for <c>turbofan</c> the engines behind it.</summary>
/// <param name="Workload">Learner, data, one shard per device.</param>
/// <param name="Engines">One engine per device; null for <c>digits</c>.</param>
internal sealed record FleetWorkload(Workload Workload, RulData? Engines)
{
    /// <summary>Scenarios by name.</summary>
    public static readonly string[] Names = ["digits", "turbofan"];

    /// <summary>Options that suit a scenario, from those for digits.</summary>
    public static ScenarioOptions Suit(ScenarioOptions options, string scenario) => scenario is not "turbofan"
        ? options
        : options with { Model = "rul-cnn", Partition = "unit", BatchSize = 64 };

    /// <summary>Loads it.</summary>
    /// <param name="scenario">One of <see cref="Names"/>.</param>
    /// <param name="options">The scenario's options.</param>
    /// <param name="folder">Folder of the data sets; null for what DITEN_DATA names.</param>
    /// <exception cref="ArgumentException">No such data set or model, they do not fit, or there are fewer engines than devices.</exception>
    /// <exception cref="FileNotFoundException">The data set's files are not there.</exception>
    public static FleetWorkload Load(string scenario, ScenarioOptions options, string? folder)
    {
        if (scenario is not "turbofan") return new FleetWorkload(WorkloadFactory.Load(options, folder), null);
        folder ??= Environment.GetEnvironmentVariable(DataFolders.Variable);
        var data = DataSource.LoadRul(options.Dataset, folder, options.Seed);
        // As many generated engines as are wanted; recorded ones are as many as there are.
        if (data.Units.Count < options.Devices && options.Dataset is not "cmapss" && data.Source.StartsWith("generated", StringComparison.Ordinal))
            data = RulData.Cut(GeneratedTelemetry.Load(options.Seed, options.Devices));
        if (data.Units.Count < options.Devices)
            throw new ArgumentException($"{data.Source} has {data.Units.Count} engines for {options.Devices} devices; each needs one (--dataset telemetry generates as many as are wanted)", nameof(options));
        var workload = new Workload(options.LearnerChoice.Create(options.Model, data.Train), new DataSplit(data.Train, data.Test, data.Source), [.. data.Units.Take(options.Devices)]);
        return new FleetWorkload(workload, data);
    }
}
