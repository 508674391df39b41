namespace Diten.Core.Aggregation;

/// <summary>
/// Eq. (22) read as a step from the previous model: w = w_g + Σ p_k(1 − e^{−τ_k})(w_k − w_g). The scale of τ is then a hidden
/// server step, so τ should be of order 10 or more.
/// </summary>
public sealed class ResidualAggregator : IAggregator
{
    /// <inheritdoc/>
    public string Name => "residual";

    /// <inheritdoc/>
    public AggregationResult Aggregate(ReadOnlySpan<float> previous, IReadOnlyList<WeightedUpdate> updates, Span<float> result)
    {
        var order = UpdateSet.Order(previous, updates, result);
        var weights = AsynchronousWeights.AsPrinted(updates, order);
        var sum = 0.0;
        foreach (var k in order) sum += weights[k];
        return WeightedSum.Compute(previous, 1 - sum, updates, order, weights, result);
    }
}
