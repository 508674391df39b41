using Diten.Core.Allocation.Search;

namespace Diten.Core.Allocation.Bounds;

/// <summary>A lower bound on the makespan that no allocation can beat, and the three it is the largest of.</summary>
/// <param name="PriceSeconds">From prices: within rounding of the optimum of the linear relaxation. Tight where everyone holds many subcarriers.</param>
/// <param name="CountSeconds">From counting whole subcarriers. Tight where everyone holds two or three.</param>
/// <param name="MixedSeconds">From both at once; never below either. Helps where everyone holds five to thirty.</param>
public readonly record struct Certificate(double PriceSeconds, double CountSeconds, double MixedSeconds)
{
    // Of the rounding of sums; an answer is never blamed for it, and the bound never passes the optimum by it.
    private const double Rounding = 1e-12;

    /// <summary>The bound, s: 0 without participants; ∞ if no allocation serves everyone.</summary>
    public double Seconds => MixedSeconds * (1 - Rounding);

    /// <summary>Computes it. Looks at no allocation and needs no solver; a few milliseconds at 100 participants.</summary>
    /// <param name="problem">The problem.</param>
    public static Certificate Of(AllocationProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var blocks = BlockProblem.Of(problem);
        var best = new BestCounts(blocks);
        var count = CountBound.Seconds(best);
        if (double.IsPositiveInfinity(count) || problem.Devices == 0) return new Certificate(count, count, count);
        var price = PriceBound.Seconds(blocks, out var prices);
        return new Certificate(price, count, MixedBound.Seconds(best, prices, Math.Max(price, count)));
    }

    /// <summary>How far a makespan may be from the best, relative: makespan/bound − 1, 0 or more.</summary>
    /// <param name="makespan">s; of an allocation of the same problem.</param>
    /// <returns>0 where the bound is 0; ∞ for an endless makespan, whatever the bound.</returns>
    public double Gap(double makespan) =>
        double.IsPositiveInfinity(makespan) ? makespan : Seconds == 0 ? 0 : Math.Max(0, makespan / Seconds - 1);
}
