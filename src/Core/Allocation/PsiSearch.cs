namespace Diten.Core.Allocation;

/// <summary>Tries changes of an allocation in place and keeps those that lower Ψ. One trial costs O(1).</summary>
internal sealed class PsiSearch
{
    private readonly AllocationProblem _problem;
    private readonly int[] _owner;
    private readonly int[] _count;
    private readonly double[] _rate;
    private readonly double[] _seconds;
    private readonly double _origin;
    private double _sum;
    private double _squares;
    private int _endless;

    public PsiSearch(AllocationProblem problem, int[] owner)
    {
        _problem = problem;
        _owner = owner;
        var outcome = AllocationOutcome.Evaluate(problem, owner);
        _rate = outcome.Rates.ToArray();
        _count = outcome.Counts.ToArray();
        _seconds = outcome.Seconds.ToArray();
        // Sums are taken about a time near the mean, so that their difference keeps its digits.
        var finite = _seconds.Where(double.IsFinite).ToArray();
        _origin = finite.Length > 0 ? finite.Average() : 0;
        foreach (var t in _seconds) Count(t, 1);
    }

    /// <summary>Two subcarriers change owners.</summary>
    public bool TrySwap(int k, int other)
    {
        int a = _owner[k], b = _owner[other];
        if (a == b || a < 0 || b < 0) return false;
        if (!Try(a, Rate(a, k, other), b, Rate(b, other, k))) return false;
        (_owner[k], _owner[other]) = (b, a);
        return true;
    }

    /// <summary>A subcarrier goes to another participant; nobody gives its last.</summary>
    public bool TryGive(int k, int device)
    {
        var giver = _owner[k];
        if (giver == device || giver < 0 || _count[giver] == 1) return false;
        if (!Try(giver, Rate(giver, k, gained: -1), device, Rate(device, lost: -1, k))) return false;
        _owner[k] = device;
        _count[giver]--;
        _count[device]++;
        return true;
    }

    private bool Try(int a, double rateA, int b, double rateB)
    {
        double oldA = _seconds[a], oldB = _seconds[b];
        double newA = Seconds(a, rateA), newB = Seconds(b, rateB);
        var (sum, squares, endless) = (_sum, _squares, _endless);
        var before = Psi();
        Count(oldA, -1);
        Count(oldB, -1);
        Count(newA, 1);
        Count(newB, 1);
        // Fewer participants without any rate is better whatever the rest does.
        if (_endless < endless || (_endless == endless && Psi() < before))
        {
            (_seconds[a], _seconds[b], _rate[a], _rate[b]) = (newA, newB, rateA, rateB);
            return true;
        }
        (_sum, _squares, _endless) = (sum, squares, endless);
        return false;
    }

    private double Psi()
    {
        var n = _seconds.Length - _endless;
        return n == 0 ? 0 : _squares - _sum * _sum / n;
    }

    private double Seconds(int device, double rate) =>
        rate > 0 ? _problem.ComputeSeconds[device] + _problem.Bits[device] / rate : double.PositiveInfinity;

    private double Rate(int device, int lost, int gained)
    {
        var rates = _problem.RatesOf(device);
        var kept = _rate[device] - (lost >= 0 ? rates[lost] : 0);
        // What rounding leaves of a sum that became empty is not a rate.
        if (kept < 1e-12 * _rate[device]) kept = 0;
        return kept + (gained >= 0 ? rates[gained] : 0);
    }

    private void Count(double seconds, int times)
    {
        if (double.IsPositiveInfinity(seconds))
        {
            _endless += times;
            return;
        }
        var t = seconds - _origin;
        _sum += times * t;
        _squares += times * t * t;
    }
}
