namespace Diten.Core.Allocation;

/// <summary>The paper's baseline: equal counts, dealt round-robin without looking at the channel.</summary>
public sealed class EqualShareAllocator : IAllocator
{
    /// <inheritdoc/>
    public string Name => "equal-share";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are more participants than subcarriers.</exception>
    public int[] Allocate(AllocationProblem problem, Random random)
    {
        Participants.RequireEnoughSubcarriers(problem);
        var owner = new int[problem.Subcarriers];
        if (problem.Devices == 0) Array.Fill(owner, -1);
        else for (var k = 0; k < owner.Length; k++) owner[k] = k % problem.Devices;
        return owner;
    }
}
