using System.Numerics;

namespace Diten.Core.Aggregation;

/// <summary>Weighted sum of models in double, block by block so that the accumulators stay in the first-level cache.</summary>
internal static class WeightedSum
{
    private const int Block = 1024;

    /// <summary>result = previousWeight·previous + Σ weights[k]·w_k, in the given order; a weight of 0 leaves its model out.</summary>
    public static AggregationResult Compute(
        ReadOnlySpan<float> previous, double previousWeight, IReadOnlyList<WeightedUpdate> updates, int[] order, double[] weights, Span<float> result)
    {
        Span<double> sums = stackalloc double[Block];
        for (var start = 0; start < result.Length; start += Block)
        {
            var length = Math.Min(Block, result.Length - start);
            var block = sums[..length];
            block.Clear();
            if (previousWeight != 0) Add(previous.Slice(start, length), previousWeight, block);
            foreach (var k in order)
            {
                if (weights[k] != 0) Add(updates[k].Parameters.Span.Slice(start, length), weights[k], block);
            }

            Narrow(block, result.Slice(start, length));
        }

        var weightSum = 0.0;
        foreach (var k in order) weightSum += weights[k];
        return new AggregationResult(weights, previousWeight, weightSum);
    }

    // Multiply and add are kept apart: a fused one would give other bits on machines without it.
    private static void Add(ReadOnlySpan<float> model, double weight, Span<double> sums)
    {
        var i = 0;
        var factor = new Vector<double>(weight);
        for (; i <= model.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(model[i..]), out var low, out var high);
            var lowSums = sums[i..];
            var highSums = sums[(i + Vector<double>.Count)..];
            (new Vector<double>(lowSums) + (low * factor)).CopyTo(lowSums);
            (new Vector<double>(highSums) + (high * factor)).CopyTo(highSums);
        }

        for (; i < model.Length; i++) sums[i] += model[i] * weight;
    }

    private static void Narrow(ReadOnlySpan<double> sums, Span<float> result)
    {
        for (var i = 0; i < result.Length; i++) result[i] = (float)sums[i];
    }
}
