namespace Diten.Core.Numerics;

/// <summary>
/// The mean of independent repetitions and how far it may be off: mean ± half is the 95 % confidence interval by Student's t, which
/// takes the repetitions as draws of about normal distribution.
/// </summary>
/// <param name="Mean">Mean; NaN of none.</param>
/// <param name="HalfWidth">t(0.975; n − 1)·s/√n; NaN of fewer than two.</param>
/// <param name="Count">n.</param>
public readonly record struct MeanInterval(double Mean, double HalfWidth, int Count)
{
    private static readonly double[] s_quantiles =
    [
        12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281, 2.2010, 2.1788, 2.1604, 2.1448, 2.1314,
        2.1199, 2.1098, 2.1009, 2.0930, 2.0860, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
    ];

    /// <summary>Whether it is above 0 beyond what chance explains; never of fewer than two.</summary>
    public bool IsAboveZero => Mean - HalfWidth > 0;

    /// <summary>Whether it is below 0 beyond what chance explains; never of fewer than two.</summary>
    public bool IsBelowZero => Mean + HalfWidth < 0;

    /// <summary>Measures repetitions.</summary>
    /// <param name="values">One value of each; where one is not finite neither is the mean.</param>
    public static MeanInterval Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty) return new MeanInterval(double.NaN, double.NaN, 0);
        var mean = 0.0;
        foreach (var value in values) mean += value / values.Length;
        if (values.Length == 1) return new MeanInterval(mean, double.NaN, 1);
        var squares = 0.0;
        foreach (var value in values) squares += (value - mean) * (value - mean);
        var deviation = Math.Sqrt(squares / (values.Length - 1));
        return new MeanInterval(mean, Quantile(values.Length - 1) * deviation / Math.Sqrt(values.Length), values.Length);
    }

    /// <summary>t(0.975; ν): what 97.5 % of Student's t distribution lie below.</summary>
    /// <param name="degrees">ν, degrees of freedom, 1 or more.</param>
    public static double Quantile(int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, 1);
        if (degrees <= s_quantiles.Length) return s_quantiles[degrees - 1];
        // Cornish-Fisher expansion about the normal quantile; from 31 on it is exact to 1e-5.
        const double z = 1.959963984540054;
        var (z3, z5, n) = (z * z * z, Math.Pow(z, 5), (double)degrees);
        return z + ((z3 + z) / (4 * n)) + (((5 * z5) + (16 * z3) + (3 * z)) / (96 * n * n)) + (((3 * Math.Pow(z, 7)) + (19 * z5) + (17 * z3) - (15 * z)) / (384 * n * n * n));
    }
}
