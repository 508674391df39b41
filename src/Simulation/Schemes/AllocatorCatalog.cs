using Diten.Core.Allocation;
using Diten.Learning.Allocation;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Schemes;

/// <summary>All allocators by name: those of Core, and the learned ones, which Core does not know.</summary>
internal static class AllocatorCatalog
{
    private const string Learned = "dnn";
    private const string Adaptive = "dnn-adaptive";

    /// <summary>Names of those that decide every problem by itself, baselines first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Allocators.Names, Learned];

    /// <summary>The same, and those that learn from round to round.</summary>
    public static IReadOnlyList<string> OverRounds { get; } = [.. Names, Adaptive];

    /// <summary>The allocator of one of the <see cref="Names"/>, with its defaults.</summary>
    /// <exception cref="ArgumentException">No such allocator; the message names those there are.</exception>
    public static IAllocator Parse(string name) => name switch
    {
        Learned => new DnnAllocator(),
        _ when Names.Contains(name, StringComparer.Ordinal) => Allocators.Parse(name),
        _ => throw new ArgumentException($"allocator '{name}' must be one of {string.Join(", ", Names)}", nameof(name)),
    };

    /// <summary>The allocator that a scenario asks for, one of <see cref="OverRounds"/>.</summary>
    /// <exception cref="ArgumentException">No such allocator.</exception>
    public static IAllocator Create(ScenarioOptions options) =>
        options.Allocator == Adaptive ? AdaptiveAllocator.Default(options.Seed, options.EffectiveThreads, learner: options.LearnerChoice) : Parse(options.Allocator);
}
