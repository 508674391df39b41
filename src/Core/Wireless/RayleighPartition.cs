using Diten.Core.Numerics;

namespace Diten.Core.Wireless;

/// <summary>
/// The SNR axis of a Rayleigh fading channel cut into K intervals of equal probability
/// (H. S. Wang, N. Moayeri, IEEE Trans. Veh. Technol. 44(1), 1995, doi:10.1109/25.350282).
/// </summary>
public sealed class RayleighPartition
{
    private readonly double[] _thresholds;

    /// <summary>Cuts the axis at Γ_k = −γ̄·ln(1 − k/K).</summary>
    /// <param name="meanSnr">γ̄, linear, above 0; 1 for an axis relative to the mean.</param>
    /// <param name="states">K, 1 to 256.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public RayleighPartition(double meanSnr, int states)
    {
        Require.AboveZero(meanSnr, nameof(meanSnr));
        Require.Within(states, 1, FiniteStateMarkovChannel.MaxStates, nameof(states));
        MeanSnr = meanSnr;
        _thresholds = new double[states + 1];
        for (var k = 1; k < states; k++) _thresholds[k] = -meanSnr * Math.Log(1 - (double)k / states);
        _thresholds[states] = double.PositiveInfinity;
    }

    /// <summary>γ̄, linear.</summary>
    public double MeanSnr { get; }

    /// <summary>K.</summary>
    public int States => _thresholds.Length - 1;

    /// <summary>Γ_0 = 0, …, Γ_K = ∞; state k is [Γ_k, Γ_{k+1}). Length K + 1.</summary>
    public ReadOnlySpan<double> Thresholds => _thresholds;

    /// <summary>Mean SNR given that it lies in state <paramref name="state"/>, linear.</summary>
    /// <param name="state">0 to K − 1.</param>
    public double ConditionalMean(int state)
    {
        Require.Within(state, 0, States - 1, nameof(state));
        // K·∫ γ e^{−γ/γ̄}/γ̄ dγ over the interval, with e^{−Γ_k/γ̄} = 1 − k/K.
        return MeanSnr * States * (Tail(state) - Tail(state + 1));
    }

    /// <summary>Level-crossing rate N(Γ) = √(2πΓ/γ̄)·f_D·e^{−Γ/γ̄}: upward (or downward) crossings per unit of time.</summary>
    /// <param name="threshold">Γ, linear, 0 or more; ∞ is never crossed.</param>
    /// <param name="doppler">f_D, Hz; or f_D·T for crossings per step.</param>
    public double LevelCrossings(double threshold, double doppler)
    {
        Require.ZeroOrMore(doppler, nameof(doppler));
        if (double.IsPositiveInfinity(threshold)) return 0;
        Require.ZeroOrMore(threshold, nameof(threshold));
        var x = threshold / MeanSnr;
        return Math.Sqrt(2 * Math.PI * x) * doppler * Math.Exp(-x);
    }

    /// <summary>The state that holds an SNR.</summary>
    /// <param name="snr">Linear, 0 or more.</param>
    public int StateOf(double snr)
    {
        Require.ZeroOrMore(snr, nameof(snr));
        var found = Array.BinarySearch(_thresholds, snr);
        return found >= 0 ? found : ~found - 1;
    }

    private double Tail(int k)
    {
        if (k == States) return 0;
        var rest = 1 - (double)k / States;
        return (_thresholds[k] / MeanSnr + 1) * rest;
    }
}
