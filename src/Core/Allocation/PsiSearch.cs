using Diten.Core.Allocation.Search;

namespace Diten.Core.Allocation;

/// <summary>Tries changes of an allocation in place and keeps those that lower Ψ. One trial costs O(1).</summary>
/// <remarks>
/// Proposals come at random, so a branch that depends on one is mispredicted half of the time and costs more than the
/// arithmetic: gifts are swaps against a subcarrier of rate 0, and what may not be given is looked at only where it would pay.
/// </remarks>
internal sealed class PsiSearch
{
    private readonly AllocationProblem _problem;
    private readonly int[] _owner;
    private readonly int[] _count;
    private readonly double[] _rate;
    // Who holds a proposal's second half, and its block: those of the subcarriers, then each device with the block of rate 0.
    private readonly int[] _holder;
    private readonly int[] _block;
    private readonly double[] _rates;
    private readonly int _stride;
    // T_i − origin, s.
    private readonly double[] _late;
    private readonly double _origin;
    private double _sum;
    private double _squares;
    private double _psi;
    private int _endless;

    public PsiSearch(BlockProblem blocks, int[] owner)
    {
        (_problem, _owner) = (blocks.Problem, owner);
        _stride = blocks.Blocks + 1;
        _rates = new double[blocks.Devices * _stride];
        for (var i = 0; i < blocks.Devices; i++) blocks.RatesOf(i).CopyTo(_rates.AsSpan(i * _stride));
        _holder = [.. owner, .. Enumerable.Range(0, blocks.Devices)];
        _block = [.. blocks.BlockOf, .. Enumerable.Repeat(blocks.Blocks, blocks.Devices)];
        var outcome = AllocationOutcome.Evaluate(_problem, owner);
        _rate = outcome.Rates.ToArray();
        _count = outcome.Counts.ToArray();
        _late = outcome.Seconds.ToArray();
        // Sums are taken about a time near the mean, so that their difference keeps its digits.
        var finite = _late.Where(double.IsFinite).ToArray();
        _origin = finite.Length > 0 ? finite.Average() : 0;
        for (var i = 0; i < _late.Length; i++)
        {
            _late[i] -= _origin;
            Count(_late[i], 1);
        }
        _psi = Psi();
    }

    /// <summary>
    /// Two subcarriers change owners, or one goes to another participant: nobody gives its last, and nobody gets more than it
    /// may hold.
    /// </summary>
    /// <param name="k">A subcarrier.</param>
    /// <param name="other">Another, or C0 and more for a participant.</param>
    public void Try(int k, int other)
    {
        int a = _owner[k], b = _holder[other];
        if (a == b || (a | b) < 0) return;
        var mine = _rates.AsSpan(a * _stride, _stride);
        var its = _rates.AsSpan(b * _stride, _stride);
        var (lost, gained) = (_block[k], _block[other]);
        // Subcarriers of one block are worth the same to both.
        if (lost == gained) return;
        var (rateA, rateB) = (_rate[a] - mine[lost] + mine[gained], _rate[b] - its[gained] + its[lost]);
        if (_endless > 0)
        {
            TryWithEndless(k, other, Cleared(a, rateA), Cleared(b, rateB));
            return;
        }
        // Without a rate it ends never, Ψ is not a number, and that is not lower.
        double newA = Late(a, rateA), newB = Late(b, rateB);
        double oldA = _late[a], oldB = _late[b];
        var sum = _sum - oldA - oldB + newA + newB;
        var squares = _squares - (oldA * oldA) - (oldB * oldB) + (newA * newA) + (newB * newB);
        var psi = squares - (sum * sum / _late.Length);
        if (!(psi < _psi) || !MayChange(a, b, other)) return;
        (_late[a], _late[b], _rate[a], _rate[b], _sum, _squares, _psi) = (newA, newB, rateA, rateB, sum, squares, psi);
        Move(k, other, a, b);
    }

    // Fewer participants without any rate is better whatever the rest does.
    private void TryWithEndless(int k, int other, double rateA, double rateB)
    {
        int a = _owner[k], b = _holder[other];
        if (!MayChange(a, b, other)) return;
        double newA = Endless(a, rateA), newB = Endless(b, rateB);
        var (sum, squares, endless) = (_sum, _squares, _endless);
        Count(_late[a], -1);
        Count(_late[b], -1);
        Count(newA, 1);
        Count(newB, 1);
        var psi = Psi();
        if (_endless < endless || (_endless == endless && psi < _psi))
        {
            (_late[a], _late[b], _rate[a], _rate[b], _psi) = (newA, newB, rateA, rateB, psi);
            Move(k, other, a, b);
            return;
        }
        (_sum, _squares, _endless) = (sum, squares, endless);
    }

    private bool MayChange(int giver, int taker, int other) =>
        other < _owner.Length || (_count[giver] > 1 && _count[taker] < _problem.MostPerDevice);

    private void Move(int k, int other, int a, int b)
    {
        _owner[k] = _holder[k] = b;
        if (other < _owner.Length)
        {
            _owner[other] = _holder[other] = a;
            return;
        }
        _count[a]--;
        _count[b]++;
    }

    private double Psi()
    {
        var n = _late.Length - _endless;
        return n == 0 ? 0 : _squares - (_sum * _sum / n);
    }

    private double Late(int device, double rate) => _problem.ComputeSeconds[device] + (_problem.Bits[device] / rate) - _origin;

    private double Endless(int device, double rate) => rate > 0 ? Late(device, rate) : double.PositiveInfinity;

    // What rounding leaves of a sum that became empty is not a rate.
    private double Cleared(int device, double rate) => rate < 1e-12 * _rate[device] ? 0 : rate;

    private void Count(double late, int times)
    {
        if (double.IsPositiveInfinity(late))
        {
            _endless += times;
            return;
        }
        _sum += times * late;
        _squares += times * late * late;
    }
}
