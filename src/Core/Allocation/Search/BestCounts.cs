namespace Diten.Core.Allocation.Search;

/// <summary>
/// What a participant could do if nobody else were there: the time on its own c best subcarriers, for each c. Nobody can be
/// faster with c subcarriers, so <see cref="Fewest"/> is a valid minimum.
/// </summary>
internal sealed class BestCounts
{
    private readonly int _most;
    private readonly int _width;
    private readonly double[] _rates;
    private readonly double[] _sums;
    private readonly int[] _ends;

    /// <summary>Sorts each participant's blocks. Keeps sums at the blocks' ends only, so it is small and soon made.</summary>
    public BestCounts(BlockProblem blocks)
    {
        Blocks = blocks;
        _most = blocks.Problem.Subcarriers;
        Cap = Math.Min(_most, blocks.Problem.MostPerDevice);
        var m = blocks.Blocks;
        _width = m > 0 && _most % m == 0 ? _most / m : 0;
        for (var b = 0; b < m && _width > 0; b++)
            if (blocks.Capacity(b) != _width) _width = 0;
        _rates = new double[blocks.Devices * m];
        _sums = new double[blocks.Devices * (m + 1)];
        // Where all blocks are of one width, they end at its multiples.
        _ends = _width > 0 ? [] : new int[_sums.Length];
        var ranking = new Ranking(m);
        for (var i = 0; i < blocks.Devices; i++)
        {
            var order = ranking.Descending(blocks.RatesOf(i));
            for (var o = 0; o < m; o++)
            {
                var (rate, capacity) = (blocks.RatesOf(i)[order[o]], blocks.Capacity(order[o]));
                _rates[i * m + o] = rate;
                _sums[i * (m + 1) + o + 1] = _sums[i * (m + 1) + o] + rate * capacity;
                if (_width == 0) _ends[i * (m + 1) + o + 1] = _ends[i * (m + 1) + o] + capacity;
            }
        }
    }

    /// <summary>The problem.</summary>
    public BlockProblem Blocks { get; }

    /// <summary>Most subcarriers that one participant may hold, at most C0.</summary>
    public int Cap { get; }

    /// <summary>Rate of the participant's own <paramref name="count"/> best subcarriers, bit/s.</summary>
    public double Rate(int device, int count)
    {
        var segment = Segment(device, count);
        var sum = _sums[device * (Blocks.Blocks + 1) + segment];
        return segment == Blocks.Blocks ? sum : sum + (count - End(device, segment)) * _rates[device * Blocks.Blocks + segment];
    }

    /// <summary>T_cmp + L_w over the rate of the participant's own <paramref name="count"/> best subcarriers, s; ∞ without any.</summary>
    public double Seconds(int device, int count)
    {
        var rate = Rate(device, count);
        return rate > 0 ? Blocks.Problem.ComputeSeconds[device] + Blocks.Problem.Bits[device] / rate : double.PositiveInfinity;
    }

    /// <summary>Fewest subcarriers that carry a rate, bit/s; C0 + 1 if as many as it may hold do not.</summary>
    public int Fewest(int device, double rate)
    {
        if (!(Rate(device, Cap) >= rate)) return _most + 1;
        var sums = _sums.AsSpan(device * (Blocks.Blocks + 1), Blocks.Blocks + 1);
        var segment = 0;
        while (sums[segment + 1] < rate) segment++;
        var step = _rates[device * Blocks.Blocks + segment];
        var count = End(device, segment) + (step > 0 ? (int)Math.Ceiling((rate - sums[segment]) / step) : 0);
        // The quotient may be rounded across a whole number.
        count = Math.Clamp(count, 1, Cap);
        while (count > 1 && Rate(device, count - 1) >= rate) count--;
        while (Rate(device, count) < rate) count++;
        return count;
    }

    /// <summary>Subcarriers whose rate for the participant is at least so high, bit/s.</summary>
    public int AtLeast(int device, double rate)
    {
        var m = Blocks.Blocks;
        var rates = _rates.AsSpan(device * m, m);
        var (low, high) = (0, m);
        while (low < high)
        {
            var mid = (low + high) / 2;
            if (rates[mid] >= rate) low = mid + 1;
            else high = mid;
        }
        return End(device, low);
    }

    // The segment that begins at a count or holds it; one past the last at C0.
    private int Segment(int device, int count)
    {
        if (_width > 0) return count / _width;
        var at = _ends.AsSpan(device * (Blocks.Blocks + 1), Blocks.Blocks + 1).BinarySearch(count);
        return at >= 0 ? at : ~at - 1;
    }

    private int End(int device, int segment) => _width > 0 ? segment * _width : _ends[device * (Blocks.Blocks + 1) + segment];
}
