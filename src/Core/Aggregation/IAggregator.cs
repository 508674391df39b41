namespace Diten.Core.Aggregation;

/// <summary>Makes one model of many. Implementations are stateless and safe to share between threads.</summary>
public interface IAggregator
{
    /// <summary>Name on the command line, for example <c>normalized</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Aggregates. The result does not depend on the order of <paramref name="updates"/> (they are taken in ordinal order
    /// of their device ids) nor on the machine; sums are in double. NaN is for the caller to refuse before: here it spreads.
    /// </summary>
    /// <param name="previous">w_g of the round before, P values.</param>
    /// <param name="updates">The participants, 1 or more, each device once; P values each.</param>
    /// <param name="result">Receives P values; may be the memory of <paramref name="previous"/>, not that of an update.</param>
    /// <exception cref="ArgumentException">No updates, a device twice, a length or a value out of its range; the message names it.</exception>
    AggregationResult Aggregate(ReadOnlySpan<float> previous, IReadOnlyList<WeightedUpdate> updates, Span<float> result);
}

/// <summary>One participant's model, ready to be aggregated.</summary>
/// <param name="Device">Device id; orders the sum.</param>
/// <param name="Samples">D_k, samples, finite, above 0.</param>
/// <param name="UpdateWeight">τ_k (Eq. (21)), 0 or more, may be infinite; looked at only by the modes of Eq. (22).</param>
/// <param name="Parameters">w_k, P values; not copied.</param>
public readonly record struct WeightedUpdate(string Device, double Samples, double UpdateWeight, ReadOnlyMemory<float> Parameters);

/// <summary>How an aggregate came about: result = PreviousWeight·w_g + Σ Weights[k]·w_k.</summary>
/// <param name="Weights">
/// Weight of each update, in the order in which the updates were given. Empty for the strategies that decide coordinate by
/// coordinate (median, trimmed mean).
/// </param>
/// <param name="PreviousWeight">Weight of the previous global model; 0 in all modes but <c>residual</c>.</param>
/// <param name="WeightSum">Σ Weights: 1 for normalized weights, less for <c>literal</c> and <c>residual</c>; 1 where Weights is empty.</param>
public sealed record AggregationResult(double[] Weights, double PreviousWeight, double WeightSum);
