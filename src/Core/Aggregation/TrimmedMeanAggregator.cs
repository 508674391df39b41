namespace Diten.Core.Aggregation;

/// <summary>
/// Coordinate-wise trimmed mean (Yin et al. 2018): drops the ⌊βn⌋ smallest and largest values of each coordinate and takes the
/// plain mean of the others. Stands up to ⌊βn⌋ arbitrary participants. Sample counts and τ are not looked at.
/// </summary>
/// <param name="trim">β, share dropped at each end, 0 to below 0.5; default 0.1.</param>
public sealed class TrimmedMeanAggregator(double trim = 0.1) : IAggregator
{
    /// <summary>β, share dropped at each end.</summary>
    public double Trim { get; } = trim is >= 0 and < 0.5 ? trim : throw new ArgumentException($"trim = {trim:R} must be 0 to below 0.5", nameof(trim));

    /// <inheritdoc/>
    public string Name => "trimmed-mean";

    /// <inheritdoc/>
    public AggregationResult Aggregate(ReadOnlySpan<float> previous, IReadOnlyList<WeightedUpdate> updates, Span<float> result)
    {
        _ = UpdateSet.Order(previous, updates, result);
        var drop = (int)Math.Floor(Trim * updates.Count);
        CoordinateStatistic.Apply(updates, sorted => Mean(sorted[drop..^drop]), result);
        return new AggregationResult([], 0, 1);
    }

    private static double Mean(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }
}
