using Diten.Core.Numerics;

namespace Diten.Core.Allocation;

/// <summary>The participants' rates from the subcarriers they were given.</summary>
public static class AssignedRate
{
    /// <summary>Eq. (23): r_i = Σ_k θ_{i,k}·r_{i,k}, bit/s, of every participant in one pass.</summary>
    /// <param name="problem">r_{i,k}.</param>
    /// <param name="owner">Participant index or −1 per subcarrier; length C0.</param>
    /// <returns>Length N.</returns>
    /// <exception cref="ArgumentException">The length differs or an owner does not exist; the message names it.</exception>
    public static double[] Of(AllocationProblem problem, ReadOnlySpan<int> owner)
    {
        ArgumentNullException.ThrowIfNull(problem);
        Require.SameLength(owner.Length, problem.Subcarriers, nameof(owner));
        var rates = new double[problem.Devices];
        for (var k = 0; k < owner.Length; k++)
        {
            var i = owner[k];
            if (i == -1) continue;
            if ((uint)i >= (uint)rates.Length)
                throw new ArgumentException($"owner[{k}] = {i} must be −1 to {rates.Length - 1}", nameof(owner));
            rates[i] += problem.RatesOf(i)[k];
        }
        return rates;
    }
}
