namespace Diten.Core.Allocation.Search;

/// <summary>
/// Lowers Ψ (Eq. 36) of holdings without anyone ending after a given time: first what is free is given away, each
/// subcarrier where Ψ then is least among those who may have more; then gifts and swaps that lower it, until none does or the work is used up.
/// </summary>
internal sealed class PsiPolish
{
    // Trials of one call; a few milliseconds. The default problem is done before that.
    private const int MostTrials = 200_000;

    private readonly BlockProblem _blocks;
    private readonly Holdings _holdings;
    private readonly double[] _seconds;
    private readonly double _origin;
    private readonly double _latest;
    private double _sum;
    private double _squares;
    private int _trials;

    /// <param name="blocks">The problem.</param>
    /// <param name="holdings">Everyone has a rate; changed in place.</param>
    /// <param name="latest">Nobody may end after this, s.</param>
    public PsiPolish(BlockProblem blocks, Holdings holdings, double latest)
    {
        (_blocks, _holdings, _latest) = (blocks, holdings, latest);
        _seconds = new double[blocks.Devices];
        for (var i = 0; i < _seconds.Length; i++) _seconds[i] = Seconds(i, holdings.Rate[i]);
        _origin = _seconds.Average();
        foreach (var t in _seconds) Book(t, 1);
    }

    /// <summary>Runs it.</summary>
    public void Run()
    {
        GiveFree();
        var changed = true;
        while (changed && _trials < MostTrials)
        {
            changed = false;
            for (var a = 0; a < _seconds.Length; a++)
            {
                for (var b = 0; b < _blocks.Blocks; b++)
                    if (_holdings.HeldBy(a)[b] > 0 && (TryGive(a, b) || TrySwap(a, b))) changed = true;
            }
        }
    }

    private void GiveFree()
    {
        for (var b = 0; b < _blocks.Blocks; b++)
        {
            while (_holdings.Free(b) > 0)
            {
                var (chosen, least) = (-1, double.PositiveInfinity);
                for (var i = 0; i < _seconds.Length; i++)
                {
                    if (!MayTake(i)) continue;
                    var psi = PsiWith(i, Seconds(i, _holdings.RateWith(i, -1, b)), i, 0);
                    if (psi < least) (chosen, least) = (i, psi);
                }
                if (chosen < 0) return;
                _holdings.Take(chosen, b);
                Settle(chosen);
            }
        }
    }

    private bool TryGive(int a, int b)
    {
        if (_holdings.Count[a] == 1) return false;
        var left = Seconds(a, _holdings.RateWith(a, b, -1));
        if (left > _latest) return false;
        var limit = Limit();
        _trials += _seconds.Length;
        for (var i = 0; i < _seconds.Length; i++)
        {
            if (i == a || !MayTake(i) || PsiWith(a, left, i, Seconds(i, _holdings.RateWith(i, -1, b))) >= limit) continue;
            _holdings.Release(a, b);
            _holdings.Take(i, b);
            Settle(a);
            Settle(i);
            return true;
        }
        return false;
    }

    private bool TrySwap(int a, int b)
    {
        var limit = Limit();
        for (var other = 0; other < _blocks.Blocks; other++)
        {
            if (other == b) continue;
            var mine = Seconds(a, _holdings.RateWith(a, b, other));
            if (mine > _latest) continue;
            var holders = _holdings.HoldersOf(other);
            _trials += holders.Length;
            foreach (var i in holders)
            {
                if (i == a) continue;
                if (i < 0)
                {
                    // Free, because nobody may hold more: it may still suit better than what is held.
                    if (PsiWith(a, mine, a, 0) >= limit) continue;
                    _holdings.Release(a, b);
                    _holdings.Take(a, other);
                    Settle(a);
                    return true;
                }
                var its = Seconds(i, _holdings.RateWith(i, other, b));
                if (its > _latest || PsiWith(a, mine, i, its) >= limit) continue;
                _holdings.Release(a, b);
                _holdings.Release(i, other);
                _holdings.Take(a, other);
                _holdings.Take(i, b);
                Settle(a);
                Settle(i);
                return true;
            }
        }
        return false;
    }

    private bool MayTake(int device) => _holdings.Count[device] < _blocks.Problem.MostPerDevice;

    // A change must pay more than rounding, or it would go round in circles.
    private double Limit() => Psi(_sum, _squares) * (1 - 1e-9);

    // Ψ if two participants, or one named twice, took other times.
    private double PsiWith(int a, double secondsA, int b, double secondsB)
    {
        double sum = _sum, squares = _squares;
        Exchange(_seconds[a], secondsA, ref sum, ref squares);
        if (b != a) Exchange(_seconds[b], secondsB, ref sum, ref squares);
        return Psi(sum, squares);
    }

    private void Exchange(double before, double after, ref double sum, ref double squares)
    {
        var (old, fresh) = (before - _origin, after - _origin);
        sum += fresh - old;
        squares += fresh * fresh - old * old;
    }

    private double Psi(double sum, double squares) => squares - sum * sum / _seconds.Length;

    private double Seconds(int device, double rate) => _holdings.Seconds(device, rate);

    private void Settle(int device)
    {
        Book(_seconds[device], -1);
        _seconds[device] = Seconds(device, _holdings.Rate[device]);
        Book(_seconds[device], 1);
    }

    private void Book(double seconds, int times)
    {
        var t = seconds - _origin;
        _sum += times * t;
        _squares += times * t * t;
    }
}
