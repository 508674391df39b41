using Diten.Core.Allocation;
using Diten.Core.Stations;

namespace Diten.Simulation.Schemes;

/// <summary>
/// Synchronous FedAvg (Eq. 8): every device that is online sends, is weighed by its samples, and takes the result.
/// Two baselines by their allocator: equal shares dealt round-robin (the paper's) and equal counts of one's own best (a fair one).
/// </summary>
internal sealed class SyncScheme(string name, IAllocator allocator) : IScheme
{
    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public IAllocator Allocator { get; } = allocator;

    /// <inheritdoc/>
    public bool Weighs => false;

    /// <inheritdoc/>
    public StationOptions Rules(int parameters) => new()
    {
        Parameters = parameters,
        Selection = SelectionRule.All,
        Aggregation = "samples",
        Adoption = AdoptionRule.Adopt,
    };
}
