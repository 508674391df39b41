namespace Diten.Core.Allocation.Search;

/// <summary>Who holds which slot of which block, with the rates that follow. Changed in place; a rate is kept to rounding.</summary>
internal sealed class Holdings
{
    private readonly BlockProblem _blocks;
    private readonly int[] _slots;
    private readonly int[] _held;
    private readonly int[] _free;

    /// <summary>Nobody holds anything.</summary>
    public Holdings(BlockProblem blocks)
    {
        _blocks = blocks;
        _slots = new int[blocks.Problem.Subcarriers];
        _held = new int[blocks.Devices * blocks.Blocks];
        _free = new int[blocks.Blocks];
        Rate = new double[blocks.Devices];
        Count = new int[blocks.Devices];
        Clear();
    }

    /// <summary>r_i, bit/s.</summary>
    public double[] Rate { get; }

    /// <summary>Subcarriers held.</summary>
    public int[] Count { get; }

    /// <summary>Owner per slot, −1 for none.</summary>
    public ReadOnlySpan<int> Slots => _slots;

    /// <summary>Free slots of a block.</summary>
    public int Free(int block) => _free[block];

    /// <summary>Subcarriers of each block that a participant holds; length B.</summary>
    public ReadOnlySpan<int> HeldBy(int device) => _held.AsSpan(device * _blocks.Blocks, _blocks.Blocks);

    /// <summary>Owners of a block's slots.</summary>
    public ReadOnlySpan<int> HoldersOf(int block) => _slots.AsSpan(_blocks.Start[block], _blocks.Capacity(block));

    /// <summary>Everything becomes free.</summary>
    public void Clear()
    {
        Array.Fill(_slots, -1);
        Array.Clear(_held);
        Array.Clear(Rate);
        Array.Clear(Count);
        for (var b = 0; b < _free.Length; b++) _free[b] = _blocks.Capacity(b);
    }

    /// <summary>Becomes equal to another of the same problem.</summary>
    public void CopyFrom(Holdings other)
    {
        other._slots.CopyTo(_slots, 0);
        other._held.CopyTo(_held, 0);
        other._free.CopyTo(_free, 0);
        other.Rate.CopyTo(Rate, 0);
        other.Count.CopyTo(Count, 0);
    }

    /// <summary>A participant takes a free slot of a block.</summary>
    public void Take(int device, int block)
    {
        _slots[Find(block, -1)] = device;
        _free[block]--;
        Book(device, block, 1);
    }

    /// <summary>A participant gives a slot of a block back.</summary>
    public void Release(int device, int block)
    {
        _slots[Find(block, device)] = -1;
        _free[block]++;
        Book(device, block, -1);
    }

    /// <summary>Rate with one slot of <paramref name="lost"/> given for one of <paramref name="gained"/>; −1 for neither.</summary>
    public double RateWith(int device, int lost, int gained)
    {
        var rates = _blocks.RatesOf(device);
        return Rate[device] - (lost >= 0 ? rates[lost] : 0) + (gained >= 0 ? rates[gained] : 0);
    }

    /// <summary>T_i at a rate, s; ∞ without one.</summary>
    public double Seconds(int device, double rate) =>
        rate > 0 ? _blocks.Problem.ComputeSeconds[device] + _blocks.Problem.Bits[device] / rate : double.PositiveInfinity;

    private int Find(int block, int owner)
    {
        var start = _blocks.Start[block];
        return start + _slots.AsSpan(start, _blocks.Capacity(block)).IndexOf(owner);
    }

    private void Book(int device, int block, int slots)
    {
        _held[device * _blocks.Blocks + block] += slots;
        Count[device] += slots;
        // Summed anew, so that a rate is that of its slots and no rounding gathers over thousands of moves.
        var held = HeldBy(device);
        var rates = _blocks.RatesOf(device);
        var rate = 0.0;
        for (var b = 0; b < held.Length; b++) rate += held[b] * rates[b];
        Rate[device] = rate;
    }
}
