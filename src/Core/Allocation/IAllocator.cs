namespace Diten.Core.Allocation;

/// <summary>Decides who gets which subcarrier. Implementations are stateless and safe to share between threads, but for an <see cref="IAdaptiveAllocator"/>.</summary>
public interface IAllocator
{
    /// <summary>Name on the command line, for example <c>paper</c>.</summary>
    string Name { get; }

    /// <summary>Gives an owner to each subcarrier.</summary>
    /// <param name="problem">Participants only.</param>
    /// <param name="random">The only source of randomness.</param>
    /// <returns>Owner (participant index, −1 for none) per subcarrier; every participant owns at least one where N ≤ C0.</returns>
    int[] Allocate(AllocationProblem problem, Random random);
}
