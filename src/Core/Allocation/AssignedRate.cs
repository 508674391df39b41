using Diten.Core.Numerics;

namespace Diten.Core.Allocation;

/// <summary>A participant's rate from the subcarriers it was given.</summary>
public static class AssignedRate
{
    /// <summary>Eq. (23): r_i = Σ_k θ_{i,k}·r_{i,k}, bit/s.</summary>
    /// <param name="rates">r_{i,k} of the participant, bit/s; length C0.</param>
    /// <param name="owner">Owner per subcarrier; length C0.</param>
    /// <param name="device">i.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static double Of(ReadOnlySpan<double> rates, ReadOnlySpan<int> owner, int device)
    {
        Require.SameLength(owner.Length, rates.Length, nameof(owner));
        var sum = 0.0;
        for (var k = 0; k < owner.Length; k++)
            if (owner[k] == device) sum += rates[k];
        return sum;
    }
}
