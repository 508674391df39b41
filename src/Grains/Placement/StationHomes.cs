using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orleans.Metadata;

namespace Diten.Grains.Placement;

/// <summary>
/// One per silo: hears of silos that come and go, numbers the changes so that a twin sees with one comparison at its next call
/// that it must look where it belongs, and wakes the stations here at once. It also knows which stations are on this silo.
/// </summary>
internal sealed partial class StationHomes : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly ConcurrentDictionary<string, StationPresence> _stations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<GrainId, SiloAddress?> _moves = new();
    private readonly IClusterManifestProvider _manifests;
    private readonly ILogger<StationHomes> _logger;
    private readonly CancellationTokenSource _stop = new();
    private volatile HomeView _view;
    private Task _listening = Task.CompletedTask;

    public StationHomes(IClusterManifestProvider manifests, ILocalSiloDetails silo, ILogger<StationHomes> logger)
    {
        (_manifests, _logger, Local) = (manifests, logger, silo.SiloAddress);
        _view = new HomeView(1, manifests.Current);
    }

    /// <summary>This silo.</summary>
    public SiloAddress Local { get; }

    /// <summary>The silos as known now.</summary>
    public HomeView View => _view;

    /// <summary>Stations active on this silo.</summary>
    public int StationCount => _stations.Count;

    /// <summary>Whether the station is active on this silo, wherever it ought to be.</summary>
    public bool IsHere(string station) => _stations.ContainsKey(station);

    /// <summary>A grain here is about to ask for a move; the director's choice is kept until <see cref="EndMove"/>.</summary>
    internal void BeginMove(GrainId grain) => _moves[grain] = null;

    /// <summary>The director chose a silo for a grain.</summary>
    internal void Chosen(GrainId grain, SiloAddress silo)
    {
        if (_moves.ContainsKey(grain)) _moves[grain] = silo;
    }

    /// <summary>Whether the grain has been told to leave.</summary>
    internal bool EndMove(GrainId grain) => _moves.TryRemove(grain, out var silo) && silo is not null && !silo.Equals(Local);

    internal void Arrived(string station, StationPresence presence) => _stations[station] = presence;

    internal void Left(string station, StationPresence presence) => _stations.TryRemove(KeyValuePair.Create(station, presence));

    void ILifecycleParticipant<ISiloLifecycle>.Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(StationHomes), ServiceLifecycleStage.Active, Start, Stop);

    public void Dispose() => _stop.Dispose();

    private Task Start(CancellationToken cancellation)
    {
        _listening = Task.Run(Listen, CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellation)
    {
        await _stop.CancelAsync();
        // No longer than the drain may take; a station that did not end in time tries again when it is deactivated.
        await Task.WhenAll(_stations.Values.Select(station => station.StopAsync())).WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _listening.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Listen()
    {
        try
        {
            await foreach (var manifest in _manifests.Updates.WithCancellation(_stop.Token)) Take(manifest);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The silo stops.
        }
        catch (Exception e)
        {
            ListeningFailed(_logger, e);
        }
    }

    private void Take(ClusterManifest manifest)
    {
        if (_view.IsOf(manifest)) return;
        var view = new HomeView(_view.Epoch + 1, manifest);
        _view = view;
        Changed(_logger, view.Count, view.Epoch, _stations.Count);
        foreach (var station in _stations.Values) station.Wake();
    }
}
