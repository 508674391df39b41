using Diten.Core.Allocation;
using Diten.Learning.Allocation;

namespace Diten.Grains.Allocation;

/// <summary>The allocators that a cluster has, by name: those of Core, and the learned ones.</summary>
internal static class AllocatorCatalog
{
    /// <summary>The learned allocator with the built-in network.</summary>
    public const string Dnn = "dnn";

    /// <summary>The learned allocator whose network goes on learning, one for each station.</summary>
    public const string Adaptive = "dnn-adaptive";

    private static readonly Lazy<IAllocator> s_dnn = new(static () => new DnnAllocator());

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Allocators.Names, Dnn, Adaptive];

    /// <summary>The allocator of a name; safe to share between threads. Of the adaptive one, what it begins with.</summary>
    /// <exception cref="ArgumentException">No such allocator; the message names those there are.</exception>
    public static IAllocator Of(string name) => name is Dnn or Adaptive
        ? s_dnn.Value
        : Allocators.Names.Contains(name, StringComparer.Ordinal)
            ? Allocators.Parse(name)
            : throw new ArgumentException($"allocator '{name}' must be one of {string.Join(", ", Names)}", nameof(name));
}
