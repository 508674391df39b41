using Diten.Core.Allocation;

namespace Diten.Learning.Allocation;

/// <summary>
/// The learned allocator, Eq. (37): a trained network turns the state {T_cmp, θ_(t−1), ζ, λ} into θ_t, projected onto feasible
/// allocations. Never worse than the heuristic: where Algorithm 2's initialisation has the shorter makespan (or the same with
/// a lower Ψ), or the projection fails, the heuristic's answer is taken and counted.
/// </summary>
public sealed class DnnAllocator : IAllocatorWithHistory
{
    private static readonly PaperHeuristicAllocator s_explored = new();
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
    /// <param name="random">For the heuristic, where the network has no answer.</param>
    /// <exception cref="ArgumentException">There are more participants than subcarriers.</exception>
    public DnnDecision Decide(AllocationState state, Random random)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(random);
        Interlocked.Increment(ref _decisions);
        var problem = state.Problem;
        if (problem.Devices <= problem.Subcarriers && problem.Devices > 0 && PairContext.Of(state) is { } context && _network.Decide(context) is { } learned)
        {
            var heuristic = CheapHeuristic.Allocate(context.Blocks);
            if (!AllocationPolicies.IsBetter(AllocationOutcome.Evaluate(problem, heuristic), AllocationOutcome.Evaluate(problem, learned)))
                return new DnnDecision(learned, IsFallback: false);
            Interlocked.Increment(ref _fallbacks);
            return new DnnDecision(heuristic, IsFallback: true);
        }
        var owner = s_explored.Allocate(problem, random);
        Interlocked.Increment(ref _fallbacks);
        return new DnnDecision(owner, IsFallback: true);
    }
}

/// <summary>A decision of <see cref="DnnAllocator"/>.</summary>
/// <param name="Owner">Owner per subcarrier; length C0.</param>
/// <param name="IsFallback">Whether the heuristic's answer was taken.</param>
public readonly record struct DnnDecision(int[] Owner, bool IsFallback);
