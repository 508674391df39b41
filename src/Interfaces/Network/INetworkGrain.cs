using Orleans.Concurrency;

namespace Diten.Interfaces.Network;

/// <summary>The register of the network's stations; one grain, key 0.</summary>
[Alias("diten.INetworkGrain")]
public interface INetworkGrain : IGrainWithIntegerKey
{
    /// <summary>A station says that it is there; again changes nothing.</summary>
    [Alias("AddStation")]
    Task AddStationAsync(string station, bool isMacro);

    /// <summary>All stations, the macro base station first where there is one, then in ordinal order.</summary>
    [Alias("GetStations")]
    [ReadOnly, AlwaysInterleave]
    Task<IReadOnlyList<StationEntryMessage>> GetStationsAsync();
}

/// <summary>A station of the network.</summary>
[GenerateSerializer, Immutable, Alias("diten.StationEntry")]
public sealed record StationEntryMessage
{
    /// <summary>Station id.</summary>
    [Id(0)] public required string Station { get; init; }

    /// <summary>Whether it is a macro base station.</summary>
    [Id(1)] public required bool IsMacro { get; init; }
}
