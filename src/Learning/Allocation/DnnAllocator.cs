using Diten.Core.Allocation;
using Diten.Core.Allocation.Search;

namespace Diten.Learning.Allocation;

/// <summary>
/// The learned allocator, Eq. (37): a trained network turns the state {T_cmp, θ_(t−1), ζ, λ} into θ_t, projected onto feasible
/// allocations. Never worse than the heuristic: with every decision Algorithm 2 runs too, initialisation and exploration as
/// <see cref="PaperHeuristicAllocator"/> has them, and where either has the shorter makespan (or the same with a lower Ψ), or
/// the projection fails, its answer is taken and counted.
/// </summary>
/// <remarks>
/// From equal states of the random source the makespan is therefore never above that of <see cref="PaperHeuristicAllocator"/>.
/// That its Ψ is lower too does not follow: an answer that ends sooner may end less evenly.
/// </remarks>
public sealed class DnnAllocator : IAllocatorWithHistory
{
    private static readonly PaperHeuristicAllocator s_paper = new();
    private readonly PairNetwork _network;
    private long _decisions;
    private long _fallbacks;

    /// <summary>With the network that is built in.</summary>
    public DnnAllocator()
        : this(TrainedNetwork.BuiltIn())
    {
    }

    /// <summary>With a network of one's own.</summary>
    /// <param name="network">Not copied; must not be trained meanwhile.</param>
    public DnnAllocator(PairNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        _network = network;
    }

    /// <inheritdoc/>
    public string Name => "dnn";

    /// <summary>Decisions so far, of all threads.</summary>
    public long Decisions => Interlocked.Read(ref _decisions);

    /// <summary>How many of the <see cref="Decisions"/> were the heuristic's.</summary>
    public long Fallbacks => Interlocked.Read(ref _fallbacks);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are more participants than subcarriers.</exception>
    public int[] Allocate(AllocationProblem problem, Random random) => Decide(new AllocationState(problem), random).Owner;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are more participants than subcarriers.</exception>
    public int[] Allocate(AllocationProblem problem, IReadOnlyList<int>? previous, Random random) => Decide(new AllocationState(problem, previous), random).Owner;

    /// <summary>Decides with knowledge of the round before.</summary>
    /// <param name="state">The state.</param>
    /// <param name="random">For the heuristic: as it draws alone.</param>
    /// <exception cref="ArgumentException">There are more participants than subcarriers.</exception>
    public DnnDecision Decide(AllocationState state, Random random)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(random);
        Interlocked.Increment(ref _decisions);
        var problem = state.Problem;
        if (problem.Devices <= problem.Subcarriers && problem.Devices > 0 && PairContext.Of(state) is { } context && _network.Decide(context) is { } learned)
        {
            var (owner, outcome) = Heuristic(context.Blocks, random);
            if (!AllocationPolicies.IsBetter(outcome, AllocationOutcome.Evaluate(problem, learned)))
                return new DnnDecision(learned, IsFallback: false);
            Interlocked.Increment(ref _fallbacks);
            return new DnnDecision(owner, IsFallback: true);
        }
        Interlocked.Increment(ref _fallbacks);
        return new DnnDecision(s_paper.Allocate(problem, random), IsFallback: true);
    }

    // The better of the initialisation and what exploration makes of it: lowering Ψ may lengthen the makespan.
    private static (int[] Owner, AllocationOutcome Outcome) Heuristic(BlockProblem blocks, Random random)
    {
        var initial = PaperHeuristicAllocator.Initialise(blocks);
        int[] explored = [.. initial];
        s_paper.Explore(blocks, explored, random);
        var (before, after) = (AllocationOutcome.Evaluate(blocks.Problem, initial), AllocationOutcome.Evaluate(blocks.Problem, explored));
        return AllocationPolicies.IsBetter(before, after) ? (initial, before) : (explored, after);
    }
}

/// <summary>A decision of <see cref="DnnAllocator"/>.</summary>
/// <param name="Owner">Owner per subcarrier; length C0.</param>
/// <param name="IsFallback">Whether the heuristic's answer was taken.</param>
public readonly record struct DnnDecision(int[] Owner, bool IsFallback);
