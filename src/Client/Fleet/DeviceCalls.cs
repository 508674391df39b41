using System.Collections.Concurrent;
using Diten.Core.Telemetry;
using Diten.Core.Twins;
using Diten.Interfaces.Placement;
using Diten.Interfaces.Twins;
using Diten.Simulation.Engine;
using Diten.Simulation.Live;

namespace Diten.Client.Fleet;

/// <summary>What a device says to its own twin, with patience: nothing is applied twice, so a call without an answer is made again.</summary>
internal sealed class DeviceCalls(FleetContext fleet)
{
    private readonly ConcurrentDictionary<string, bool> _refused = new(StringComparer.Ordinal);

    /// <summary>Registers a device with its station, and goes on from where the twin and the station know it to be.</summary>
    /// <returns>The station that serves it; null if it was refused, which is told to people once.</returns>
    public async Task<string?> RegisterAsync(FleetDevice device, CancellationToken stop)
    {
        using var activity = Activities.BeginDevice(Activities.Register, device.Id, device.RoundTrace);
        var (truth, radio) = (device.Truth, fleet.World.Radio);
        var request = new RegisterDeviceMessage
        {
            Station = device.Station,
            Samples = truth.Samples,
            ClassCounts = ClassCounts(truth.Index),
            FrequencyHz = Costing.EffectiveFrequency(fleet.Options.Scenario, truth),
            SubcarrierRate = radio.MeanSubcarrierRate(truth.Index),
            X = truth.Place.X,
            Y = truth.Place.Y,
        };
        var isFirst = device.Epoch == 0;
        var reply = await fleet.Patience.AskAsync(
            () =>
            {
                // A twin that is not in memory comes up where its station is.
                PlacementHint.Set(device.Station);
                return Twin(device).RegisterAsync(request);
            },
            stop);
        if (isFirst && reply is { Accepted: true, LastSequence: > 0 }) await RememberAsync(device, stop);
        return Follow(device, reply);
    }

    /// <summary>Takes a device along to the station that is now nearest.</summary>
    /// <returns>The station that serves it; null if it was refused.</returns>
    public async Task<string?> HandOverAsync(FleetDevice device, CancellationToken stop)
    {
        using var activity = Activities.BeginDevice(Activities.HandOver, device.Id, device.RoundTrace);
        var to = fleet.Options.Stations[device.Truth.Station];
        return Follow(device, await fleet.Patience.AskAsync(() => Twin(device).HandOverAsync(to, counterpart: null), stop));
    }

    /// <summary>Offers the device's update.</summary>
    public async Task<OfferReply> OfferAsync(FleetDevice device, int round, double updateWeight, CancellationToken stop)
    {
        using var activity = Activities.BeginDevice(Activities.Offer, device.Id, device.RoundTrace);
        var offer = new OfferMessage
        {
            Round = round,
            UpdateWeight = updateWeight,
            FrequencyHz = device.Truth.Turn.FrequencyHz,
            BlockSnr = BlockSnr(device.Truth),
            Epoch = device.Epoch,
            ComputeJoules = device.Truth.Turn.EnergyJoules,
        };
        var reply = await fleet.Patience.AskAsync(() => Twin(device).OfferAsync(offer), stop);
        // Its station waits for it again, until it says farewell anew.
        device.SaidFarewell = false;
        if (reply.Code == OfferCode.Refused) FleetLog.OfferRefused(fleet.Log, device.Station, device.Id, round, reply.Reason);
        return reply;
    }

    /// <summary>Reports, with the next sequence number, and does what is commanded.</summary>
    public async Task ReportAsync(FleetDevice device, IReadOnlyDictionary<string, double> readings, CancellationToken stop)
    {
        using var activity = Activities.BeginDevice(Activities.Report, device.Id, device.RoundTrace);
        var report = new ReportMessage { Sequence = device.Reports + 1, At = fleet.Time.GetUtcNow(), Names = [.. readings.Keys], Values = [.. readings.Values] };
        var reply = await fleet.Patience.AskAsync(() => Twin(device).ReportAsync(report, ifRevision: null), stop);
        if (reply.Code is WriteCode.NotFound)
        {
            await RegisterAsync(device, stop);
            return;
        }
        if (reply.Code is WriteCode.Invalid) TellOnce(device, $"{reply.Field}: {reply.Error}");
        device.Reports = Math.Max(device.Reports, reply.LastSequence);
        device.SaidFarewell = false;
        foreach (var command in await fleet.Patience.AskAsync(() => Twin(device).TakeCommandsAsync(), stop))
        {
            if (command.Reading is not Telemetry.Frequency) continue;
            device.Truth.FrequencyHz = Math.Clamp(command.Value, fleet.Options.Scenario.FrequencyMinimumHz, fleet.Options.Scenario.FrequencyMaximumHz);
        }
    }

    /// <summary>The device's last will: its twin is offline at once.</summary>
    public async Task FarewellAsync(FleetDevice device, CancellationToken stop)
    {
        if (device.SaidFarewell) return;
        await fleet.Patience.AskAsync(() => Twin(device).LastWillAsync(), stop);
        device.SaidFarewell = true;
    }

    /// <summary>Links a device's twin with another, which it then tells of its changes; linked already, nothing changes.</summary>
    public Task LinkAsync(FleetDevice device, FleetDevice other, CancellationToken stop) =>
        fleet.Patience.AskAsync(() => Twin(device).LinkAsync(other.Id, LinkKinds.RadioNeighbour), stop);

    /// <summary>A device's meter goes on from what its twin heard last.</summary>
    private async Task RememberAsync(FleetDevice device, CancellationToken stop)
    {
        if (await fleet.Patience.AskAsync(() => Twin(device).GetAsync(), stop) is not { } twin) return;
        var at = Array.IndexOf(twin.StateNames, Telemetry.Energy);
        if (at >= 0) device.EnergyBefore = twin.StateValues[at];
    }

    private string? Follow(FleetDevice device, RegisterReply reply)
    {
        if (!reply.Accepted)
        {
            FleetLog.NotRegistered(fleet.Log, device.Id, reply.Error ?? "refused");
            TellOnce(device, reply.Error ?? "refused");
            return null;
        }
        device.SaidFarewell = false;
        device.Station = reply.Station;
        device.Epoch = reply.Epoch;
        device.LastRound = reply.LastRound;
        device.Reports = Math.Max(device.Reports, reply.LastSequence);
        device.Updates = Math.Max(device.Updates, reply.LastUpdate);
        return reply.Station;
    }

    private void TellOnce(FleetDevice device, string error)
    {
        if (_refused.TryAdd(device.Id, true)) fleet.Say($"{device.Id}: {error}");
    }

    private float[] BlockSnr(SimulatedDevice truth)
    {
        var states = fleet.World.Radio.StatesOf(truth.Index);
        var snr = new float[states.Length];
        for (var b = 0; b < snr.Length; b++) snr[b] = (float)(truth.MeanSnr * fleet.World.Radio.StateSnr(states[b]));
        return snr;
    }

    private int[] ClassCounts(int device)
    {
        var (train, shard) = (fleet.Workload.Data.Train, fleet.Workload.Shards[device]);
        var counts = new int[train.Classes];
        if (counts.Length == 0) return counts;
        foreach (var sample in shard.Indices.Span) counts[train.Labels[sample]]++;
        return counts;
    }

    private ITwinGrain Twin(FleetDevice device) => fleet.Access.Grains.GetGrain<ITwinGrain>(device.Id);
}
