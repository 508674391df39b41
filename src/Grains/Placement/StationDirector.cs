using Diten.Interfaces.Placement;
using Orleans.Runtime.Placement;

namespace Diten.Grains.Placement;

/// <summary>Chooses home(station) among the silos that can host the grain in the version asked for.</summary>
internal sealed class StationDirector(StationHomes homes) : IPlacementDirector
{
    /// <inheritdoc />
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silo = StationHome.Of(Station(strategy, target), context.GetCompatibleSilos(target));
        homes.Chosen(target.GrainIdentity, silo);
        return Task.FromResult(silo);
    }

    private static string Station(PlacementStrategy strategy, PlacementTarget target)
    {
        var key = target.GrainIdentity.Key.ToString() ?? "";
        if (strategy is not TwinPlacement) return StationHome.OfKey(key);
        return target.RequestContextData is { } data && data.TryGetValue(PlacementHint.Key, out var hint) && hint is string station ? station : key;
    }
}
