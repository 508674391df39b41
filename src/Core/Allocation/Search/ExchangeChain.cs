namespace Diten.Core.Allocation.Search;

/// <summary>
/// Helps one participant to the rate it needs: it enters a block whose holder moves to another block, whose holder moves on,
/// until a slot is reached that is free, that its holder can spare, or that the helped one gives up. Everyone on the way keeps
/// what it needs. Breadth first over the blocks, so the shortest chain is taken.
/// </summary>
internal sealed class ExchangeChain
{
    private readonly BlockProblem _blocks;
    private readonly Holdings _holdings;
    private readonly double[] _need;
    private readonly int[] _from;
    private readonly int[] _mover;
    private readonly int[] _queue;
    private readonly double[] _least;

    /// <param name="blocks">The problem.</param>
    /// <param name="holdings">Changed in place.</param>
    /// <param name="need">Rate that each participant must keep, bit/s; read at every call.</param>
    public ExchangeChain(BlockProblem blocks, Holdings holdings, double[] need)
    {
        _blocks = blocks;
        _holdings = holdings;
        _need = need;
        _from = new int[blocks.Blocks];
        _mover = new int[blocks.Blocks];
        _queue = new int[blocks.Blocks];
        _least = new double[blocks.Devices];
    }

    /// <summary>Brings a participant to its need.</summary>
    /// <param name="device">Who.</param>
    /// <param name="fewest">Subcarriers that it needs at least.</param>
    /// <returns>False if no chain helps; what was changed till then stays, and nobody else falls short by it.</returns>
    public bool Repair(int device, int fewest)
    {
        while (_holdings.Rate[device] < _need[device])
        {
            var count = _holdings.Count[device];
            if (count < fewest && Enter(device, -1)) continue;
            if (count > 0 && Exchange(device)) continue;
            if (count < fewest || count >= _blocks.Problem.MostPerDevice || !Enter(device, -1)) return false;
        }
        return true;
    }

    // Gives its worst blocks up first: there the gain is largest.
    private bool Exchange(int device)
    {
        var held = _holdings.HeldBy(device);
        var rates = _blocks.RatesOf(device);
        var below = double.PositiveInfinity;
        var last = double.NegativeInfinity;
        while (true)
        {
            var worst = -1;
            for (var b = 0; b < held.Length; b++)
                if (held[b] > 0 && rates[b] > last && rates[b] < below) (worst, below) = (b, rates[b]);
            if (worst < 0) return false;
            if (Enter(device, worst)) return true;
            (last, below) = (rates[worst], double.PositiveInfinity);
        }
    }

    /// <summary>Finds and carries out one chain for a participant.</summary>
    /// <param name="device">Who enters.</param>
    /// <param name="given">The block of which it gives a slot up; −1 to gain one in addition.</param>
    private bool Enter(int device, int given)
    {
        Array.Fill(_from, -2);
        Array.Fill(_least, double.PositiveInfinity);
        var (head, tail) = (0, 0);
        var rates = _blocks.RatesOf(device);
        var floor = given >= 0 ? rates[given] : 0;
        // First the blocks that end its need, then those that at least help.
        for (var b = 0; b < rates.Length; b++)
            if (b != given && rates[b] > floor && _holdings.RateWith(device, given, b) >= _need[device]) Push(b, -1, -1, ref tail);
        var sufficient = tail;
        if (sufficient == 0)
        {
            var most = floor;
            for (var b = 0; b < rates.Length; b++)
                if (b != given && rates[b] > floor) Push(b, -1, -1, ref tail);
        }
        while (head < tail)
        {
            var block = _queue[head++];
            if (_holdings.Free(block) > 0)
            {
                Carry(device, given, block, end: -1);
                return true;
            }
            foreach (var holder in _holdings.HoldersOf(block))
            {
                if (holder == device) continue;
                var others = _blocks.RatesOf(holder);
                var spare = _holdings.Rate[holder] - _need[holder];
                var least = others[block] - spare;
                // What it could reach with another of its blocks has been looked at: where each holds twenty, that is nearly all.
                if (least >= _least[holder] || OnTheWay(holder, block)) continue;
                _least[holder] = least;
                if (least <= 0 && _holdings.Count[holder] > 1)
                {
                    Carry(device, given, block, end: holder);
                    return true;
                }
                if (given >= 0 && others[given] >= least)
                {
                    if (_from[given] == -2) Push(given, block, holder, ref tail);
                    CarryInto(device, given);
                    return true;
                }
                for (var b = 0; b < others.Length; b++)
                    if (_from[b] == -2 && b != given && others[b] >= least) Push(b, block, holder, ref tail);
            }
        }
        return false;
    }

    private void Push(int block, int from, int mover, ref int tail)
    {
        _from[block] = from;
        _mover[block] = mover;
        _queue[tail++] = block;
    }

    private bool OnTheWay(int holder, int block)
    {
        for (var b = block; _from[b] >= 0; b = _from[b])
            if (_mover[b] == holder) return true;
        return false;
    }

    // The chain ends in a block with a free slot, or whose holder lets one go.
    private void Carry(int device, int given, int block, int end)
    {
        if (end >= 0) _holdings.Release(end, block);
        if (given >= 0) _holdings.Release(device, given);
        Walk(device, block);
    }

    // The chain ends in the slot that the helped one gives up.
    private void CarryInto(int device, int given)
    {
        _holdings.Release(device, given);
        Walk(device, given);
    }

    private void Walk(int device, int block)
    {
        while (_from[block] >= 0)
        {
            var (mover, from) = (_mover[block], _from[block]);
            _holdings.Release(mover, from);
            _holdings.Take(mover, block);
            block = from;
        }
        _holdings.Take(device, block);
    }
}
