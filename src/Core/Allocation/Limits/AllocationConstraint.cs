namespace Diten.Core.Allocation.Limits;

/// <summary>What an allocation must obey (Eq. 28, 36). That a subcarrier has one owner (Eq. 24) holds by the shape of an answer.</summary>
public enum AllocationConstraint
{
    /// <summary>At most C0 subcarriers are handed out and everyone who takes part needs one (Eq. 6, 24).</summary>
    Subcarriers,

    /// <summary>Everyone who takes part can send at all.</summary>
    Signal,

    /// <summary>Σ_k θ_{i,k}·p_{i,k} ≤ P_max (Eq. 25).</summary>
    Power,

    /// <summary>T_ave ≤ T_thd (Eq. 26, 36).</summary>
    AverageTime,

    /// <summary>Transmit energy of all participants (Eq. 12).</summary>
    Energy,
}

/// <summary>A constraint that does not hold.</summary>
/// <param name="Constraint">Which.</param>
/// <param name="Device">The participant to blame: its index in the problem. Where the constraint is on all together, the one that spends most of it.</param>
/// <param name="Proven">True if no allocation whatever obeys it with these participants; false if only this allocator found none.</param>
/// <param name="Message">One line for people: value and limit.</param>
public sealed record AllocationViolation(AllocationConstraint Constraint, int Device, bool Proven, string Message);
