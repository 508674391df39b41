using System.Collections.Concurrent;
using Diten.Core.Aggregation;
using Diten.Core.Stations;
using Diten.Core.Telemetry;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;
using Diten.Learning.Training;
using Diten.Simulation.Engine;

namespace Diten.Client.Fleet;

internal sealed partial class StationSession
{
    private long _offeredAt;

    /// <summary>Trains who has not trained for the open round, and offers for who has not offered.</summary>
    private async Task OfferAsync(StationStatusMessage status, CancellationToken stop)
    {
        if (_global is null || status.Round == 0) return;
        await LiveAsync(status.Round, stop);
        var online = _devices.FindAll(device => device.Truth.Online && device.Model.Length > 0);
        await TrainAsync(online.FindAll(device => device.TrainedRound != status.Round), status, stop);
        await ForgetLostOffersAsync(online, status, stop);
        var waiting = online.FindAll(device => device.OfferedRound != status.Round);
        if (waiting.Count == 0) return;
        var strangers = new ConcurrentBag<FleetDevice>();
        await Parallel.ForEachAsync(waiting, _fleet.Parallel(stop), async (device, token) =>
        {
            if (!await OfferAsync(device, status, token)) strangers.Add(device);
        });
        _offeredAt = _fleet.Time.GetTimestamp();
        await RegisterAsync([.. strangers], stop);
    }

    /// <summary>Lets a round of the world pass for the devices: who is there, who is slow, where they are, how their channels fade.</summary>
    private async Task LiveAsync(int round, CancellationToken stop)
    {
        var moved = new List<FleetDevice>();
        foreach (var device in _devices)
        {
            // A fleet that starts at a station's later round catches up with the trace.
            for (; device.WorldRound < round; device.WorldRound++)
            {
                if (_fleet.World.Advance(device.Truth, device.WorldRound + 1) && !moved.Contains(device)) moved.Add(device);
                if (device.Truth.Online) device.Truth.RoundsSinceAdoption++;
            }
            if (!device.Truth.Online) await _calls.FarewellAsync(device, stop);
        }
        foreach (var device in moved)
        {
            if (await _calls.HandOverAsync(device, stop) is { } station && station != Id) Release(device, station);
        }
    }

    private async Task TrainAsync(List<FleetDevice> devices, StationStatusMessage status, CancellationToken stop)
    {
        if (devices.Count == 0) return;
        var round = status.Round;
        using var activity = Activities.Begin(Activities.Train, Id, round, Activities.RoundOf(status.TraceParent));
        var jobs = devices.ConvertAll(device => new TrainJob
        {
            Parameters = device.Model,
            Result = device.Model,
            Shard = _fleet.Workload.Shards[device.Truth.Index],
            Options = _fleet.Train,
            Seed = CounterRandom.Seed(_fleet.Options.Scenario.Seed, Purpose.Training, device.Truth.Index, round),
        });
        await _fleet.Threads.WaitAsync(stop);
        try
        {
            // On a thread of its own, so that the calls' threads stay free.
            await Task.Factory.StartNew(
                () => ParallelTrainer.TrainAll(_fleet.Workload.Learner, jobs, _fleet.Options.Scenario.EffectiveThreads, stop), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            _fleet.Threads.Release();
        }
        foreach (var device in devices) device.TrainedRound = round;
    }

    /// <summary>Offers one device's update.</summary>
    /// <returns>False if its station does not know the device (any more) under this registration.</returns>
    private async Task<bool> OfferAsync(FleetDevice device, StationStatusMessage status, CancellationToken stop)
    {
        device.Truth.Turn = _fleet.Costing.Begin(device.Truth, Math.Max(0, status.Round - device.LastRound));
        if (Weigh(device, status) is not { } weight)
        {
            (device.OfferedRound, device.OfferCounts, device.Diverged) = (status.Round, false, true);
            return true;
        }
        device.Truth.Turn = device.Truth.Turn with { UpdateWeight = weight };
        var reply = await _calls.OfferAsync(device, status.Round, weight, stop);
        if (reply.Code != OfferCode.Refused)
        {
            (device.OfferedRound, device.OfferCounts) = (status.Round, true);
            return true;
        }
        if (reply.Station.Length > 0) device.Station = reply.Station;
        if (IsStranger(reply.Reason) || device.Station != Id) return false;
        // The round has not begun at the station that answers: it is asked again.
        if (reply.Reason == RefusalCounts.NameOf(RefusalReason.FutureRound)) return true;
        // Closed to a second try whose first may have been heard: the station is asked for the grant all the same.
        (device.OfferedRound, device.OfferCounts) = (status.Round, reply.Reason == RefusalCounts.NameOf(RefusalReason.Closed));
        return true;
    }

    // By the reason's name on the wire, whether the station or the twin says it.
    private static bool IsStranger(string? reason) =>
        reason is nameof(RefusalReason.UnknownDevice) or nameof(RefusalReason.OldEpoch)
        || reason == RefusalCounts.NameOf(RefusalReason.UnknownDevice) || reason == RefusalCounts.NameOf(RefusalReason.OldEpoch);

    /// <summary>τ (Eq. 21) on the scale that the station has announced; null for a model that is not finite.</summary>
    private double? Weigh(FleetDevice device, StationStatusMessage status)
    {
        var change = ModelNorm.TryRelativeChange(device.Model, _global!.Parameters, out var relative) ? relative : 1;
        if (!double.IsFinite(change)) return null;
        var scale = new PopulationScale(status.LowerRatio, status.UpperRatio, status.RatioScale);
        var options = new UpdateWeightOptions { ClipRatio = _settings.ClipRatio, StalenessCap = _settings.StalenessCap };
        var turn = device.Truth.Turn;
        return _settings.WeightScale * UpdateWeight.Compute(
            turn.Staleness, change, _fleet.World.Radio.MeanSubcarrierRate(device.Truth.Index), turn.FrequencyHz, scale, options);
    }

    /// <summary>A station that has come back knows fewer offers than it has answered: they are made again.</summary>
    private async Task ForgetLostOffersAsync(List<FleetDevice> online, StationStatusMessage status, CancellationToken stop)
    {
        var counted = online.Count(device => device.OfferCounts && device.OfferedRound == status.Round);
        if (counted == 0 || _fleet.Time.GetElapsedTime(_offeredAt) < s_again) return;
        // As the station was announced it has no offers yet; it is asked how many it has now.
        var now = await _fleet.Patience.AskAsync(() => Station.GetStatusAsync(), stop);
        _offeredAt = _fleet.Time.GetTimestamp();
        if (now.Round != status.Round || now.Phase != PhaseCode.CollectingOffers || now.Offers >= counted) return;
        foreach (var device in online) device.OfferedRound = 0;
    }
}
