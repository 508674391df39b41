using Diten.Core.Allocation.Search;

namespace Diten.Core.Allocation.Bounds;

/// <summary>
/// Lower bound on the makespan from prices and counting at once. To end by T, participant i must hold n ≥ c_i(T) whole
/// subcarriers that carry L_w/(T − T_cmp) together; at prices π that costs at least min_n n·φ_i(rate/n), with φ_i the least
/// average price of an average rate. If these costs exceed the price of all subcarriers, T cannot be reached.
/// </summary>
/// <remarks>With equal prices it is the count bound, with those of the price bound at least that one; between them it is often
/// tighter than both, most where everyone holds ten subcarriers or more.</remarks>
internal static class MixedBound
{
    private const double Precision = 1e-5;
    private const int Mixtures = 8;

    /// <summary>The bound, s.</summary>
    /// <param name="best">The problem.</param>
    /// <param name="prices">Prices to mix with equal ones, above 0, summing to 1 over all subcarriers; length B.</param>
    /// <param name="known">A bound that is known already, s, finite and above every T_cmp.</param>
    /// <returns>At least <paramref name="known"/>.</returns>
    public static double Seconds(BestCounts best, ReadOnlySpan<double> prices, double known)
    {
        var blocks = best.Blocks;
        var mixed = new double[prices.Length];
        var hulls = new PriceHull[blocks.Devices];
        for (var m = 0; m < Mixtures; m++)
        {
            var equal = m / (double)Mixtures;
            for (var b = 0; b < mixed.Length; b++) mixed[b] = (1 - equal) * prices[b] + equal / blocks.Problem.Subcarriers;
            for (var i = 0; i < hulls.Length; i++) hulls[i] = PriceHull.Of(blocks.RatesOf(i), mixed);
            known = Rise(best, hulls, known);
        }
        return known;
    }

    // Costs fall with time: doubles the step while the time is out of reach, then halves the bracket.
    private static double Rise(BestCounts best, PriceHull[] hulls, double known)
    {
        var (low, high) = (known, 0.0);
        for (var step = Precision; step < 1; step *= 2)
        {
            high = known * (1 + step);
            if (!OutOfReach(best, hulls, high)) break;
            low = high;
        }
        while (high - low > Precision * low)
        {
            var time = (low + high) / 2;
            if (OutOfReach(best, hulls, time)) low = time;
            else high = time;
        }
        return low;
    }

    private static bool OutOfReach(BestCounts best, PriceHull[] hulls, double time)
    {
        var problem = best.Blocks.Problem;
        var cost = 0.0;
        for (var i = 0; i < hulls.Length; i++)
        {
            var rate = problem.Bits[i] / (time - problem.ComputeSeconds[i]);
            var fewest = best.Fewest(i, rate);
            if (fewest > problem.Subcarriers) return true;
            cost += hulls[i].Cost(rate, fewest);
        }
        // Not for the rounding of a sum.
        return cost > 1 + 1e-9;
    }
}
