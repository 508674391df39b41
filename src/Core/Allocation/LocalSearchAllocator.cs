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
                new PsiPolish(blocks, holdings, Makespan(problem, holdings)).Run();
                return blocks.ToOwners(holdings.Slots);
            }
        }
        return new PaperHeuristicAllocator().Allocate(problem, random);
    }

    private static Holdings? Shortest(BlockProblem blocks)
    {
        var best = new BestCounts(blocks);
        // The bound itself may be reached, but not by a sum that was rounded the other way.
        var low = CountBound.Seconds(best) * (1 + 1e-9);
        if (double.IsPositiveInfinity(low)) return null;
        var search = new DeadlineSearch(blocks, best);
        var found = new Holdings(blocks);
        var bound = low;
        var time = low;
        for (var step = FirstStep; !search.TryReach(time); step *= 2)
        {
            if (step > LastStep) return null;
            (low, time) = (time, bound * (1 + step));
        }
        found.CopyFrom(search.Holdings);
        var high = Makespan(blocks.Problem, found);
        while (high - low > Precision * low)
        {
            time = (low + high) / 2;
            if (search.TryReach(time))
            {
                found.CopyFrom(search.Holdings);
                high = Makespan(blocks.Problem, found);
            }
            else
            {
                low = time;
            }
        }
        return found;
    }

    private static double Makespan(AllocationProblem problem, Holdings holdings)
    {
        var latest = 0.0;
        for (var i = 0; i < problem.Devices; i++)
            latest = Math.Max(latest, problem.ComputeSeconds[i] + problem.Bits[i] / holdings.Rate[i]);
        return latest;
    }
}
