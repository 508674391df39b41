namespace Diten.Core.Aggregation;

/// <summary>
/// Coordinate-wise median (Yin et al. 2018): stands up to any values from fewer than half of the participants.
/// Sample counts and τ are not looked at. For an even number, the mean of the middle two.
/// </summary>
public sealed class MedianAggregator : IAggregator
{
    /// <inheritdoc/>
    public string Name => "median";

    /// <inheritdoc/>
    public AggregationResult Aggregate(ReadOnlySpan<float> previous, IReadOnlyList<WeightedUpdate> updates, Span<float> result)
    {
        _ = UpdateSet.Order(previous, updates, result);
        CoordinateStatistic.Apply(updates, static sorted => ((double)sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, result);
        return new AggregationResult([], 0, 1);
    }
}
