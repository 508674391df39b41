namespace Diten.Core.Aggregation;

/// <summary>
/// Eq. (22) as printed: w = Σ p_k(1 − e^{−τ_k})·w_k with p_k = D_k/Σ D over the participants. The weights do not sum to 1,
/// so models that agree shrink by the factor Σ p_k(1 − e^{−τ_k}) every round. Kept to show just that.
/// </summary>
public sealed class LiteralAggregator : IAggregator
{
    /// <inheritdoc/>
    public string Name => "literal";

    /// <inheritdoc/>
    public AggregationResult Aggregate(ReadOnlySpan<float> previous, IReadOnlyList<WeightedUpdate> updates, Span<float> result)
    {
        var order = UpdateSet.Order(previous, updates, result);
        return WeightedSum.Compute(previous, 0, updates, order, AsynchronousWeights.AsPrinted(updates, order), result);
    }
}
