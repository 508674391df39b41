using Diten.Core.Numerics;

namespace Diten.Core.Allocation;

/// <summary>Transmit power of one device over its subcarriers.</summary>
public static class TransmitPower
{
    /// <summary>Eq. (25): Σ_k θ_{i,k}·p_{i,k} ≤ P_max.</summary>
    /// <param name="watts">p_{i,k} on the subcarriers held, W, 0 or more.</param>
    /// <param name="budgetWatts">P_max, W, above 0.</param>
    /// <returns>True if the budget holds; one part in 10¹² is left to rounding.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    public static bool Fits(ReadOnlySpan<double> watts, double budgetWatts)
    {
        Require.AllZeroOrMore(watts, nameof(watts));
        Require.AboveZero(budgetWatts, nameof(budgetWatts));
        var sum = 0.0;
        foreach (var p in watts) sum += p;
        return sum <= budgetWatts * (1 + 1e-12);
    }

    /// <summary>How many subcarriers Eq. 25 lets a device hold at a fixed power on each.</summary>
    /// <param name="budgetWatts">P_max, W, above 0.</param>
    /// <param name="wattsPerSubcarrier">W, above 0.</param>
    public static int MostSubcarriers(double budgetWatts, double wattsPerSubcarrier)
    {
        Require.AboveZero(budgetWatts, nameof(budgetWatts));
        Require.AboveZero(wattsPerSubcarrier, nameof(wattsPerSubcarrier));
        return (int)Math.Min(int.MaxValue, Math.Floor(budgetWatts / wattsPerSubcarrier * (1 + 1e-12)));
    }

    /// <summary>Spreads power over the subcarriers held; the result always satisfies Eq. 25.</summary>
    /// <param name="policy">How.</param>
    /// <param name="snrPerWatt">g_k, linear SNR per watt on each subcarrier held, 0 or more.</param>
    /// <param name="budgetWatts">P_max, W, above 0.</param>
    /// <param name="fixedWatts">Power per subcarrier for <see cref="PowerPolicy.FixedPerSubcarrier"/>, W, above 0; otherwise not looked at.</param>
    /// <returns>p_k, W, one per subcarrier held.</returns>
    /// <exception cref="ArgumentException">A value is out of its range, or the fixed powers exceed the budget; the message says by how many subcarriers.</exception>
    public static double[] Spread(PowerPolicy policy, ReadOnlySpan<double> snrPerWatt, double budgetWatts, double fixedWatts = 0)
    {
        Require.AllZeroOrMore(snrPerWatt, nameof(snrPerWatt));
        Require.AboveZero(budgetWatts, nameof(budgetWatts));
        var watts = new double[snrPerWatt.Length];
        switch (policy)
        {
            case PowerPolicy.FixedPerSubcarrier:
                var most = MostSubcarriers(budgetWatts, fixedWatts);
                if (watts.Length > most)
                    throw new ArgumentException($"{watts.Length} subcarriers at {fixedWatts:R} W exceed budgetWatts = {budgetWatts:R}; at most {most} may be held", nameof(snrPerWatt));
                Array.Fill(watts, fixedWatts);
                break;
            case PowerPolicy.EqualSplit:
                Array.Fill(watts, budgetWatts / watts.Length);
                break;
            case PowerPolicy.WaterFilling:
                FillWater(snrPerWatt, budgetWatts, watts);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(policy), $"policy = {policy} must be one of the named ones");
        }
        return watts;
    }

    private static void FillWater(ReadOnlySpan<double> snrPerWatt, double budgetWatts, double[] watts)
    {
        // The floor of a subcarrier is 1/g; the water stands at one level over the lowest floors.
        var floors = new double[watts.Length];
        var order = new int[watts.Length];
        for (var k = 0; k < floors.Length; k++) (floors[k], order[k]) = (1 / snrPerWatt[k], k);
        Array.Sort(floors, order);
        var wet = 0;
        double sum = 0, level = 0;
        while (wet < floors.Length && double.IsFinite(floors[wet]) && (wet == 0 || floors[wet] < level))
        {
            sum += floors[wet++];
            level = (budgetWatts + sum) / wet;
        }
        for (var k = 0; k < wet; k++) watts[order[k]] = Math.Max(0, level - floors[k]);
    }
}
