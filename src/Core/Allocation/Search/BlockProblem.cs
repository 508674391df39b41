using System.Numerics;
using System.Runtime.InteropServices;

namespace Diten.Core.Allocation.Search;

/// <summary>
/// The same problem by blocks: subcarriers that are worth the same to every participant (a coherence block) are one block
/// with a capacity. The default problem has 32 blocks of 8 instead of 256 subcarriers, and is a small integer transport problem.
/// </summary>
internal sealed class BlockProblem
{
    private readonly int[] _order;

    private BlockProblem(AllocationProblem problem, int[] blockOf, int[] representative, int runs)
    {
        Problem = problem;
        Devices = problem.Devices;
        Blocks = representative.Length;
        IsContiguous = runs == Blocks;
        BlockOf = blockOf;
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

    /// <summary>Block of each subcarrier; length C0.</summary>
    public int[] BlockOf { get; }

    /// <summary>Whether the subcarriers of each block lie side by side, so that slots are subcarriers in their order.</summary>
    public bool IsContiguous { get; }

    /// <summary>Subcarriers in a block.</summary>
    public int Capacity(int block) => Start[block + 1] - Start[block];

    /// <summary>Rates of one participant, length B.</summary>
    public ReadOnlySpan<double> RatesOf(int device) => Rates.AsSpan(device * Blocks, Blocks);

    /// <summary>Finds the blocks. O(N·C0).</summary>
    public static BlockProblem Of(AllocationProblem problem)
    {
        // A coherence block is a run of equal columns; runs of which another is far off are one block too.
        var starts = Runs(problem);
        var hash = new ulong[starts.Length];
        for (var i = 0; i < problem.Devices; i++)
        {
            var row = problem.RatesOf(i);
            for (var r = 0; r < hash.Length; r++)
                hash[r] = (hash[r] ^ BitConverter.DoubleToUInt64Bits(row[starts[r]])) * 0x9E3779B97F4A7C15 + (hash[r] >> 29);
        }
        var blockOf = new int[problem.Subcarriers];
        var representative = new List<int>(starts.Length);
        var byHash = new Dictionary<ulong, int>(starts.Length);
        for (var r = 0; r < starts.Length; r++)
        {
            if (!byHash.TryGetValue(hash[r], out var block))
                byHash.Add(hash[r], block = representative.Count);
            else if (!SameColumn(problem, starts[r], representative[block]))
                block = representative.Count;
            if (block == representative.Count) representative.Add(starts[r]);
            var end = r + 1 < starts.Length ? starts[r + 1] : blockOf.Length;
            blockOf.AsSpan(starts[r], end - starts[r]).Fill(block);
        }
        return new BlockProblem(problem, blockOf, [.. representative], starts.Length);
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

    // Where a column begins that is not that to its left.
    private static int[] Runs(AllocationProblem problem)
    {
        var differs = new ulong[problem.Subcarriers];
        differs[0] = 1;
        for (var i = 0; i < problem.Devices; i++)
        {
            var row = MemoryMarshal.Cast<double, ulong>(problem.RatesOf(i));
            var k = 1;
            for (; k + Vector<ulong>.Count <= differs.Length; k += Vector<ulong>.Count)
            {
                var changed = new Vector<ulong>(row[k..]) ^ new Vector<ulong>(row[(k - 1)..]);
                (new Vector<ulong>(differs.AsSpan(k)) | changed).CopyTo(differs, k);
            }
            for (; k < differs.Length; k++) differs[k] |= row[k] ^ row[k - 1];
        }
        var starts = new List<int>();
        for (var k = 0; k < differs.Length; k++)
            if (differs[k] != 0) starts.Add(k);
        return [.. starts];
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
