using System.Collections.Concurrent;
using Diten.Chaos.Tests.Hosting;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;

namespace Diten.Chaos.Tests.Load;

/// <summary>Looks at a station all the time: where it stands, when rounds finished, and what was in each version of its model.</summary>
/// <param name="client">Asks.</param>
/// <param name="station">Station id.</param>
/// <param name="isMacro">Whether it is a macro base station.</param>
internal sealed class StationFollower(ClusterClient client, string station, bool isMacro = false)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(150);
    private readonly ConcurrentDictionary<int, byte[]> _models = new();
    private volatile StationStatusMessage? _latest;

    public string Station => station;

    /// <summary>The newest status that was seen.</summary>
    public StationStatusMessage? Latest => _latest;

    /// <summary>When the newest status was seen.</summary>
    public long SeenAt { get; private set; }

    /// <summary>Parameters of the versions that were seen.</summary>
    public IReadOnlyDictionary<int, byte[]> Models => _models;

    public IStationGrain Grain { get; } = client.Grains.GetGrain<IStationGrain>(station);

    private Func<Task<StationStatusMessage>> Ask { get; } = isMacro ? client.Grains.GetGrain<IMacroStationGrain>(station).GetStatusAsync : client.Grains.GetGrain<IStationGrain>(station).GetStatusAsync;

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (await ClusterClient.TryAsync(Ask) is (true, { } status))
            {
                (_latest, SeenAt) = (status, TimeProvider.System.GetTimestamp());
                if (status.Model is { Version: > 0 } model && !_models.ContainsKey(model.Version)) await PullAsync(model);
            }

            await Task.Delay(s_look, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PullAsync(ModelReferenceMessage model)
    {
        var store = new ModelStore(client.Grains);
        if (await ClusterClient.TryAsync(() => store.GetAsync(model)) is (true, { } bytes)) _models[model.Version] = bytes;
    }
}
