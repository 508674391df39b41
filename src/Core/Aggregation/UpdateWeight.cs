namespace Diten.Core.Aggregation;

/// <summary>The update weight τ: how much a device's model is worth sending (Eq. (21), Alg. 1).</summary>
public static class UpdateWeight
{
    /// <summary>τ = (t − t_l)·(‖w_i − w_g‖/‖w_g‖)·(r_i/f_i)/scale (Eq. (21)).</summary>
    /// <param name="roundGap">t − t_l, rounds since the device last took part, 0 or more.</param>
    /// <param name="relativeChange">‖w_i − w_g‖/‖w_g‖, finite, 0 or more.</param>
    /// <param name="rateOverFrequency">r_i/f_i, bit/cycle, finite, 0 or more.</param>
    /// <param name="ratioScale">What makes r/f dimensionless and of order 1, bit/cycle, finite, above 0.</param>
    /// <returns>τ, dimensionless, 0 or more.</returns>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public static double Compute(int roundGap, double relativeChange, double rateOverFrequency, double ratioScale)
    {
        if (roundGap < 0) throw new ArgumentException($"roundGap = {roundGap} must be 0 or more", nameof(roundGap));
        RequireNotNegative(relativeChange, nameof(relativeChange));
        RequireNotNegative(rateOverFrequency, nameof(rateOverFrequency));
        if (!double.IsFinite(ratioScale) || ratioScale <= 0) throw new ArgumentException($"ratioScale = {ratioScale:R} must be finite and above 0", nameof(ratioScale));
        return roundGap * relativeChange * (rateOverFrequency / ratioScale);
    }

    /// <summary>τ of one device on its population's scale.</summary>
    /// <param name="roundGap">t − t_l, 0 or more; capped as the options say.</param>
    /// <param name="relativeChange">‖w_i − w_g‖/‖w_g‖, finite, 0 or more.</param>
    /// <param name="rate">r_i, bit/s, finite, 0 or more.</param>
    /// <param name="frequency">f_i, Hz, finite, above 0.</param>
    /// <param name="scale">The population's scale.</param>
    /// <param name="options">Staleness cap.</param>
    public static double Compute(int roundGap, double relativeChange, double rate, double frequency, PopulationScale scale, UpdateWeightOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Compute(Math.Min(roundGap, options.StalenessCap ?? int.MaxValue), relativeChange, scale.ClippedRatio(rate, frequency), scale.Scale);
    }

    /// <summary>τ of a whole population, on the scale of that population; allocates nothing.</summary>
    /// <param name="roundGaps">t − t_l; length N ≥ 1.</param>
    /// <param name="relativeChanges">‖w_i − w_g‖/‖w_g‖; length N.</param>
    /// <param name="rates">r_i, bit/s; length N.</param>
    /// <param name="frequencies">f_i, Hz; length N.</param>
    /// <param name="options">Clipping, cap, scale.</param>
    /// <param name="weights">Receives τ; length N.</param>
    /// <returns>The scale that was used.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or a value is out of its range; the message names it.</exception>
    public static PopulationScale Compute(
        ReadOnlySpan<int> roundGaps,
        ReadOnlySpan<double> relativeChanges,
        ReadOnlySpan<double> rates,
        ReadOnlySpan<double> frequencies,
        UpdateWeightOptions options,
        Span<double> weights)
    {
        RequireLength(relativeChanges.Length, roundGaps.Length, nameof(relativeChanges));
        RequireLength(rates.Length, roundGaps.Length, nameof(rates));
        RequireLength(weights.Length, roundGaps.Length, nameof(weights));
        var scale = PopulationScale.Measure(rates, frequencies, options);
        for (var i = 0; i < weights.Length; i++)
            weights[i] = Compute(roundGaps[i], relativeChanges[i], rates[i], frequencies[i], scale, options);
        return scale;
    }

    private static void RequireNotNegative(double value, string name)
    {
        if (!double.IsFinite(value) || value < 0) throw new ArgumentException($"{name} = {value:R} must be finite and 0 or more", name);
    }

    private static void RequireLength(int length, int expected, string name)
    {
        if (length != expected) throw new ArgumentException($"{name} has {length} entries, roundGaps has {expected}; they must agree", name);
    }
}
