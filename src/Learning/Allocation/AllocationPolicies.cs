using Diten.Core.Allocation;

namespace Diten.Learning.Allocation;

/// <summary>Which of two answers to a problem is the better one.</summary>
internal static class AllocationPolicies
{
    /// <summary>The shorter makespan first; of equal ones the lower Ψ.</summary>
    public static bool IsBetter(AllocationOutcome one, AllocationOutcome than) =>
        one.Makespan < than.Makespan || (one.Makespan == than.Makespan && one.Psi < than.Psi);
}
