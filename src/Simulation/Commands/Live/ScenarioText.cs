using Diten.Learning.Data;
using Diten.Learning.Plugins;
using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Commands.Live;

/// <summary>What is simulated, in a few lines.</summary>
internal static class ScenarioText
{
    /// <summary>The lines to show before the first round.</summary>
    /// <param name="options">The scenario.</param>
    /// <param name="workload">What is learned; null if nothing.</param>
    public static IReadOnlyList<string> Of(ScenarioOptions options, Workload? workload)
    {
        var trainer = options.Learner is LearnerChoice.BuiltIn ? "" : $", trained by {options.Learner}";
        var learned = workload is null
            ? "no training: time, energy and bits only"
            : $"{workload.Learner.Name} ({workload.Learner.ParameterCount:N0} parameters) learns {DataSource.NameOf(workload.Data.Source)}, {workload.Data.Train.Count:N0} samples, {options.Partition}{trainer}";
        var stations = options.Stations == 1 ? "1 base station" : $"{options.Stations} base stations and a macro base station";
        var scheme = options.Scheme == "diten"
            ? $"diten, {options.Participants} participants per round, {options.Aggregation}, {options.Adoption}, subcarriers by {options.Allocator}"
            : options.Scheme;
        return
        [
            $"{options.Devices} devices, {stations}, {options.Regime}-bound, seed {options.Seed}",
            learned,
            $"scheme {scheme}",
        ];
    }
}
