using Diten.Core.Allocation;
using Diten.Core.Stations;

namespace Diten.Simulation.Schemes;

/// <summary>The paper's asynchronous weighted update (Alg. 1, Eq. 21, 22): devices offer τ, those wanted send.</summary>
/// <param name="allocator">Allots the subcarriers.</param>
/// <param name="selection">Fixed τ0, or a wanted number.</param>
/// <param name="aggregation">Mode of Eq. (22).</param>
/// <param name="adoption">Who takes the new model.</param>
internal sealed class DitenScheme(IAllocator allocator, SelectionRule selection, string aggregation, AdoptionRule adoption) : IScheme
{
    /// <inheritdoc/>
    public string Name => "diten";

    /// <inheritdoc/>
    public IAllocator Allocator { get; } = allocator;

    /// <inheritdoc/>
    public bool Weighs => true;

    /// <inheritdoc/>
    public StationOptions Rules(int parameters) => new()
    {
        Parameters = parameters,
        Selection = selection,
        Aggregation = aggregation,
        Adoption = adoption,
    };
}
