using System.Collections.Concurrent;
using Diten.Interfaces.Network;
using Diten.Interfaces.Stations;

namespace Diten.Client.Cluster;

/// <summary>Asks for stations. Settings do not change once a round has begun, so they are asked for until then.</summary>
internal sealed class StationReads
{
    private readonly ClusterCalls _calls;
    private readonly Shared<IReadOnlyList<StationView>> _all;
    private readonly ConcurrentDictionary<string, StationSettingsMessage> _settings = new(StringComparer.Ordinal);

    /// <summary>Asks through <paramref name="calls"/>.</summary>
    public StationReads(ClusterCalls calls, ClusterOptions options, TimeProvider time)
    {
        _calls = calls;
        _all = new Shared<IReadOnlyList<StationView>>(ReadAsync, options.Sharing, time);
    }

    /// <summary>All stations, the macro base station first where there is one, then in ordinal order.</summary>
    public Task<IReadOnlyList<StationView>> AllAsync(CancellationToken cancellationToken) => _all.GetAsync(cancellationToken);

    /// <summary>Names of all stations.</summary>
    public Task<IReadOnlyList<StationEntryMessage>> EntriesAsync(CancellationToken cancellationToken) =>
        _calls.AskAsync(static grains => grains.GetGrain<INetworkGrain>(0).GetStationsAsync(), cancellationToken);

    private async Task<IReadOnlyList<StationView>> ReadAsync()
    {
        var entries = await EntriesAsync(CancellationToken.None);
        return await _calls.AskAllAsync(entries, ViewAsync, CancellationToken.None);
    }

    private async Task<StationView> ViewAsync(IGrainFactory grains, StationEntryMessage entry)
    {
        if (entry.IsMacro) return new StationView(entry.Station, IsMacro: true, await grains.GetGrain<IMacroStationGrain>(entry.Station).GetStatusAsync(), null);
        var station = grains.GetGrain<IStationGrain>(entry.Station);
        var status = await station.GetStatusAsync();
        if (!_settings.TryGetValue(entry.Station, out var settings))
        {
            settings = await station.GetSettingsAsync();
            if (settings is not null && status.Round > 0) _settings[entry.Station] = settings;
        }
        return new StationView(entry.Station, IsMacro: false, status, settings);
    }
}
