namespace Diten.Core.Allocation;

internal static class Participants
{
    /// <summary>Everyone needs a subcarrier; with more participants than subcarriers that cannot be.</summary>
    public static void RequireEnoughSubcarriers(AllocationProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var without = problem.Devices - problem.Subcarriers;
        if (without <= 0) return;
        throw new ArgumentException(
            $"{problem.Devices} participants for {problem.Subcarriers} subcarriers: {without} participants, from index {problem.Subcarriers} on, would get none; at most {problem.Subcarriers} may take part",
            nameof(problem));
    }
}
