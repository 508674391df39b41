using System.Buffers;

namespace Diten.Core.Aggregation;

/// <summary>
/// What a population's r/f looks like, so that each member can compute its own τ (Eq. (21)) on the same scale.
/// A station measures it once per round and tells it to its devices.
/// </summary>
/// <param name="LowerRatio">r/f below it counts as it, bit/cycle; 0 where nothing is clipped.</param>
/// <param name="UpperRatio">r/f above it counts as it, bit/cycle; <see cref="double.MaxValue"/> where nothing is clipped.</param>
/// <param name="Scale">What r/f is divided by, bit/cycle, above 0.</param>
public readonly record struct PopulationScale(double LowerRatio, double UpperRatio, double Scale)
{
    private const double ClipFactor = 3;

    /// <summary>Measures a population.</summary>
    /// <param name="rates">r_i, bit/s, finite, 0 or more; length N ≥ 1.</param>
    /// <param name="frequencies">f_i, Hz, finite, above 0; length N.</param>
    /// <param name="options">Clipping and scale.</param>
    /// <returns>The scale; where every r is 0 the scale is 1, and so every τ is 0.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or a value is out of its range; the message names it.</exception>
    public static PopulationScale Measure(ReadOnlySpan<double> rates, ReadOnlySpan<double> frequencies, UpdateWeightOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (rates.IsEmpty) throw new ArgumentException("rates is empty; a population has 1 device or more", nameof(rates));
        if (rates.Length != frequencies.Length)
            throw new ArgumentException($"frequencies has {frequencies.Length} entries, rates has {rates.Length}; they must agree", nameof(frequencies));
        if (options.RatioScale is { } given && !(double.IsFinite(given) && given > 0))
            throw new ArgumentException($"ratioScale = {given:R} must be finite and above 0", nameof(options));

        var rented = ArrayPool<double>.Shared.Rent(rates.Length);
        try
        {
            var ratios = rented.AsSpan(0, rates.Length);
            for (var i = 0; i < ratios.Length; i++) ratios[i] = Ratio(rates[i], frequencies[i], i);
            var (lower, upper) = (0.0, double.MaxValue);
            if (options.ClipRatio)
            {
                // Sorting also fixes the order of the sum below, so the scale does not depend on the order of the devices.
                ratios.Sort();
                var median = (ratios[(ratios.Length - 1) / 2] + ratios[ratios.Length / 2]) / 2;
                (lower, upper) = (median / ClipFactor, median * ClipFactor);
            }

            if (options.RatioScale is { } scale) return new PopulationScale(lower, upper, scale);
            var sum = 0.0;
            foreach (var ratio in ratios) sum += Math.Clamp(ratio, lower, upper);
            var mean = sum / ratios.Length;
            return new PopulationScale(lower, upper, mean > 0 ? mean : 1);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    /// <summary>r/f clipped to the population's range, bit/cycle.</summary>
    /// <param name="rate">r_i, bit/s, finite, 0 or more.</param>
    /// <param name="frequency">f_i, Hz, finite, above 0.</param>
    public double ClippedRatio(double rate, double frequency) => Math.Clamp(Ratio(rate, frequency, null), LowerRatio, UpperRatio);

    private static double Ratio(double rate, double frequency, int? index)
    {
        var at = index is { } i ? $"[{i}]" : "";
        if (!double.IsFinite(rate) || rate < 0) throw new ArgumentException($"rate{at} = {rate:R} must be finite and 0 or more", nameof(rate));
        if (!double.IsFinite(frequency) || frequency <= 0) throw new ArgumentException($"frequency{at} = {frequency:R} must be finite and above 0", nameof(frequency));
        return rate / frequency;
    }
}
