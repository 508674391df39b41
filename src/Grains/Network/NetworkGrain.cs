using Diten.Grains.Hosting;
using Diten.Interfaces.Network;

namespace Diten.Grains.Network;

/// <summary>The register as it is stored.</summary>
[GenerateSerializer, Alias("diten.StoredNetwork")]
internal sealed class StoredNetwork
{
    /// <summary>Stations, and whether each is a macro base station.</summary>
    [Id(0)] public Dictionary<string, bool> Stations { get; set; } = [];
}

/// <summary>The register of stations. It changes only when a station is set up, so every change is written before the reply.</summary>
internal sealed class NetworkGrain([PersistentState("network", StorageNames.State)] IPersistentState<StoredNetwork> stored) : Grain, INetworkGrain
{
    public async Task AddStationAsync(string station, bool isMacro)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(station);
        if (stored.State.Stations.TryGetValue(station, out var known) && known == isMacro) return;
        stored.State = new StoredNetwork { Stations = new(stored.State.Stations, StringComparer.Ordinal) { [station] = isMacro } };
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            // What was not stored must not be answered: the next call reads storage again.
            DeactivateOnIdle();
            throw;
        }
    }

    public Task<IReadOnlyList<StationEntryMessage>> GetStationsAsync() => Task.FromResult<IReadOnlyList<StationEntryMessage>>(
    [
        .. stored.State.Stations
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new StationEntryMessage { Station = pair.Key, IsMacro = pair.Value }),
    ]);
}
