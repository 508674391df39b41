using Diten.Core.Allocation;
using Diten.Learning.Allocation;

namespace Diten.Simulation.Schemes;

/// <summary>All allocators by name: those of Core, and the learned one, which Core does not know.</summary>
internal static class AllocatorCatalog
{
    private const string Learned = "dnn";

    /// <summary>The names, baselines first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Allocators.Names, Learned];

    /// <summary>The allocator of a name, with its defaults.</summary>
    /// <exception cref="ArgumentException">No such allocator; the message names those there are.</exception>
    public static IAllocator Parse(string name) => name switch
    {
        Learned => new DnnAllocator(),
        _ when Names.Contains(name, StringComparer.Ordinal) => Allocators.Parse(name),
        _ => throw new ArgumentException($"allocator '{name}' must be one of {string.Join(", ", Names)}", nameof(name)),
    };
}
