namespace Diten.Core.Allocation.Search;

/// <summary>
/// The same problem by blocks: subcarriers that are worth the same to every participant (a coherence block) are one block
/// with a capacity. The default problem has 32 blocks of 8 instead of 256 subcarriers, and is a small integer transport problem.
/// </summary>
internal sealed class BlockProblem
{
    private readonly int[] _order;

    private BlockProblem(AllocationProblem problem, int[] blockOf, int[] representative)
    {
        Problem = problem;
        Devices = problem.Devices;
        Blocks = representative.Length;
        Start = new int[Blocks + 1];
        foreach (var b in blockOf) Start[b + 1]++;
        for (var b = 0; b < Blocks; b++) Start[b + 1] += Start[b];
        _order = new int[blockOf.Length];
        var next = Start[..Blocks];
        for (var k = 0; k < blockOf.Length; k++) _order[next[blockOf[k]]++] = k;
        Rates = new double[Devices * Blocks];
        for (var i = 0; i < Devices; i++)
        {
            var row = problem.RatesOf(i);
            for (var b = 0; b < Blocks; b++) Rates[i * Blocks + b] = row[representative[b]];
        }
    }

    /// <summary>What it was made of.</summary>
    public AllocationProblem Problem { get; }

    /// <summary>N.</summary>
    public int Devices { get; }

    /// <summary>B, blocks.</summary>
    public int Blocks { get; }

    /// <summary>Slots of block b are those from Start[b] to Start[b + 1]; a slot is a subcarrier of it. Length B + 1.</summary>
    public int[] Start { get; }

    /// <summary>Rate of one subcarrier, bit/s, N × B.</summary>
    public double[] Rates { get; }

    /// <summary>Subcarriers in a block.</summary>
    public int Capacity(int block) => Start[block + 1] - Start[block];

    /// <summary>Rates of one participant, length B.</summary>
    public ReadOnlySpan<double> RatesOf(int device) => Rates.AsSpan(device * Blocks, Blocks);

    /// <summary>Finds the blocks. O(N·C0).</summary>
    public static BlockProblem Of(AllocationProblem problem)
    {
        var hash = new ulong[problem.Subcarriers];
        for (var i = 0; i < problem.Devices; i++)
        {
            var row = problem.RatesOf(i);
            for (var k = 0; k < hash.Length; k++)
                hash[k] = (hash[k] ^ BitConverter.DoubleToUInt64Bits(row[k])) * 0x9E3779B97F4A7C15 + (hash[k] >> 29);
        }
        var blockOf = new int[hash.Length];
        var representative = new List<int>();
        var byHash = new Dictionary<ulong, int>();
        for (var k = 0; k < hash.Length; k++)
        {
            if (!byHash.TryGetValue(hash[k], out var block))
                byHash.Add(hash[k], block = representative.Count);
            else if (!SameColumn(problem, k, representative[block]))
                block = representative.Count;
            if (block == representative.Count) representative.Add(k);
            blockOf[k] = block;
        }
        return new BlockProblem(problem, blockOf, [.. representative]);
    }

    /// <summary>Owner per subcarrier from owner per slot.</summary>
    public int[] ToOwners(ReadOnlySpan<int> slots)
    {
        var owner = new int[slots.Length];
        for (var s = 0; s < slots.Length; s++) owner[_order[s]] = slots[s];
        return owner;
    }

    /// <summary>Owner per slot from owner per subcarrier.</summary>
    public int[] ToSlots(ReadOnlySpan<int> owner)
    {
        var slots = new int[owner.Length];
        for (var s = 0; s < slots.Length; s++) slots[s] = owner[_order[s]];
        return slots;
    }

    // Two columns of one hash are compared in full; one that differs stays a block of its own, which is never wrong.
    private static bool SameColumn(AllocationProblem problem, int a, int b)
    {
        for (var i = 0; i < problem.Devices; i++)
        {
            var row = problem.RatesOf(i);
            if (row[a] != row[b]) return false;
        }
        return true;
    }
}
