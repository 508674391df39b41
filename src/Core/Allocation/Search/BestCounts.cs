namespace Diten.Core.Allocation.Search;

/// <summary>
/// What a participant could do if nobody else were there: the time on its own c best subcarriers, for each c. Nobody can be
/// faster with c subcarriers, so <see cref="Fewest"/> is a valid minimum.
/// </summary>
internal sealed class BestCounts
{
    private readonly int _most;
    private readonly double[] _sums;

    /// <summary>Sorts each participant's blocks. O(N·B log B + N·C0).</summary>
    public BestCounts(BlockProblem blocks)
    {
        Blocks = blocks;
        _most = blocks.Problem.Subcarriers;
        Cap = Math.Min(_most, blocks.Problem.MostPerDevice);
        _sums = new double[blocks.Devices * (_most + 1)];
        var keys = new double[blocks.Blocks];
        var order = new int[blocks.Blocks];
        for (var i = 0; i < blocks.Devices; i++)
        {
            var rates = blocks.RatesOf(i);
            for (var b = 0; b < keys.Length; b++) (keys[b], order[b]) = (-rates[b], b);
            Array.Sort(keys, order);
            var sums = _sums.AsSpan(i * (_most + 1), _most + 1);
            var c = 0;
            for (var o = 0; o < order.Length; o++)
                for (var left = blocks.Capacity(order[o]); left > 0; left--, c++) sums[c + 1] = sums[c] - keys[o];
        }
    }

    /// <summary>The problem.</summary>
    public BlockProblem Blocks { get; }

    /// <summary>Most subcarriers that one participant may hold, at most C0.</summary>
    public int Cap { get; }

    /// <summary>Rate of the participant's own <paramref name="count"/> best subcarriers, bit/s.</summary>
    public double Rate(int device, int count) => _sums[device * (_most + 1) + count];

    /// <summary>T_cmp + L_w over the rate of the participant's own <paramref name="count"/> best subcarriers, s; ∞ without any.</summary>
    public double Seconds(int device, int count)
    {
        var rate = _sums[device * (_most + 1) + count];
        return rate > 0 ? Blocks.Problem.ComputeSeconds[device] + Blocks.Problem.Bits[device] / rate : double.PositiveInfinity;
    }

    /// <summary>Fewest subcarriers that carry a rate, bit/s; C0 + 1 if as many as it may hold do not.</summary>
    public int Fewest(int device, double rate)
    {
        var sums = _sums.AsSpan(device * (_most + 1), _most + 1);
        if (!(sums[Cap] >= rate)) return _most + 1;
        var (low, high) = (1, Cap);
        while (low < high)
        {
            var mid = (low + high) / 2;
            if (sums[mid] >= rate) high = mid;
            else low = mid + 1;
        }
        return low;
    }
}
