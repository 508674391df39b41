namespace Diten.Core.Allocation;

/// <summary>The allocators by name; a new one is a file and a line here.</summary>
public static class Allocators
{
    /// <summary>The names that <see cref="Parse"/> knows, baselines first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["equal-share", "own-best", "random", "max-rate", "paper", "local-search"];

    /// <summary>The allocator of a name, with its defaults.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">No such allocator; the message names those there are.</exception>
    public static IAllocator Parse(string name) => name switch
    {
        "equal-share" => new EqualShareAllocator(),
        "own-best" => new OwnBestAllocator(),
        "random" => new RandomAllocator(),
        "max-rate" => new MaxRateAllocator(),
        "paper" => new PaperHeuristicAllocator(),
        "local-search" => new LocalSearchAllocator(),
        _ => throw new ArgumentException($"allocator '{name}' must be one of {string.Join(", ", Names)}", nameof(name)),
    };
}
