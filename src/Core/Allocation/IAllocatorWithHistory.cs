namespace Diten.Core.Allocation;

/// <summary>An allocator to which the round before means something: θ_(t−1) of Eq. (37).</summary>
public interface IAllocatorWithHistory : IAllocator
{
    /// <summary>Gives an owner to each subcarrier, knowing who had it.</summary>
    /// <param name="problem">Participants only.</param>
    /// <param name="previous">Which of these participants owned each subcarrier in the round before, −1 for none of them; length C0. Null if that is not known.</param>
    /// <param name="random">The only source of randomness.</param>
    /// <returns>As <see cref="IAllocator.Allocate"/>.</returns>
    int[] Allocate(AllocationProblem problem, IReadOnlyList<int>? previous, Random random);
}
