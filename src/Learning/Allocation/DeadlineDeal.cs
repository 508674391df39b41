using Diten.Core.Allocation.Search;

namespace Diten.Learning.Allocation;

/// <summary>
/// Projects scores of pairs onto allocations that are feasible: at a deadline each device, the hardest to serve first, takes
/// the free block it scores highest among those good enough for what it still needs. The earliest deadline that everyone
/// meets is found by halving; what is left goes to whoever is last, and exchanges that delay nobody beyond that lower Ψ.
/// </summary>
internal sealed class DeadlineDeal
{
    private const double Precision = 1e-3;
    private const double FirstStep = 8e-3;
    private const double LastStep = 1e6;

    // Keeps a decision at 100 devices below a millisecond; without a limit Ψ would fall by another tenth to two fifths there.
    private const int PsiTrials = 4000;

    private readonly BlockProblem _blocks;
    private readonly BestCounts _best;
    private readonly float[] _scores;
    private readonly double[] _need;
    private readonly int[] _fewest;
    private readonly int[] _order;
    private readonly double[] _hardness;
    private Holdings _draft;
    private Holdings _found;

    /// <param name="best">The problem.</param>
    /// <param name="scores">Score of each block, device by device, N × B; higher is taken first.</param>
    public DeadlineDeal(BestCounts best, float[] scores)
    {
        (_best, _blocks, _scores) = (best, best.Blocks, scores);
        _need = new double[_blocks.Devices];
        _fewest = new int[_blocks.Devices];
        _order = new int[_blocks.Devices];
        _hardness = new double[_blocks.Devices];
        _draft = new Holdings(_blocks);
        _found = new Holdings(_blocks);
    }

    /// <summary>Deals.</summary>
    /// <param name="bound">A time that nobody can beat, s, finite.</param>
    /// <returns>Who holds what, everyone at least one; null if dead subcarriers leave someone without a rate.</returns>
    public Holdings? Run(double bound)
    {
        var (low, high) = (bound, bound);
        for (var step = FirstStep; ; step *= 2)
        {
            if (step > LastStep) return null;
            high = bound * (1 + step);
            if (TryReach(high)) break;
            low = high;
        }
        (high, var precision) = (Keep(), Precision * bound);
        while (high - low > precision)
        {
            var time = (low + high) / 2;
            if (TryReach(time)) high = Math.Min(high, Keep());
            else low = time;
        }
        GiveFree();
        new PsiDescent(_blocks, _found, PsiTrials).Run();
        return _found;
    }

    private double Keep()
    {
        (_found, _draft) = (_draft, _found);
        var latest = 0.0;
        for (var i = 0; i < _need.Length; i++) latest = Math.Max(latest, Seconds(i));
        return latest;
    }

    private double Seconds(int device) => _blocks.Problem.ComputeSeconds[device] + (_blocks.Problem.Bits[device] / _found.Rate[device]);

    private bool TryReach(double time)
    {
        if (!Prepare(time)) return false;
        _draft.Clear();
        foreach (var i in _order)
            if (!Take(i)) return false;
        return true;
    }

    // What each needs and how many subcarriers that is at least; false if there are not so many.
    private bool Prepare(double time)
    {
        var problem = _blocks.Problem;
        var left = problem.Subcarriers;
        for (var i = 0; i < _need.Length; i++)
        {
            _need[i] = problem.Bits[i] / (time - problem.ComputeSeconds[i]) * (1 - 1e-12);
            _fewest[i] = _best.Fewest(i, _need[i]);
            if ((left -= _fewest[i]) < 0) return false;
            _order[i] = i;
            _hardness[i] = _best.AtLeast(i, _need[i] / _fewest[i]) / (double)_fewest[i];
        }
        Array.Sort(_hardness, _order);
        return true;
    }

    private bool Take(int device)
    {
        var rates = _blocks.RatesOf(device);
        var scores = _scores.AsSpan(device * _blocks.Blocks, rates.Length);
        for (var left = _fewest[device]; _draft.Rate[device] < _need[device]; left--)
        {
            if (_draft.Count[device] == _best.Cap) return false;
            var enough = (_need[device] - _draft.Rate[device]) / Math.Max(1, left);
            int chosen = -1, best = -1;
            for (var b = 0; b < rates.Length; b++)
            {
                if (_draft.Free(b) == 0) continue;
                if (rates[b] >= enough && (chosen < 0 || scores[b] > scores[chosen])) chosen = b;
                if (best < 0 || rates[b] > rates[best]) best = b;
            }
            if (best < 0 || rates[best] == 0) return false;
            _draft.Take(device, chosen >= 0 ? chosen : best);
        }
        return true;
    }

    // Each to whoever ends last among those whom it helps and who may hold more; what helps nobody stays free.
    private void GiveFree()
    {
        var seconds = new double[_need.Length];
        for (var i = 0; i < seconds.Length; i++) seconds[i] = Seconds(i);
        for (var b = 0; b < _blocks.Blocks; b++)
        {
            while (_found.Free(b) > 0)
            {
                var last = -1;
                for (var i = 0; i < seconds.Length; i++)
                    if (_found.Count[i] < _best.Cap && (last < 0 || seconds[i] > seconds[last]) && _blocks.RatesOf(i)[b] > 0) last = i;
                if (last < 0) break;
                _found.Take(last, b);
                seconds[last] = Seconds(last);
            }
        }
    }
}
