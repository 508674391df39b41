using Diten.Core.Numerics;

namespace Diten.Core.Wireless;

/// <summary>
/// A finite-state Markov channel: each state is an SNR interval with one representative SNR (section II-B).
/// Immutable and safe to share: devices of different mean SNR may share one chain of mean 1 and scale
/// <see cref="Snr"/>, because Rayleigh thresholds are proportional to the mean.
/// </summary>
public sealed class FiniteStateMarkovChannel
{
    /// <summary>Most states a channel may have.</summary>
    public const int MaxStates = 256;

    /// <summary>
    /// Largest K·f_D·T of a Rayleigh chain: f_D·T = 0.02 at K = 8. Beyond it a step often jumps over a state,
    /// which the chain's neighbour transitions cannot express.
    /// </summary>
    public const double MaxStatesTimesDoppler = 0.16;

    private readonly double[,] _transition;
    private readonly double[] _snr;
    private readonly double[] _stationary;
    private readonly double[] _cumulative;
    private readonly double[] _down;
    private readonly double[] _up;
    private readonly bool _neighboursOnly;

    private FiniteStateMarkovChannel(double[,] transition, double[] snr, double[] stationary)
    {
        _transition = transition;
        _snr = snr;
        _stationary = stationary;
        var n = snr.Length;
        _cumulative = new double[n * n];
        _down = new double[n];
        _up = new double[n];
        _neighboursOnly = true;
        for (var i = 0; i < n; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < n; j++)
            {
                _cumulative[i * n + j] = sum += transition[i, j];
                _neighboursOnly &= Math.Abs(i - j) <= 1 || transition[i, j] == 0;
            }
            // Infinite where there is nowhere to go, so that no draw leads outside.
            _down[i] = i > 0 && transition[i, i - 1] > 0 ? transition[i, i - 1] : double.NegativeInfinity;
            _up[i] = i < n - 1 && transition[i, i + 1] > 0 ? Math.Max(_down[i], 1 - transition[i, i + 1]) : double.PositiveInfinity;
        }
    }

    /// <summary>Rayleigh fading in K intervals of equal probability after Wang and Moayeri (1995):
    /// p_{k,k±1} from level-crossing rates, SNR of a state its conditional mean.</summary>
    /// <param name="meanSnr">γ̄, linear, above 0.</param>
    /// <param name="dopplerTimesStep">f_D·T, Doppler frequency times the duration of a step, above 0 and at most
    /// 0.16/K (0.02 at K = 8); for faster channels see <see cref="RayleighSubstepped"/>.</param>
    /// <param name="states">K, 1 to 256.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    public static FiniteStateMarkovChannel Rayleigh(double meanSnr, double dopplerTimesStep, int states)
    {
        Require.AboveZero(dopplerTimesStep, nameof(dopplerTimesStep));
        var partition = new RayleighPartition(meanSnr, states);
        var limit = MaxStatesTimesDoppler / states;
        if (dopplerTimesStep > limit * (1 + 1e-12))
        {
            throw new ArgumentOutOfRangeException(
                nameof(dopplerTimesStep),
                $"{nameof(dopplerTimesStep)} = {dopplerTimesStep:R} must be above 0 and at most {limit:R} for {states} states; use {nameof(RayleighSubstepped)} for a faster channel");
        }
        return FromPartition(partition, dopplerTimesStep, substeps: 1);
    }

    /// <summary>As <see cref="Rayleigh"/> for any f_D·T: one step is as many smaller valid steps as needed,
    /// so it may pass over several states.</summary>
    /// <param name="meanSnr">γ̄, linear, above 0.</param>
    /// <param name="dopplerTimesStep">f_D·T, above 0, at most 10⁶.</param>
    /// <param name="states">K, 1 to 256.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    public static FiniteStateMarkovChannel RayleighSubstepped(double meanSnr, double dopplerTimesStep, int states)
    {
        Require.AboveZero(dopplerTimesStep, nameof(dopplerTimesStep));
        Require.Within(dopplerTimesStep, 0, 1e6, nameof(dopplerTimesStep));
        var partition = new RayleighPartition(meanSnr, states);
        var substeps = (int)Math.Ceiling(dopplerTimesStep * states / MaxStatesTimesDoppler);
        return FromPartition(partition, dopplerTimesStep, Math.Max(1, substeps));
    }

    /// <summary>A channel of one's own, for example measured on site.</summary>
    /// <param name="transition">Row-stochastic K × K; copied. It must have one closed class, so that the stationary distribution is unique.</param>
    /// <param name="snr">Linear SNR per state, finite, 0 or more; length K; copied.</param>
    /// <exception cref="ArgumentException">Shape, an entry or a row sum (tolerance 10⁻⁹) is wrong; the message names it.</exception>
    public static FiniteStateMarkovChannel FromMatrix(double[,] transition, double[] snr)
    {
        ArgumentNullException.ThrowIfNull(transition);
        ArgumentNullException.ThrowIfNull(snr);
        var matrix = MarkovChain.Validated(transition, nameof(transition));
        Require.SameLength(snr.Length, matrix.GetLength(0), nameof(snr));
        Require.AllZeroOrMore(snr, nameof(snr));
        return new FiniteStateMarkovChannel(matrix, [.. snr], MarkovChain.Stationary(matrix, nameof(transition)));
    }

    /// <summary>K.</summary>
    public int States => _snr.Length;

    /// <summary>Mean SNR over the stationary distribution, linear.</summary>
    public double MeanSnr => _stationary.Zip(_snr, (p, s) => p * s).Sum();

    /// <summary>Representative SNR of a state, linear.</summary>
    public double Snr(int state) => _snr[state];

    /// <summary>p_{from,to} of one step.</summary>
    public double Transition(int from, int to) => _transition[from, to];

    /// <summary>Stationary probability per state; sums to 1. Length K.</summary>
    public ReadOnlySpan<double> Stationary => _stationary;

    /// <summary>Mean steps the channel stays in a state once there, 1/(1 − p_kk); ∞ for a state never left.</summary>
    public double MeanDwellSteps(int state)
    {
        var leave = 0.0;
        for (var j = 0; j < States; j++)
            if (j != state) leave += _transition[state, j];
        return leave > 0 ? 1 / leave : double.PositiveInfinity;
    }

    /// <summary>The state after one step. Allocates nothing.</summary>
    /// <param name="state">Now, 0 to K − 1.</param>
    /// <param name="uniform">A draw from [0, 1); values outside count as its ends, NaN stays.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such state.</exception>
    public int Step(int state, double uniform) => _neighboursOnly
        ? state - (uniform < _down[state] ? 1 : 0) + (uniform >= _up[state] ? 1 : 0)
        : Walk(state, uniform);

    /// <summary>A state from the stationary distribution.</summary>
    /// <param name="uniform">A draw from [0, 1).</param>
    public int Draw(double uniform)
    {
        var sum = 0.0;
        var last = 0;
        for (var k = 0; k < _stationary.Length; k++)
        {
            if (_stationary[k] == 0) continue;
            last = k;
            sum += _stationary[k];
            if (uniform < sum) return k;
        }
        return last;
    }

    private int Walk(int state, double uniform)
    {
        if (double.IsNaN(uniform)) return state;
        var row = _cumulative.AsSpan(state * _snr.Length, _snr.Length);
        for (var k = 0; k < row.Length - 1; k++)
        {
            // The last state with any probability takes what rounding leaves of the unit interval.
            if (uniform < row[k] || row[k] == row[^1]) return k;
        }
        return row.Length - 1;
    }

    private static FiniteStateMarkovChannel FromPartition(RayleighPartition partition, double dopplerTimesStep, int substeps)
    {
        var n = partition.States;
        var transition = new double[n, n];
        for (var k = 0; k < n; k++)
        {
            // π_k = 1/K, hence the division by it is a product.
            if (k > 0) transition[k, k - 1] = n * partition.LevelCrossings(partition.Thresholds[k], dopplerTimesStep / substeps);
            if (k < n - 1) transition[k, k + 1] = n * partition.LevelCrossings(partition.Thresholds[k + 1], dopplerTimesStep / substeps);
            transition[k, k] = 1 - (k > 0 ? transition[k, k - 1] : 0) - (k < n - 1 ? transition[k, k + 1] : 0);
        }
        var snr = new double[n];
        for (var k = 0; k < n; k++) snr[k] = partition.ConditionalMean(k);
        var stationary = new double[n];
        Array.Fill(stationary, 1.0 / n);
        return new FiniteStateMarkovChannel(MarkovChain.Power(transition, substeps), snr, stationary);
    }
}
