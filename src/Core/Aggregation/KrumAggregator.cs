namespace Diten.Core.Aggregation;

/// <summary>
/// Krum and multi-Krum (Blanchard et al. 2017): scores each model by the sum of squared distances to its n − f − 2 nearest
/// others and takes the best one, or the mean by samples of the best m. Proven for n ≥ 2f + 3; with fewer participants f is
/// lowered to what n allows, and with one or two the first by device id wins. O(n²P).
/// </summary>
/// <param name="byzantine">f, participants that may lie, 0 or more; null for as many as n allows.</param>
/// <param name="multi">False: take 1; true: take the best n − f.</param>
public sealed class KrumAggregator(int? byzantine = null, bool multi = false) : IAggregator
{
    private readonly int? _byzantine = byzantine is null or >= 0 ? byzantine : throw new ArgumentException($"byzantine = {byzantine} must be 0 or more", nameof(byzantine));

    /// <inheritdoc/>
    public string Name => multi ? "multi-krum" : "krum";

    /// <inheritdoc/>
    public AggregationResult Aggregate(ReadOnlySpan<float> previous, IReadOnlyList<WeightedUpdate> updates, Span<float> result)
    {
        var order = UpdateSet.Order(previous, updates, result);
        var n = order.Length;
        var most = Math.Max(0, (n - 3) / 2);
        var liars = Math.Min(_byzantine ?? most, most);
        var scores = Scores(updates, order, Math.Max(0, n - liars - 2));

        // Best first; equal scores by device id, since order is by device id and the sort is made stable by the index.
        var ranked = Enumerable.Range(0, n).OrderBy(i => scores[i]).ThenBy(i => i).Take(multi ? n - liars : 1).ToArray();
        var total = 0.0;
        foreach (var i in ranked.Order()) total += updates[order[i]].Samples;
        var weights = new double[n];
        foreach (var i in ranked) weights[order[i]] = updates[order[i]].Samples / total;
        return WeightedSum.Compute(previous, 0, updates, order, weights, result);
    }

    private static double[] Scores(IReadOnlyList<WeightedUpdate> updates, int[] order, int neighbours)
    {
        var n = order.Length;
        var distances = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = i + 1; j < n; j++)
            {
                var d = ModelNorm.SquaredDistance(updates[order[i]].Parameters.Span, updates[order[j]].Parameters.Span);
                // A model that is not finite is infinitely far from all others, so it never wins by a NaN.
                distances[i, j] = distances[j, i] = double.IsNaN(d) ? double.PositiveInfinity : d;
            }
        }

        var scores = new double[n];
        var others = new double[n - 1];
        for (var i = 0; i < n; i++)
        {
            for (int j = 0, at = 0; j < n; j++)
            {
                if (j != i) others[at++] = distances[i, j];
            }

            Array.Sort(others);
            for (var j = 0; j < Math.Min(neighbours, others.Length); j++) scores[i] += others[j];
        }

        return scores;
    }
}
