using Diten.Core.Allocation.Search;
using Diten.Core.Numerics;

namespace Diten.Core.Allocation;

/// <summary>
/// Alg. 2, initialisation and exploration: whoever computes longest picks first and gets more of its own best
/// subcarriers; then random swaps that lower Ψ (Eq. 36). The paper's network that learns from it is another allocator.
/// </summary>
/// <remarks>
/// "Good channels" are each participant's own best. From this start lowering Ψ lowers the makespan too; from a start that
/// was chosen for its makespan it may raise it, so look at both in <see cref="AllocationOutcome"/>.
/// </remarks>
public sealed class PaperHeuristicAllocator : IAllocator
{
    private readonly int _proposalsPerSubcarrier;

    /// <summary>Default: 32 proposals per subcarrier.</summary>
    public PaperHeuristicAllocator()
        : this(proposalsPerSubcarrier: 32)
    {
    }

    /// <summary>With a length of exploration of one's own.</summary>
    /// <param name="proposalsPerSubcarrier">Random swaps tried per subcarrier, 0 to 10⁶; 0 stops after the initialisation.</param>
    public PaperHeuristicAllocator(int proposalsPerSubcarrier)
    {
        Require.Within(proposalsPerSubcarrier, 0, 1_000_000, nameof(proposalsPerSubcarrier));
        _proposalsPerSubcarrier = proposalsPerSubcarrier;
    }

    /// <inheritdoc/>
    public string Name => "paper";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are more participants than subcarriers.</exception>
    public int[] Allocate(AllocationProblem problem, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Participants.RequireEnoughSubcarriers(problem);
        var blocks = BlockProblem.Of(problem);
        var owner = Initialise(blocks);
        Explore(blocks, owner, random);
        return owner;
    }

    /// <summary>Alg. 2, exploration: random swaps and gifts, each kept if it lowers Ψ.</summary>
    /// <param name="blocks">The problem.</param>
    /// <param name="owner">Owner per subcarrier; changed in place.</param>
    /// <param name="random">The only source of randomness.</param>
    internal void Explore(BlockProblem blocks, int[] owner, Random random)
    {
        if (blocks.Devices < 2) return;
        var subcarriers = blocks.Problem.Subcarriers;
        var search = new PsiSearch(blocks, owner);
        var proposals = (long)_proposalsPerSubcarrier * subcarriers;
        for (var p = 0L; p < proposals; p++)
        {
            var k = random.Next(subcarriers);
            search.Try(k, random.Next(subcarriers + blocks.Devices));
        }
    }

    /// <summary>Alg. 2, initialisation: turns in decreasing order of T_cmp, each picking its own best free subcarrier;
    /// what does not divide evenly goes to those who compute longest.</summary>
    /// <param name="blocks">The problem.</param>
    /// <returns>Owner per subcarrier.</returns>
    internal static int[] Initialise(BlockProblem blocks)
    {
        var draft = new OwnBestDraft(blocks);
        var order = new int[blocks.Devices];
        var keys = new double[blocks.Devices];
        for (var i = 0; i < order.Length; i++) (order[i], keys[i]) = (i, -blocks.Problem.ComputeSeconds[i]);
        Array.Sort(keys, order);
        while (draft.Free > 0)
        {
            foreach (var device in order)
                if (!draft.Pick(device)) break;
        }
        return draft.Owner();
    }
}
