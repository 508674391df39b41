using Diten.Core.Allocation.Search;

namespace Diten.Learning.Allocation;

/// <summary>
/// Lowers Ψ (Eq. 36) of holdings without anyone ending later than whoever ends last, in the part of a millisecond that a
/// learned decision may take: those furthest from the mean time first, each by its best gift or swap, until none pays or the
/// trials are used up. <c>PsiPolish</c> of local search goes on for milliseconds, in the order of the devices.
/// </summary>
internal sealed class PsiDescent
{
    private readonly BlockProblem _blocks;
    private readonly Holdings _holdings;
    private readonly double[] _compute;
    private readonly double[] _bits;
    // T_i − origin, s.
    private readonly double[] _late;
    private readonly double _origin;
    private readonly double _latest;
    private double _sum;
    private double _squares;
    private int _trials;

    /// <param name="blocks">The problem.</param>
    /// <param name="holdings">Everyone has a rate; changed in place.</param>
    /// <param name="mostTrials">Changes to look at; the sweep over a device's changes that uses them up is finished.</param>
    public PsiDescent(BlockProblem blocks, Holdings holdings, int mostTrials)
    {
        (_blocks, _holdings, _trials) = (blocks, holdings, mostTrials);
        _compute = blocks.Problem.ComputeSeconds.ToArray();
        _bits = blocks.Problem.Bits.ToArray();
        _late = new double[blocks.Devices];
        var latest = 0.0;
        for (var i = 0; i < _late.Length; i++)
        {
            var seconds = Seconds(i, holdings.Rate[i]);
            latest = Math.Max(latest, seconds);
            _origin += seconds / _late.Length;
            _late[i] = seconds;
        }
        // A rate that was summed in another order may round the other way.
        _latest = latest * (1 - 1e-12);
        for (var i = 0; i < _late.Length; i++)
        {
            _late[i] -= _origin;
            Book(_late[i], 1);
        }
    }

    /// <summary>Runs it.</summary>
    public void Run()
    {
        var order = new int[_late.Length];
        var keys = new double[order.Length];
        for (var changed = true; changed && _trials > 0;)
        {
            changed = false;
            var mean = _sum / order.Length;
            for (var i = 0; i < order.Length; i++) (order[i], keys[i]) = (i, -Math.Abs(_late[i] - mean));
            Array.Sort(keys, order);
            for (var o = 0; o < order.Length && _trials > 0; o++) changed |= Improve(order[o]);
        }
    }

    private bool Improve(int device)
    {
        // A change must pay more than rounding, or it would go round in circles.
        var best = new Change(Psi(_sum, _squares) * (1 - 1e-9), -1, -1, -1);
        if (best.Psi <= 0) return false;
        var held = _holdings.HeldBy(device);
        for (var b = 0; b < held.Length; b++)
        {
            if (held[b] == 0) continue;
            if (_holdings.Count[device] > 1) Give(device, b, ref best);
            for (var other = 0; other < held.Length; other++)
                if (other != b) Swap(device, b, other, ref best);
        }
        if (best.Lost < 0) return false;
        _holdings.Release(device, best.Lost);
        if (best.Gained >= 0)
        {
            if (best.Partner >= 0) _holdings.Release(best.Partner, best.Gained);
            _holdings.Take(device, best.Gained);
        }
        Settle(device);
        if (best.Partner < 0) return true;
        _holdings.Take(best.Partner, best.Lost);
        Settle(best.Partner);
        return true;
    }

    private void Give(int device, int block, ref Change best)
    {
        var mine = Seconds(device, _holdings.RateWith(device, block, -1));
        if (!Nearer(device, mine)) return;
        var (sum, squares) = With(device, mine - _origin);
        _trials -= _late.Length;
        for (var i = 0; i < _late.Length; i++)
        {
            if (i == device || _holdings.Count[i] >= _blocks.Problem.MostPerDevice) continue;
            var psi = PsiWith(sum, squares, i, Seconds(i, _holdings.RateWith(i, -1, block)) - _origin);
            if (psi < best.Psi) best = new Change(psi, block, -1, i);
        }
    }

    private void Swap(int device, int block, int other, ref Change best)
    {
        var mine = Seconds(device, _holdings.RateWith(device, block, other));
        if (!Nearer(device, mine)) return;
        var (sum, squares) = With(device, mine - _origin);
        var holders = _holdings.HoldersOf(other);
        _trials -= holders.Length;
        var before = -2;
        foreach (var i in holders)
        {
            if (i == before || i == device) continue;
            before = i;
            if (i < 0)
            {
                var alone = Psi(sum, squares);
                if (alone < best.Psi) best = new Change(alone, block, other, i);
                continue;
            }
            var its = Seconds(i, _holdings.RateWith(i, other, block));
            if (its > _latest) continue;
            var psi = PsiWith(sum, squares, i, its - _origin);
            if (psi < best.Psi) best = new Change(psi, block, other, i);
        }
    }

    // Whether a time is nearer to the mean and not too late: what does not help the device that is to be helped is not looked at.
    private bool Nearer(int device, double seconds)
    {
        var mean = _sum / _late.Length;
        return seconds <= _latest && Math.Abs(seconds - _origin - mean) < Math.Abs(_late[device] - mean);
    }

    private (double Sum, double Squares) With(int device, double late) =>
        (_sum + late - _late[device], _squares + (late * late) - (_late[device] * _late[device]));

    private double PsiWith(double sum, double squares, int device, double late)
    {
        var old = _late[device];
        return Psi(sum + late - old, squares + (late * late) - (old * old));
    }

    private double Psi(double sum, double squares) => squares - (sum * sum / _late.Length);

    private double Seconds(int device, double rate) => rate > 0 ? _compute[device] + (_bits[device] / rate) : double.PositiveInfinity;

    private void Settle(int device)
    {
        Book(_late[device], -1);
        _late[device] = Seconds(device, _holdings.Rate[device]) - _origin;
        Book(_late[device], 1);
    }

    private void Book(double late, int times)
    {
        _sum += times * late;
        _squares += times * late * late;
    }

    // Ψ afterwards, the block given, the block got (−1 for none), and who gets the one given (−1 for nobody: what is got is free).
    private readonly record struct Change(double Psi, int Lost, int Gained, int Partner);
}
