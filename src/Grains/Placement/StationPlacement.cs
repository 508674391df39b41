using Orleans.Placement;

namespace Diten.Grains.Placement;

/// <summary>A grain of a station, whose key begins with the station's id, lives on home(station).</summary>
internal sealed class StationPlacement : PlacementStrategy
{
    internal static StationPlacement Instance { get; } = new();
}

/// <summary>
/// A twin lives on home(station). Its key does not tell the station, so the request context does
/// (<see cref="Diten.Interfaces.Placement.PlacementHint"/>); without it the twin comes up on a silo drawn by its id and follows
/// once it has loaded its state (<see cref="HomeFollower"/>).
/// </summary>
internal sealed class TwinPlacement : PlacementStrategy
{
    internal static TwinPlacement Instance { get; } = new();
}

/// <summary>Puts a station's grain on home(station).</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class StationPlacementAttribute() : PlacementAttribute(StationPlacement.Instance);

/// <summary>Puts a twin on its station's silo.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TwinPlacementAttribute() : PlacementAttribute(TwinPlacement.Instance);
