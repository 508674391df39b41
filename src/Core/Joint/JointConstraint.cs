namespace Diten.Core.Joint;

/// <summary>The six constraints of the joint problem (Eq. 29).</summary>
public enum JointConstraint
{
    /// <summary>λ_i ∈ {0, 1}: a device takes part or it does not.</summary>
    Participation,

    /// <summary>θ_{i,k} ∈ {0, λ_i}: a subcarrier is held or not, and only by those who take part.</summary>
    Assignment,

    /// <summary>Σ_i θ_{i,k} ≤ 1 (Eq. 24).</summary>
    Exclusivity,

    /// <summary>p_{i,k} ≥ 0 and Σ_k θ_{i,k} p_{i,k} ≤ P_max (Eq. 25).</summary>
    Power,

    /// <summary>f_min ≤ f_i ≤ f_max.</summary>
    Frequency,

    /// <summary>λ_i T_i ≤ T_max; without a limit, λ_i T_i is finite: who takes part can send.</summary>
    Deadline,
}

/// <summary>A constraint that does not hold.</summary>
/// <param name="Constraint">Which.</param>
/// <param name="Device">The device; for a shared subcarrier the second that holds it.</param>
/// <param name="Subcarrier">The subcarrier; −1 where the constraint is on the device as a whole.</param>
/// <param name="Message">One line for people: value and range.</param>
public sealed record JointViolation(JointConstraint Constraint, int Device, int Subcarrier, string Message);
