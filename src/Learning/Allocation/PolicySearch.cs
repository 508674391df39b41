using Diten.Core.Allocation;
using Diten.Learning.Kernels;

namespace Diten.Learning.Allocation;

/// <summary>Alg. 2: where the labels come from.</summary>
internal static class PolicySearch
{
    private static readonly PaperHeuristicAllocator s_explore = new();
    private static readonly LocalSearchAllocator s_search = new();

    /// <summary>The best of initialisation with exploration as in the paper, and the search that looks at the makespan first.</summary>
    public static int[] Best(AllocationState state, int seed, long id)
    {
        var explored = Explore(state, seed, id, epoch: 0);
        var searched = s_search.Allocate(state.Problem, new Random(seed));
        var (a, b) = (AllocationOutcome.Evaluate(state.Problem, explored), AllocationOutcome.Evaluate(state.Problem, searched));
        return AllocationPolicies.IsBetter(a, b) ? explored : searched;
    }

    /// <summary>One more exploration.</summary>
    public static int[] Explore(AllocationState state, int seed, long id, int epoch)
    {
        var drawn = SplitMix64.Derive(SplitMix64.Derive((uint)seed, (ulong)id), (ulong)epoch);
        return s_explore.Allocate(state.Problem, new Random((int)(drawn >> 33)));
    }
}
