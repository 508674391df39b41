using Diten.Core.Allocation.Search;

namespace Diten.Core.Allocation;

/// <summary>The fair baseline: equal counts, each participant picking its own best free subcarrier in turn.
/// The order of the turns is drawn once and reversed every turn, so that nobody is always first.</summary>
public sealed class OwnBestAllocator : IAllocator
{
    /// <inheritdoc/>
    public string Name => "own-best";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are more participants than subcarriers.</exception>
    public int[] Allocate(AllocationProblem problem, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Participants.RequireEnoughSubcarriers(problem);
        var draft = new OwnBestDraft(BlockProblem.Of(problem));
        var order = new int[problem.Devices];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        random.Shuffle(order);
        while (draft.Free > 0 && order.Length > 0)
        {
            foreach (var device in order)
                if (!draft.Pick(device)) break;
            Array.Reverse(order);
        }
        return draft.Owner();
    }
}
