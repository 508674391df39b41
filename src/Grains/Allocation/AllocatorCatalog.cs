using Diten.Core.Allocation;
using Diten.Learning.Allocation;

namespace Diten.Grains.Allocation;

/// <summary>The allocators that a cluster has, by name: those of Core, and the learned one.</summary>
internal static class AllocatorCatalog
{
    /// <summary>The learned allocator with the built-in network.</summary>
    public const string Dnn = "dnn";

    private static readonly Lazy<IAllocator> s_dnn = new(static () => new DnnAllocator());

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Allocators.Names, Dnn];

    /// <summary>The allocator of a name; safe to share between threads.</summary>
    /// <exception cref="ArgumentException">No such allocator; the message names those there are.</exception>
    public static IAllocator Of(string name) => name == Dnn
        ? s_dnn.Value
        : Allocators.Names.Contains(name, StringComparer.Ordinal)
            ? Allocators.Parse(name)
            : throw new ArgumentException($"allocator '{name}' must be one of {string.Join(", ", Names)}", nameof(name));
}
