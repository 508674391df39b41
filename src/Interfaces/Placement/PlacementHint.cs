using Orleans.Runtime;

namespace Diten.Interfaces.Placement;

/// <summary>
/// Tells where a twin that is not in memory should come up: on the silo of its station. Who knows the station sets it before
/// <c>Register</c> or after a silo was lost; without it the twin comes up anywhere and moves once it knows its station. It travels
/// with every call made after it in the same flow, at some tens of bytes, so it is not for reports.
/// </summary>
public static class PlacementHint
{
    /// <summary>Key in the request context; its value is the station's id.</summary>
    public const string Key = "diten.station";

    /// <summary>Sets the hint for the calls that follow in this flow.</summary>
    /// <param name="station">Station id.</param>
    public static void Set(string station)
    {
        ArgumentException.ThrowIfNullOrEmpty(station);
        RequestContext.Set(Key, station);
    }

    /// <summary>Takes the hint away.</summary>
    public static void Clear() => RequestContext.Remove(Key);
}
