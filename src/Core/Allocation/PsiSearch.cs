using Diten.Core.Allocation.Search;

namespace Diten.Core.Allocation;

/// <summary>Tries changes of an allocation in place and keeps those that lower Ψ. One trial costs O(1).</summary>
internal sealed class PsiSearch
{
    private readonly BlockProblem _blocks;
    private readonly int[] _blockOf;
    private readonly int[] _owner;
    private readonly int[] _count;
    private readonly double[] _rate;
    // T_i − origin, s.
    private readonly double[] _late;
    private readonly double _origin;
    private double _sum;
    private double _squares;
    private double _psi;
    private int _endless;

    public PsiSearch(BlockProblem blocks, int[] owner)
    {
        (_blocks, _blockOf, _owner) = (blocks, blocks.BlockOf, owner);
        var outcome = AllocationOutcome.Evaluate(blocks.Problem, owner);
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

    /// <summary>Two subcarriers change owners.</summary>
    public bool TrySwap(int k, int other)
    {
        int a = _owner[k], b = _owner[other];
        // Subcarriers of one block are worth the same to both.
        if (a == b || a < 0 || b < 0 || _blockOf[k] == _blockOf[other]) return false;
        if (!Try(a, Rate(a, k, other), b, Rate(b, other, k))) return false;
        (_owner[k], _owner[other]) = (b, a);
        return true;
    }

    /// <summary>A subcarrier goes to another participant; nobody gives its last, and nobody gets more than it may hold.</summary>
    public bool TryGive(int k, int device)
    {
        var giver = _owner[k];
        if (giver == device || giver < 0 || _count[giver] == 1 || _count[device] >= _blocks.Problem.MostPerDevice) return false;
        if (!Try(giver, Rate(giver, k, gained: -1), device, Rate(device, lost: -1, k))) return false;
        _owner[k] = device;
        _count[giver]--;
        _count[device]++;
        return true;
    }

    private bool Try(int a, double rateA, int b, double rateB)
    {
        // Where neither comes nearer to the mean Ψ cannot fall, and most of the arithmetic is saved.
        if (_endless == 0 && rateA > 0 && rateB > 0 && !Nearer(a, rateA) && !Nearer(b, rateB)) return false;
        double newA = Late(a, rateA), newB = Late(b, rateB);
        var (sum, squares, endless) = (_sum, _squares, _endless);
        Count(_late[a], -1);
        Count(_late[b], -1);
        Count(newA, 1);
        Count(newB, 1);
        var psi = Psi();
        // Fewer participants without any rate is better whatever the rest does.
        if (_endless < endless || (_endless == endless && psi < _psi))
        {
            (_late[a], _late[b], _rate[a], _rate[b], _psi) = (newA, newB, rateA, rateB, psi);
            return true;
        }
        (_sum, _squares, _endless) = (sum, squares, endless);
        return false;
    }

    // Whether a device moves towards the mean, from whichever side.
    private bool Nearer(int device, double rate) =>
        rate != _rate[device] && rate > _rate[device] == _late[device] * _late.Length > _sum;

    private double Psi()
    {
        var n = _late.Length - _endless;
        return n == 0 ? 0 : _squares - _sum * _sum / n;
    }

    private double Late(int device, double rate) =>
        rate > 0 ? _blocks.Problem.ComputeSeconds[device] + _blocks.Problem.Bits[device] / rate - _origin : double.PositiveInfinity;

    private double Rate(int device, int lost, int gained)
    {
        var rates = _blocks.RatesOf(device);
        var kept = _rate[device] - (lost >= 0 ? rates[_blockOf[lost]] : 0);
        // What rounding leaves of a sum that became empty is not a rate.
        if (kept < 1e-12 * _rate[device]) kept = 0;
        return kept + (gained >= 0 ? rates[_blockOf[gained]] : 0);
    }

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
