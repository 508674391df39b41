namespace Diten.Core.Allocation;

/// <summary>How a device spreads its transmit power over the subcarriers it holds.</summary>
public enum PowerPolicy
{
    /// <summary>The same fixed power on each; then Eq. 25 caps how many a device may hold.</summary>
    FixedPerSubcarrier,

    /// <summary>The whole budget in equal parts.</summary>
    EqualSplit,

    /// <summary>The whole budget where it carries most: p_k = max(0, μ − 1/g_k), the split of the highest rate.</summary>
    WaterFilling,
}
