using System.Numerics.Tensors;
using Diten.Core.Allocation.Search;
using Diten.Core.Numerics;

namespace Diten.Core.Allocation.Bounds;

/// <summary>
/// Lower bound on the makespan from prices. Let a subcarrier of block b cost π_b ≥ 0 and all together cost 1. Whoever must
/// end by T needs a rate of L_w/(T − T_cmp), and no rate is cheaper than min_b(π_b/r_ib) per bit/s; so
/// Σ_i L_w,i/(T − T_cmp,i)·min_b(π_b/r_ib) ≤ 1 for every T that can be reached, and the root is a lower bound. It holds for
/// any prices; the best ones reach the optimum of the linear relaxation.
/// </summary>
internal static class PriceBound
{
    // Steps at each sharpness, and the sharpnesses: each doubles the one before, from loose tastes to nearly exact ones.
    private const int DefaultSteps = 24;
    private const double FirstSharpness = 4;
    private const double LastSharpness = 2048;

    /// <summary>The bound for given prices, s.</summary>
    /// <param name="blocks">The problem.</param>
    /// <param name="prices">π_b of one subcarrier of each block, above 0, of any scale; length B.</param>
    /// <returns>∞ if a participant has no rate anywhere; 0 without participants.</returns>
    public static double At(BlockProblem blocks, ReadOnlySpan<double> prices)
    {
        var total = 0.0;
        for (var b = 0; b < prices.Length; b++) total += prices[b] * blocks.Capacity(b);
        var need = new double[blocks.Devices];
        for (var i = 0; i < need.Length; i++)
        {
            var perPrice = 0.0;
            var rates = blocks.RatesOf(i);
            for (var b = 0; b < rates.Length; b++) perPrice = Math.Max(perPrice, rates[b] / prices[b]);
            need[i] = blocks.Problem.Bits[i] / (perPrice * total);
        }
        return Root(blocks.Problem.ComputeSeconds, need);
    }

    /// <summary>The bound for good prices, found by multiplicative weights, s.</summary>
    /// <param name="blocks">The problem.</param>
    /// <param name="prices">The best prices found, summing to 1 over all subcarriers; length B.</param>
    /// <param name="steps">Steps at each of ten sharpnesses, 1 or more; fewer are faster and looser.</param>
    public static double Seconds(BlockProblem blocks, out double[] prices, int steps = DefaultSteps)
    {
        var (n, m) = (blocks.Devices, blocks.Blocks);
        prices = new double[m];
        Array.Fill(prices, 1.0 / blocks.Problem.Subcarriers);
        var best = At(blocks, prices);
        if (n == 0 || double.IsPositiveInfinity(best) || m == 1) return best;
        var logRates = new double[n * m];
        // A dead subcarrier is nobody's choice: a very small rate keeps the logarithm finite.
        for (var j = 0; j < logRates.Length; j++) logRates[j] = Math.Log(Math.Max(blocks.Rates[j], 1e-100));
        var logPrices = new double[m];
        var current = prices.AsSpan().ToArray();
        var used = new double[m];
        var time = best;
        for (var sharpness = FirstSharpness; sharpness <= LastSharpness; sharpness *= 2)
        {
            for (var step = 0; step < steps; step++)
            {
                Demand(blocks, logRates, logPrices, sharpness, time, used);
                Raise(blocks, used, logPrices, current, 1 / (1 + sharpness));
                time = At(blocks, current);
                if (time <= best) continue;
                best = time;
                current.CopyTo(prices, 0);
            }
        }
        return best;
    }

    // What everyone buys to end at that time, each spreading its rate over the blocks by how cheap they are to it.
    private static void Demand(BlockProblem blocks, double[] logRates, double[] logPrices, double sharpness, double time, double[] used)
    {
        var m = logPrices.Length;
        Span<double> share = m <= 512 ? stackalloc double[m] : new double[m];
        Array.Clear(used);
        for (var i = 0; i < blocks.Devices; i++)
        {
            TensorPrimitives.Subtract(logRates.AsSpan(i * m, m), logPrices, share);
            var cheapest = TensorPrimitives.Max<double>(share);
            TensorPrimitives.Subtract(share, cheapest, share);
            TensorPrimitives.Multiply(share, sharpness, share);
            TensorPrimitives.Exp<double>(share, share);
            var rate = blocks.Problem.Bits[i] / Math.Max(time - blocks.Problem.ComputeSeconds[i], 1e-9 * time);
            var scale = rate / OrderedSum.Of<double>(share);
            var rates = blocks.RatesOf(i);
            for (var b = 0; b < m; b++)
                if (share[b] > 1e-12) used[b] += scale * share[b] / rates[b];
        }
    }

    // What is wanted more than there is gets dearer. A demand of elasticity e is met by a step of 1/(1 + e).
    private static void Raise(BlockProblem blocks, double[] used, double[] logPrices, double[] prices, double step)
    {
        var total = 0.0;
        for (var b = 0; b < used.Length; b++)
        {
            var pressure = Math.Max(used[b] / blocks.Capacity(b), 1e-6);
            logPrices[b] += step * Math.Log(pressure);
            total += blocks.Capacity(b) * Math.Exp(logPrices[b]);
        }
        var scale = Math.Log(total);
        for (var b = 0; b < used.Length; b++) prices[b] = Math.Exp(logPrices[b] -= scale);
    }

    // Newton from the left on a convex falling function: it never steps over the root, so it may stop anywhere.
    private static double Root(ReadOnlySpan<double> computeSeconds, ReadOnlySpan<double> need)
    {
        var time = 0.0;
        for (var i = 0; i < need.Length; i++) time = Math.Max(time, computeSeconds[i] + need[i]);
        if (double.IsPositiveInfinity(time)) return time;
        for (var step = 0; step < 100; step++)
        {
            double sum = 0, slope = 0;
            for (var i = 0; i < need.Length; i++)
            {
                var left = time - computeSeconds[i];
                if (!(left > 0)) continue;
                var term = need[i] / left;
                sum += term;
                slope += term / left;
            }
            var advance = (sum - 1) / slope;
            if (!(advance > 1e-13 * time)) break;
            time += advance;
        }
        return time;
    }
}
