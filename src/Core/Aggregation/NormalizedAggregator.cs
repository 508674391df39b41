namespace Diten.Core.Aggregation;

/// <summary>
/// Eq. (22) with the weights D_k(1 − e^{−τ_k}) divided by their sum: the default. Where every τ is 0 the weights are D_k/Σ D,
/// which is the limit for equal τ → 0.
/// </summary>
public sealed class NormalizedAggregator : IAggregator
{
    /// <inheritdoc/>
    public string Name => "normalized";

    /// <inheritdoc/>
    public AggregationResult Aggregate(ReadOnlySpan<float> previous, IReadOnlyList<WeightedUpdate> updates, Span<float> result)
    {
        var order = UpdateSet.Order(previous, updates, result);
        var weights = AsynchronousWeights.AsPrinted(updates, order);
        var sum = 0.0;
        foreach (var k in order) sum += weights[k];
        if (sum > 0)
        {
            foreach (var k in order) weights[k] /= sum;
        }
        else
        {
            weights = AsynchronousWeights.BySamples(updates, order);
        }

        return WeightedSum.Compute(previous, 0, updates, order, weights, result);
    }
}
