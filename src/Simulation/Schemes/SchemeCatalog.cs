using Diten.Core.Allocation;
using Diten.Core.Stations;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Schemes;

/// <summary>The schemes by name; a new one is a file and a line here.</summary>
internal static class SchemeCatalog
{
    /// <summary>The scheme that the options ask for.</summary>
    /// <exception cref="ArgumentException">No such scheme or allocator.</exception>
    public static IScheme Create(ScenarioOptions options) => options.Scheme switch
    {
        "sync" => new SyncScheme(options.Scheme, new EqualShareAllocator()),
        "sync-own-best" => new SyncScheme(options.Scheme, new OwnBestAllocator()),
        "diten" => new DitenScheme(
            AllocatorCatalog.Create(options),
            options.Threshold is { } tau0 ? SelectionRule.Above(tau0) : SelectionRule.Top(options.Participants),
            options.Aggregation,
            options.Adoption is "adopt" ? AdoptionRule.Adopt : AdoptionRule.Keep),
        _ => throw new ArgumentException($"unknown scheme '{options.Scheme}'", nameof(options)),
    };
}
