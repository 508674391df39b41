using System.ComponentModel.DataAnnotations;
using Diten.Core.Twins;
using Diten.Interfaces.Index;

namespace Diten.Grains.Hosting;

/// <summary>How twins run in the cluster; one instance is shared by all twins of a silo.</summary>
public sealed class TwinGrainOptions : IValidatableObject
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Diten:Twins";

    /// <summary>Bounds and periods of twins, with their own ranges and defaults.</summary>
    public TwinOptions Rules { get; set; } = TwinOptions.Default;

    /// <summary>Longest wait for the old station in a handover, 100 ms to 25 s; default 5 s. After it the handover is forced.</summary>
    public TimeSpan HandoverPatience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Shortest time between two notifications to the same linked twin, 10 ms to 60 s; default 1 s. Those between are made one.</summary>
    public TimeSpan NotifyInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a silo tells the index of its changed twins, 10 ms to 2 s; default 1 s.</summary>
    public TimeSpan IndexInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a shard of the index looks for linked twins whose liveness changed, 10 ms to 60 s; default 5 s.</summary>
    public TimeSpan LivenessInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time that what the index can hear again (revisions, times) waits for the store, 1 s to 1 h; default 60 s.</summary>
    public TimeSpan IndexRefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Entries in a stored page of the index, 2 to 10,000; default 128. A page is cut in two beyond it. A registration writes its
    /// page, so large ones make registering slow; small ones make the list of pages long, which is written when one is cut.
    /// </summary>
    [Range(2, 10_000)]
    public int IndexPageEntries { get; set; } = 128;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var ms = TimeSpan.FromMilliseconds(10);
        return
        [
            .. CheckRules(),
            .. OptionRange.Check(nameof(HandoverPatience), HandoverPatience, ms * 10, TimeSpan.FromSeconds(25)),
            .. OptionRange.Check(nameof(NotifyInterval), NotifyInterval, ms, TimeSpan.FromSeconds(60)),
            // With the call and one missed turn a list stays within the bound that is promised.
            .. OptionRange.Check(nameof(IndexInterval), IndexInterval, ms, TimeSpan.FromSeconds(2 * IndexShards.StalenessSeconds / 5)),
            .. OptionRange.Check(nameof(LivenessInterval), LivenessInterval, ms, TimeSpan.FromSeconds(60)),
            .. OptionRange.Check(nameof(IndexRefreshInterval), IndexRefreshInterval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
        ];
    }

    private IEnumerable<ValidationResult> CheckRules()
    {
        if (Rules is null) return [new ValidationResult("Rules is missing", [nameof(Rules)])];
        try
        {
            Rules.Validate();
            return [];
        }
        catch (ValidationException bad)
        {
            return [new ValidationResult($"Rules: {bad.Message}", [nameof(Rules)])];
        }
    }
}
