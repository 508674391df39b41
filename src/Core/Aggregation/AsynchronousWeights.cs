namespace Diten.Core.Aggregation;

/// <summary>The factors of the asynchronous aggregation (Eq. (22)).</summary>
public static class AsynchronousWeights
{
    /// <summary>1 − e^{−τ}, exact also for tiny τ.</summary>
    /// <param name="updateWeight">τ, 0 or more.</param>
    public static double Confidence(double updateWeight) =>
        // Below 1e-5 the subtraction would lose half the digits, while three terms of the series are exact to 1e-16.
        updateWeight < 1e-5
            ? updateWeight * (1 - (updateWeight / 2 * (1 - (updateWeight / 3))))
            : 1 - Math.Exp(-updateWeight);

    /// <summary>
    /// p_k(1 − e^{−τ_k}) with p_k = D_k/Σ D over the participants, so that only the second factor shrinks the sum.
    /// </summary>
    internal static double[] AsPrinted(IReadOnlyList<WeightedUpdate> updates, int[] order)
    {
        var weights = BySamples(updates, order);
        foreach (var k in order) weights[k] *= Confidence(updates[k].UpdateWeight);
        return weights;
    }

    /// <summary>D_k/Σ D over the participants.</summary>
    internal static double[] BySamples(IReadOnlyList<WeightedUpdate> updates, int[] order)
    {
        var total = 0.0;
        foreach (var k in order) total += updates[k].Samples;
        var weights = new double[order.Length];
        foreach (var k in order) weights[k] = updates[k].Samples / total;
        return weights;
    }
}
