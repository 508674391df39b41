using Diten.Core.Allocation.Bounds;
using Diten.Core.Allocation.Limits;

namespace Diten.Core.Allocation;

/// <summary>An allocation with everything that is reported about it.</summary>
public sealed record AllocationAnswer
{
    private AllocationAnswer(int[] owner, AllocationOutcome outcome, Certificate bound, double energyJoules, TimeSpan decision)
    {
        (Owner, Outcome, Bound, EnergyJoules, Decision) = (owner, outcome, bound, energyJoules, decision);
    }

    /// <summary>Participant index or −1 per subcarrier; length C0.</summary>
    public IReadOnlyList<int> Owner { get; }

    /// <summary>Times, makespan, Ψ.</summary>
    public AllocationOutcome Outcome { get; }

    /// <summary>The lower bound on the makespan.</summary>
    public Certificate Bound { get; }

    /// <summary>makespan/bound − 1, 0 or more; ∞ if a participant has no rate.</summary>
    public double Gap => Bound.Gap(Outcome.Makespan);

    /// <summary>Transmit energy of all participants (Eq. 12), J; NaN where no power is given.</summary>
    public double EnergyJoules { get; }

    /// <summary>How long the allocator took, measured by the caller; Core has no clock.</summary>
    public TimeSpan Decision { get; }

    /// <summary>Puts an answer together.</summary>
    /// <param name="problem">At least one participant.</param>
    /// <param name="owner">Participant index or −1 per subcarrier; length C0.</param>
    /// <param name="bound">Of the same problem.</param>
    /// <param name="power">What sending draws; null if not known.</param>
    /// <param name="decision">How long the allocator took.</param>
    /// <exception cref="ArgumentException">The owners do not fit the problem.</exception>
    public static AllocationAnswer Of(
        AllocationProblem problem, int[] owner, Certificate bound, PowerLimit? power = null, TimeSpan decision = default)
    {
        var outcome = AllocationOutcome.Evaluate(problem, owner);
        return new AllocationAnswer(owner, outcome, bound, power?.Joules(problem, outcome).Sum() ?? double.NaN, decision);
    }
}
