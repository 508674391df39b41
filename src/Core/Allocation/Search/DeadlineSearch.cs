namespace Diten.Core.Allocation.Search;

/// <summary>
/// Looks for holdings with which everyone ends by a given time: whoever is hardest to serve takes first, and who falls
/// short is helped by chains of exchanges in which everyone else keeps what it needs.
/// </summary>
internal sealed class DeadlineSearch
{
    private readonly BlockProblem _blocks;
    private readonly BestCounts _best;
    private readonly double[] _need;
    private readonly int[] _fewest;
    private readonly int[] _order;
    private readonly double[] _hardness;
    private readonly double[] _wanted;
    private readonly ExchangeChain _chain;

    public DeadlineSearch(BlockProblem blocks, BestCounts best)
    {
        _blocks = blocks;
        _best = best;
        _need = new double[blocks.Devices];
        _fewest = new int[blocks.Devices];
        _order = new int[blocks.Devices];
        _hardness = new double[blocks.Devices];
        _wanted = new double[blocks.Blocks];
        Holdings = new Holdings(blocks);
        _chain = new ExchangeChain(blocks, Holdings, _need);
    }

    /// <summary>What the last successful call found; unspecified after a failed one.</summary>
    public Holdings Holdings { get; }

    /// <summary>True if holdings were found with which everyone ends by that time.</summary>
    /// <param name="time">s.</param>
    /// <param name="prices">What a subcarrier of each block costs, above 0, length B: everyone then starts from what carries most for its
    /// price. Empty to start from blocks that are good enough and that others want least.</param>
    public bool TryReach(double time, ReadOnlySpan<double> prices = default)
    {
        if (!Prepare(time)) return false;
        Holdings.Clear();
        foreach (var i in _order)
        {
            if (prices.IsEmpty) TakeWhatSuffices(i);
            else TakeWhatPays(i, prices);
        }
        foreach (var i in _order)
            if (!_chain.Repair(i, _fewest[i])) return false;
        return true;
    }

    // What each needs and how many subcarriers that is at least; false if there are not so many.
    private bool Prepare(double time)
    {
        var problem = _blocks.Problem;
        var left = problem.Subcarriers;
        Array.Clear(_wanted);
        for (var i = 0; i < _need.Length; i++)
        {
            var seconds = time - problem.ComputeSeconds[i];
            if (!(seconds > 0)) return false;
            _need[i] = problem.Bits[i] / seconds * (1 - 1e-12);
            _fewest[i] = _best.Fewest(i, _need[i]);
            if ((left -= _fewest[i]) < 0) return false;
            _order[i] = i;
            // Few blocks that are good enough make one hard to serve.
            var enough = _need[i] / _fewest[i];
            var rates = _blocks.RatesOf(i);
            var suitable = 0;
            for (var b = 0; b < rates.Length; b++)
                if (rates[b] >= enough) suitable += _blocks.Capacity(b);
            _hardness[i] = suitable / (double)_fewest[i];
            for (var b = 0; b < rates.Length; b++)
                if (rates[b] >= enough) _wanted[b] += _fewest[i] / (double)Math.Max(1, suitable);
        }
        Array.Sort(_hardness, _order);
        return true;
    }

    // Of the free blocks that are good enough for what is still missing, the one that others want least; else the best.
    private void TakeWhatSuffices(int device)
    {
        var rates = _blocks.RatesOf(device);
        for (var left = _fewest[device]; left > 0; left--)
        {
            var enough = (_need[device] - Holdings.Rate[device]) / left;
            int chosen = -1, fallback = -1;
            for (var b = 0; b < rates.Length; b++)
            {
                if (Holdings.Free(b) == 0) continue;
                if (rates[b] >= enough && (chosen < 0 || _wanted[b] < _wanted[chosen])) chosen = b;
                if (fallback < 0 || rates[b] > rates[fallback]) fallback = b;
            }
            if (fallback < 0) return;
            Holdings.Take(device, chosen >= 0 ? chosen : fallback);
        }
    }

    // Most rate for the price, until a single subcarrier ends the need: then the cheapest that does.
    private void TakeWhatPays(int device, ReadOnlySpan<double> prices)
    {
        var rates = _blocks.RatesOf(device);
        while (Holdings.Rate[device] < _need[device] && Holdings.Count[device] < _best.Cap)
        {
            var missing = _need[device] - Holdings.Rate[device];
            int last = -1, best = -1;
            for (var b = 0; b < rates.Length; b++)
            {
                if (Holdings.Free(b) == 0 || rates[b] == 0) continue;
                if (rates[b] >= missing && (last < 0 || prices[b] < prices[last])) last = b;
                if (best < 0 || rates[b] * prices[best] > rates[best] * prices[b]) best = b;
            }
            if (best < 0) return;
            Holdings.Take(device, last >= 0 ? last : best);
        }
    }
}
