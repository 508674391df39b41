namespace Diten.Core.Frequency;

/// <summary>
/// How far a point is from satisfying the Karush–Kuhn–Tucker conditions of Eq. 31, which are necessary and
/// sufficient because the problem is convex. All parts are relative; 0 is exact.
/// </summary>
/// <param name="Primal">Largest violation of c_i/f_i ≤ T (relative to T) or of a frequency bound (relative to it).</param>
/// <param name="Stationarity">Distance of γ from the sums Σλ_i that the devices on the deadline allow, relative to the larger.</param>
/// <param name="Complementarity">Largest (f_i − f_min)/f_i of a device that finishes before T and costs energy: it should be at f_min.</param>
public readonly record struct KktResidual(double Primal, double Stationarity, double Complementarity)
{
    /// <summary>A constraint nearer than this, relatively, counts as active.</summary>
    public const double ActiveTolerance = 1e-11;

    /// <summary>The worst of the three.</summary>
    public double Max => Math.Max(Primal, Math.Max(Stationarity, Complementarity));

    /// <summary>
    /// Measures a point. With multipliers λ_i of the deadlines, stationarity in T is Σλ_i = γ and in f_i
    /// λ_i = 2α_i f_i³ inside the bounds, at most that at f_min and at least that at f_max.
    /// </summary>
    /// <param name="problem">The problem.</param>
    /// <param name="seconds">T, s, above 0.</param>
    /// <param name="frequencies">f_i, Hz, above 0; length N.</param>
    public static KktResidual Of(FrequencyProblem problem, double seconds, ReadOnlySpan<double> frequencies)
    {
        ArgumentNullException.ThrowIfNull(problem);
        Numerics.Require.AboveZero(seconds, nameof(seconds));
        Numerics.Require.SameLength(frequencies.Length, problem.Devices.Length, nameof(frequencies));
        Numerics.Require.AllAboveZero(frequencies, nameof(frequencies));
        double primal = 0, complementarity = 0, least = 0, most = 0;
        for (var i = 0; i < frequencies.Length; i++)
        {
            var device = problem.Devices[i];
            var f = frequencies[i];
            var late = device.Cycles / f / seconds - 1;
            primal = Math.Max(primal, Math.Max(late, Math.Max(1 - f / device.MinFrequency, f / device.MaxFrequency - 1)));
            var price = 2 * device.EnergyCoefficient * f * f * f;
            if (late < -ActiveTolerance)
            {
                if (price > 0) complementarity = Math.Max(complementarity, 1 - device.MinFrequency / f);
                continue;
            }
            if (f > device.MinFrequency * (1 + ActiveTolerance)) least += price;
            most += f < device.MaxFrequency * (1 - ActiveTolerance) ? price : double.PositiveInfinity;
        }
        var gamma = problem.Gamma;
        var stationarity = gamma < least ? 1 - gamma / least : gamma > most ? 1 - most / gamma : 0;
        return new KktResidual(primal, stationarity, complementarity);
    }
}
