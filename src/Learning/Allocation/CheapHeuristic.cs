using Diten.Core.Allocation;
using Diten.Core.Allocation.Search;

namespace Diten.Learning.Allocation;

/// <summary>
/// Algorithm 2's initialisation over blocks instead of subcarriers, in microseconds: turns in decreasing order of T_cmp, each
/// taking its own best free subcarrier. The same answer as <c>new PaperHeuristicAllocator(0)</c> wherever a block is contiguous.
/// </summary>
internal static class CheapHeuristic
{
    /// <summary>Deals all subcarriers, as far as devices may hold so many.</summary>
    /// <param name="blocks">At least one participant, and no more than subcarriers.</param>
    public static int[] Allocate(BlockProblem blocks)
    {
        var order = new int[blocks.Devices];
        var keys = new double[order.Length];
        for (var i = 0; i < order.Length; i++) (order[i], keys[i]) = (i, -blocks.Problem.ComputeSeconds[i]);
        Array.Sort(keys, order);
        var next = blocks.Start[..blocks.Blocks];
        var slots = new int[blocks.Problem.Subcarriers];
        Array.Fill(slots, -1);
        for (var turn = 0; turn < slots.Length && turn / order.Length < blocks.Problem.MostPerDevice; turn++)
        {
            var device = order[turn % order.Length];
            var rates = blocks.RatesOf(device);
            var chosen = -1;
            for (var b = 0; b < rates.Length; b++)
                if (next[b] < blocks.Start[b + 1] && (chosen < 0 || rates[b] > rates[chosen])) chosen = b;
            slots[next[chosen]++] = device;
        }
        return blocks.ToOwners(slots);
    }
}
