using Diten.Core.Allocation;

namespace Diten.Learning.Allocation;

/// <summary>
/// What the network sees, Eq. (37): {T_cmp, θ_(t−1), ζ, λ}. The channel enters as the rates r that follow from the SNR ζ,
/// and λ by the rows: a problem has a row for each participant and none for the others.
/// </summary>
/// <param name="Problem">T_cmp, L_w and the rates of the participants.</param>
/// <param name="Previous">θ_(t−1): who of these participants owned each subcarrier in the round before, −1 for nobody of them; length C0. Null if that is not known.</param>
public sealed record AllocationState(AllocationProblem Problem, IReadOnlyList<int>? Previous = null);
