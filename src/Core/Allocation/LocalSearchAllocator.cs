using Diten.Core.Allocation.Bounds;
using Diten.Core.Allocation.Search;

namespace Diten.Core.Allocation;

/// <summary>
/// Ours: the makespan first, then Ψ among allocations of that makespan. The least time by which everyone can end is bracketed
/// from the count bound upwards and halved; whether a time can be reached is decided by chains of exchanges over coherence
/// blocks. Then what is left, and exchanges that delay nobody beyond the makespan, lower Ψ. It draws nothing at random.
/// </summary>
/// <remarks>
/// A heuristic: a time that can be reached may be missed. How far it may be from the best is what the certificate says.
/// Where dead subcarriers leave a participant without any rate, the paper's heuristic answers.
/// </remarks>
public sealed class LocalSearchAllocator : IAllocator
{
    // Relative width at which the search for the makespan ends, and by which it first goes up from the bound.
    private const double Precision = 2e-4;
    private const double FirstStep = 2e-3;
    private const double LastStep = 1e6;

    // Above this relative distance from the count bound it is worth the time to find prices and to try again with them.
    private const double Satisfied = 1e-3;
    private const int PriceWork = 40_000;

    /// <inheritdoc/>
    public string Name => "local-search";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are more participants than subcarriers.</exception>
    public int[] Allocate(AllocationProblem problem, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Participants.RequireEnoughSubcarriers(problem);
        if (problem.Devices > 0)
        {
            var blocks = BlockProblem.Of(problem);
            if (Shortest(blocks) is { } holdings)
            {
                new PsiPolish(blocks, holdings, Makespan(holdings)).Run();
                return blocks.ToOwners(holdings.Slots);
            }
        }
        return new PaperHeuristicAllocator().Allocate(problem, random);
    }

    private static Holdings? Shortest(BlockProblem blocks)
    {
        var best = new BestCounts(blocks);
        // The bound itself may be reached, but not by a sum that was rounded the other way.
        var bound = CountBound.Seconds(best) * (1 + 1e-9);
        if (double.IsPositiveInfinity(bound)) return null;
        var search = new DeadlineSearch(blocks, best);
        var found = new Holdings(blocks);
        var (low, time) = (bound, bound);
        for (var step = FirstStep; !search.TryReach(time); step *= 2)
        {
            if (step > LastStep) return null;
            (low, time) = (time, bound * (1 + step));
        }
        found.CopyFrom(search.Holdings);
        Halve(search, found, low, []);
        if (Makespan(found) > bound * (1 + Satisfied)) Halve(search, found, bound, Prices(blocks));
        return found;
    }

    // Halves the bracket between a time that is thought out of reach and that of the holdings found.
    private static void Halve(DeadlineSearch search, Holdings found, double low, ReadOnlySpan<double> prices)
    {
        for (var high = Makespan(found); high - low > Precision * low;)
        {
            var time = (low + high) / 2;
            if (search.TryReach(time, prices))
            {
                found.CopyFrom(search.Holdings);
                high = Makespan(found);
            }
            else
            {
                low = time;
            }
        }
    }

    // Between those of the linear relaxation, to which counts mean nothing, and equal ones, to which only counts do.
    private static double[] Prices(BlockProblem blocks)
    {
        PriceBound.Seconds(blocks, out var prices, Math.Clamp(PriceWork / blocks.Rates.Length, 4, 24));
        for (var b = 0; b < prices.Length; b++) prices[b] = (prices[b] + 1.0 / blocks.Problem.Subcarriers) / 2;
        return prices;
    }

    private static double Makespan(Holdings holdings)
    {
        var latest = 0.0;
        for (var i = 0; i < holdings.Rate.Length; i++) latest = Math.Max(latest, holdings.Seconds(i, holdings.Rate[i]));
        return latest;
    }
}
