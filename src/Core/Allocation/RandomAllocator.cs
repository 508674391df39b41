namespace Diten.Core.Allocation;

/// <summary>A baseline that looks at nothing: everyone gets one random subcarrier, and a random participant each of the others.</summary>
public sealed class RandomAllocator : IAllocator
{
    /// <inheritdoc/>
    public string Name => "random";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are more participants than subcarriers.</exception>
    public int[] Allocate(AllocationProblem problem, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Participants.RequireEnoughSubcarriers(problem);
        var owner = new int[problem.Subcarriers];
        for (var k = 0; k < owner.Length; k++)
            owner[k] = problem.Devices == 0 ? -1 : k < problem.Devices ? k : random.Next(problem.Devices);
        random.Shuffle(owner);
        return owner;
    }
}
