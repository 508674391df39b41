using Diten.Core.Allocation.Search;

namespace Diten.Core.Allocation.Bounds;

/// <summary>
/// Lower bound on the makespan from counting: with c_i(T), the fewest own-best subcarriers with which participant i ends by T,
/// no T with Σ c_i(T) &gt; C0 can be reached.
/// </summary>
/// <remarks>
/// The smallest T that it lets pass is found without a search over T: everyone starts with its best subcarrier, and the one
/// that is last gets its next best until all C0 are dealt out or it may hold no more. Blocks may be handed to several at once; that is what
/// makes it a bound and not an allocation.
/// </remarks>
internal static class CountBound
{
    /// <summary>The bound, s.</summary>
    /// <returns>∞ if there are more participants than subcarriers or one has no rate anywhere; 0 without participants.</returns>
    public static double Seconds(BestCounts best)
    {
        var n = best.Blocks.Devices;
        var spare = best.Blocks.Problem.Subcarriers - n;
        if (n == 0) return 0;
        if (spare < 0) return double.PositiveInfinity;
        var count = new int[n];
        var last = new PriorityQueue<int, double>(n);
        for (var i = 0; i < n; i++) last.Enqueue(i, -best.Seconds(i, count[i] = 1));
        for (; spare > 0; spare--)
        {
            var i = last.Peek();
            if (count[i] >= best.Cap) break;
            last.DequeueEnqueue(i, -best.Seconds(i, ++count[i]));
        }
        var slowest = last.Peek();
        return best.Seconds(slowest, count[slowest]);
    }
}
