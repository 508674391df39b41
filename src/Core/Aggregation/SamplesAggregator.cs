namespace Diten.Core.Aggregation;

/// <summary>
/// Weights D_k/Σ D only: the mode <c>samples</c> of Eq. (22), and with everyone taking part the synchronous aggregation
/// FedAvg of Eq. (8). The macro base station uses it over its base stations.
/// </summary>
public sealed class SamplesAggregator : IAggregator
{
    /// <inheritdoc/>
    public string Name => "samples";

    /// <inheritdoc/>
    public AggregationResult Aggregate(ReadOnlySpan<float> previous, IReadOnlyList<WeightedUpdate> updates, Span<float> result)
    {
        var order = UpdateSet.Order(previous, updates, result);
        return WeightedSum.Compute(previous, 0, updates, order, AsynchronousWeights.BySamples(updates, order), result);
    }
}
