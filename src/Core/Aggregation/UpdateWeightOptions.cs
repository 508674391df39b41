using System.ComponentModel.DataAnnotations;

namespace Diten.Core.Aggregation;

/// <summary>How the update weight τ (Eq. (21)) is tamed.</summary>
public sealed record UpdateWeightOptions
{
    /// <summary>τ exactly as printed: no clipping, no cap; scaled by the mean r/f, since r/f has a unit.</summary>
    public static UpdateWeightOptions AsPrinted { get; } = new() { ClipRatio = false, StalenessCap = null };

    /// <summary>
    /// Whether r/f is clipped to [1/3, 3] of the population's median; default true. Without it τ prefers slow computers
    /// and leaves some devices out for ever.
    /// </summary>
    public bool ClipRatio { get; init; } = true;

    /// <summary>Rounds at which t − t_l is capped, 1 or more; null for no cap; default 6.</summary>
    [Range(1, int.MaxValue)]
    public int? StalenessCap { get; init; } = 6;

    /// <summary>What r/f is divided by, bit/cycle, above 0; default null: the mean (clipped) r/f of the population.</summary>
    [Range(double.Epsilon, double.MaxValue)]
    public double? RatioScale { get; init; }
}
