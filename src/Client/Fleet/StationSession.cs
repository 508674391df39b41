using System.Collections.Concurrent;
using Diten.Core.Telemetry;
using Diten.Interfaces.Stations;

namespace Diten.Client.Fleet;

/// <summary>
/// The fleet's devices at one station: follows the station by a long poll, and whenever something is announced does what there
/// is to do for them. It looks again every second too, so that a station that has moved, or has come back from its store, is
/// given again what it may have lost; nothing is counted twice.
/// </summary>
internal sealed partial class StationSession
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(3);

    private readonly FleetContext _fleet;
    private readonly DeviceCalls _calls;
    private readonly Action<FleetDevice, string> _moved;
    private readonly ConcurrentQueue<FleetDevice> _newcomers = new();
    private readonly List<FleetDevice> _devices = [];
    private readonly FleetProgress _progress;
    private StationSettingsMessage _settings;
    private GlobalModel? _global;
    private int _finished;

    /// <summary>Opens a session.</summary>
    /// <param name="fleet">The fleet.</param>
    /// <param name="calls">The devices' calls to their twins.</param>
    /// <param name="id">Station id.</param>
    /// <param name="settings">How the station was set up.</param>
    /// <param name="moved">Told of a device that another station serves now.</param>
    public StationSession(FleetContext fleet, DeviceCalls calls, string id, StationSettingsMessage settings, Action<FleetDevice, string> moved)
    {
        (_fleet, _calls, Id, _settings, _moved) = (fleet, calls, id, settings, moved);
        _progress = new FleetProgress(fleet, id);
    }

    /// <summary>Station id.</summary>
    public string Id { get; }

    /// <summary>Ends when the station has run all the rounds that it was set up for; never where they are endless.</summary>
    public Task Finished => _done.Task;

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private IStationGrain Station => _fleet.Access.Grains.GetGrain<IStationGrain>(Id);

    /// <summary>Takes a device in.</summary>
    public void Admit(FleetDevice device) => _newcomers.Enqueue(device);

    /// <summary>Follows the station until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            var status = await _fleet.Patience.AskAsync(() => Station.GetStatusAsync(), stop);
            _finished = status.FinishedRound;
            Task<StationStatusMessage>? poll = null;
            while (true)
            {
                await ActAsync(status, stop);
                poll ??= Station.WatchAsync(status.Sequence);
                await Task.WhenAny(poll, Task.Delay(s_look, _fleet.Time, stop));
                stop.ThrowIfCancellationRequested();
                if (!poll.IsCompleted) continue;
                status = poll.IsCompletedSuccessfully ? await poll : await _fleet.Patience.AskAsync(() => Station.GetStatusAsync(), stop);
                poll = null;
            }
        }
        finally
        {
            await EndSendsAsync();
        }
    }

    private async Task ActAsync(StationStatusMessage status, CancellationToken stop)
    {
        while (_newcomers.TryDequeue(out var device)) _devices.Add(device);
        if (status.Model is null)
        {
            await SetUpAgainAsync(stop);
            return;
        }
        if (status.Round != _round) await EndSendsAsync();
        _round = status.Round;
        foreach (var device in _devices) device.RoundTrace = status.TraceParent;
        await FollowModelAsync(status, stop);
        if (status.Phase == PhaseCode.CollectingOffers) await OfferAsync(status, stop);
        if (status.Phase == PhaseCode.Uploading) await UploadAsync(status, stop);
        if (_settings.TargetRounds > 0 && status.FinishedRound >= _settings.TargetRounds) _done.TrySetResult();
    }

    /// <summary>A cluster that keeps nothing has lost the station: it is set up anew, and so are its devices.</summary>
    private async Task SetUpAgainAsync(CancellationToken stop)
    {
        FleetLog.SetUpAgain(_fleet.Log, Id);
        _fleet.Say($"{Id}: has forgotten how it was set up; setting it up again");
        _settings = _settings with { StartModel = _fleet.Start?.Reference };
        await StationSetup.ConfigureAsync(_fleet, Id, _settings, stop);
        foreach (var device in _devices)
            (device.OfferedRound, device.SentRound, device.TrainedRound, device.GrantedRound, device.AwaitsModel, device.Model) = (0, 0, 0, 0, false, []);
        (_global, _finished) = (null, 0);
        await RegisterAsync([.. _devices], stop);
    }

    /// <summary>Pulls an announced model, gives it to those who take it, and tells how good it is.</summary>
    private async Task FollowModelAsync(StationStatusMessage status, CancellationToken stop)
    {
        var reference = status.Model!;
        if (_global?.Hash != reference.Hash || _global.Version != reference.Version)
        {
            using var activity = Activities.Begin(Activities.Fetch, Id, status.FinishedRound, Activities.RoundOf(status.TraceParent));
            var pulled = await _fleet.Patience.AskAsync(() => GlobalModel.PullAsync(_fleet.Access.Grains, reference), stop);
            if (pulled is null) return;
            _global = pulled;
            await JudgeAsync(pulled, stop);
        }
        foreach (var device in _devices)
        {
            if (Takes(device, status)) device.Take(_global);
        }
        if (status.FinishedRound == _finished) return;
        _finished = status.FinishedRound;
        await _progress.TellAsync(_finished, stop);
    }

    private bool Takes(FleetDevice device, StationStatusMessage status)
    {
        if (device.Model.Length == 0) return true;
        if (device.BaseVersion == _global!.Version && !device.AwaitsModel) return false;
        if (device.AwaitsModel && status.FinishedRound >= device.SentRound) return true;
        // A macro base station's model comes after the round's own: for those who took part in it and have not gone on since.
        var tookPart = device.SentRound > 0 && device.SentRound == status.FinishedRound && device.TrainedRound <= device.SentRound;
        return tookPart || device.Diverged || (_settings.Adoption is "adopt" && device.TrainedRound <= status.FinishedRound);
    }

    /// <summary>Registers devices; those that another station serves go there.</summary>
    private async Task RegisterAsync(IReadOnlyList<FleetDevice> devices, CancellationToken stop)
    {
        var elsewhere = new ConcurrentBag<(FleetDevice Device, string Station)>();
        await Parallel.ForEachAsync(devices, _fleet.Parallel(stop), async (device, token) =>
        {
            if (await _calls.RegisterAsync(device, token) is { } station && station != Id) elsewhere.Add((device, station));
        });
        foreach (var (device, station) in elsewhere) Release(device, station);
    }

    private void Release(FleetDevice device, string station)
    {
        if (!_devices.Remove(device)) return;
        (device.OfferedRound, device.SentRound, device.TrainedRound, device.GrantedRound) = (0, 0, 0, 0);
        // Versions are counted by each station for itself.
        device.BaseVersion = 0;
        _moved(device, station);
    }
}
