using Diten.Core.Allocation.Search;

namespace Diten.Core.Allocation;

/// <summary>Participants picking in turns, each its own best free subcarrier by its own rates; of equal ones that of the first block.</summary>
internal sealed class OwnBestDraft
{
    private readonly BlockProblem _blocks;
    private readonly int[] _next;
    private readonly int[] _slots;
    private readonly int[] _count;

    public OwnBestDraft(BlockProblem blocks)
    {
        _blocks = blocks;
        _next = blocks.Start[..blocks.Blocks];
        _slots = new int[blocks.Problem.Subcarriers];
        _count = new int[blocks.Devices];
        Array.Fill(_slots, -1);
        // What nobody may hold is not there to be picked.
        Free = (int)Math.Min(_slots.Length, (long)blocks.Devices * blocks.Problem.MostPerDevice);
    }

    /// <summary>Picks that are still to be made.</summary>
    public int Free { get; private set; }

    /// <summary>Owner per subcarrier, −1 for none.</summary>
    public int[] Owner() => _blocks.ToOwners(_slots);

    /// <summary>The device takes its best free subcarrier; false if none is left or it may hold no more.</summary>
    public bool Pick(int device)
    {
        if (Free == 0 || _count[device] >= _blocks.Problem.MostPerDevice) return false;
        var rates = _blocks.RatesOf(device);
        var chosen = -1;
        for (var b = 0; b < rates.Length; b++)
            if (_next[b] < _blocks.Start[b + 1] && (chosen < 0 || rates[b] > rates[chosen])) chosen = b;
        _slots[_next[chosen]++] = device;
        _count[device]++;
        Free--;
        return true;
    }
}
