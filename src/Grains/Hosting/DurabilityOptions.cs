using System.ComponentModel.DataAnnotations;

namespace Diten.Grains.Hosting;

/// <summary>When a change is in the store.</summary>
public enum DurabilityMode
{
    /// <summary>Before it is acknowledged.</summary>
    Acknowledged = 0,

    /// <summary>At most one flush interval after it is acknowledged.</summary>
    Batched = 1,
}

/// <summary>
/// Durability of twins and stations. Registrations and handovers of twins are in the store before they are answered in both
/// modes; the mode is about reports, desired state, commands, links, rounds, last wills, and all that a station takes.
/// </summary>
public sealed class DurabilityOptions : IValidatableObject
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Diten:Durability";

    /// <summary>Default <see cref="DurabilityMode.Acknowledged"/>.</summary>
    [EnumDataType(typeof(DurabilityMode))]
    public DurabilityMode Mode { get; set; } = DurabilityMode.Acknowledged;

    /// <summary>Longest time that a change waits for the store in <see cref="DurabilityMode.Batched"/>, 10 ms to 60 s; default 1 s.</summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How much longer than <see cref="FlushInterval"/> a change of a twin may wait in <see cref="DurabilityMode.Batched"/> for a
    /// store that does not take it, 1 s to 1 h; default 60 s. After that the twin refuses every further change until it is stored.
    /// </summary>
    public TimeSpan OutageLimit { get; set; } = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
    [
        .. OptionRange.Check(nameof(FlushInterval), FlushInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(60)),
        .. OptionRange.Check(nameof(OutageLimit), OutageLimit, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
    ];
}
