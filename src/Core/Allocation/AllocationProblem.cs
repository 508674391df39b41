namespace Diten.Core.Allocation;

/// <summary>One round's subcarrier problem (Eq. 28, 36): who gets which subcarrier.</summary>
public sealed class AllocationProblem
{
    private readonly double[] _computeSeconds;
    private readonly double[] _bits;
    private readonly double[] _rates;

    /// <summary>Checks and wraps; the arrays are not copied and must not change afterwards.</summary>
    /// <param name="computeSeconds">T_cmp per participant, s, finite, 0 or more; length N.</param>
    /// <param name="bits">L_w per participant, bit, above 0; length N.</param>
    /// <param name="rates">r_{i,k} in bit/s, row-major N × C0, finite, 0 or more.</param>
    /// <param name="subcarriers">C0, 1 or more.</param>
    /// <exception cref="ArgumentException">A length or a value is out of its range; the message names it.</exception>
    public AllocationProblem(double[] computeSeconds, double[] bits, double[] rates, int subcarriers)
    {
        ArgumentNullException.ThrowIfNull(computeSeconds);
        ArgumentNullException.ThrowIfNull(bits);
        ArgumentNullException.ThrowIfNull(rates);
        ArgumentOutOfRangeException.ThrowIfLessThan(subcarriers, 1);
        if (bits.Length != computeSeconds.Length)
            throw new ArgumentException($"bits has {bits.Length} entries, computeTimes has {computeSeconds.Length}; they must agree", nameof(bits));
        if (rates.Length != computeSeconds.Length * subcarriers)
            throw new ArgumentException($"rates has {rates.Length} entries, expected {computeSeconds.Length} × {subcarriers}", nameof(rates));
        Require(computeSeconds, "computeTimes", allowZero: true);
        Require(bits, "bits", allowZero: false);
        Require(rates, "rates", allowZero: true);
        _computeSeconds = computeSeconds;
        _bits = bits;
        _rates = rates;
        Subcarriers = subcarriers;
    }

    /// <summary>N, participants.</summary>
    public int Devices => _computeSeconds.Length;

    /// <summary>C0, subcarriers.</summary>
    public int Subcarriers { get; }

    /// <summary>
    /// Most subcarriers that one participant may hold, 1 or more; by default as many as there are. What it says is known to
    /// the search and to the lower bound; the answers of the other allocators are trimmed to it where limits are kept.
    /// </summary>
    public int MostPerDevice { get; init; } = int.MaxValue;

    /// <summary>T_cmp, s; length N.</summary>
    public ReadOnlySpan<double> ComputeSeconds => _computeSeconds;

    /// <summary>L_w, bit; length N.</summary>
    public ReadOnlySpan<double> Bits => _bits;

    /// <summary>r_{i,·} of one participant, bit/s; length C0.</summary>
    public ReadOnlySpan<double> RatesOf(int device) => _rates.AsSpan(device * Subcarriers, Subcarriers);

    private static void Require(double[] values, string name, bool allowZero)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var bad = !double.IsFinite(values[i]) || values[i] < 0 || (!allowZero && values[i] == 0);
            if (bad) throw new ArgumentException($"{name}[{i}] = {values[i]:R} must be finite and {(allowZero ? "0 or more" : "above 0")}", name);
        }
    }
}
