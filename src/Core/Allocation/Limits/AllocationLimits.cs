using Diten.Core.Numerics;

namespace Diten.Core.Allocation.Limits;

/// <summary>Limits of a subcarrier problem beyond one owner per subcarrier; by default there are none.</summary>
public sealed record AllocationLimits
{
    /// <summary>T_thd, s: the participants' mean time may be no longer. Above 0; ∞ (default) for no limit.</summary>
    public double MaxAverageSeconds { get; init; } = double.PositiveInfinity;

    /// <summary>Most subcarriers that one participant may hold. 1 or more; default <see cref="int.MaxValue"/>.</summary>
    public int MaxSubcarriersPerDevice { get; init; } = int.MaxValue;

    /// <summary>Power of each participant and how it spreads it; null (default) where rates are given and power does not matter.</summary>
    public PowerLimit? Power { get; init; }

    /// <summary>Transmit energy of all participants together may be no more, J. Above 0; ∞ (default) for no limit. Needs <see cref="Power"/>.</summary>
    public double MaxEnergyJoules { get; init; } = double.PositiveInfinity;

    /// <summary>Most subcarriers that one participant may hold, by count and by power; 0 if even one is too many.</summary>
    public int MostPerDevice => Math.Min(MaxSubcarriersPerDevice, Power?.MostSubcarriers ?? int.MaxValue);

    /// <summary>Checks the ranges.</summary>
    /// <returns>This, unchanged.</returns>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public AllocationLimits Checked()
    {
        if (!double.IsPositiveInfinity(MaxAverageSeconds)) Require.AboveZero(MaxAverageSeconds, nameof(MaxAverageSeconds));
        if (!double.IsPositiveInfinity(MaxEnergyJoules)) Require.AboveZero(MaxEnergyJoules, nameof(MaxEnergyJoules));
        Require.Within(MaxSubcarriersPerDevice, 1, int.MaxValue, nameof(MaxSubcarriersPerDevice));
        if (double.IsFinite(MaxEnergyJoules) && Power is null)
            throw new ArgumentException("MaxEnergyJoules needs Power: without it no energy is known", nameof(Power));
        Power?.Check();
        return this;
    }
}
