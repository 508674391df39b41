using Diten.Core.Energy;
using Diten.Core.Network;
using Diten.Core.Telemetry;
using Diten.Core.Twins;
using Diten.Core.Wireless;
using Diten.Simulation.Engine;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Live;

/// <summary>One twin of Core per simulated device, kept by the reports that the devices send. Guarded by its owner.</summary>
internal sealed class TwinFleet
{
    private readonly Simulator _simulator;
    private readonly LiveOptions _live;
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    /// <summary>Makes the twins, links radio neighbours and takes the first reports.</summary>
    public TwinFleet(Simulator simulator, LiveOptions live, DateTimeOffset now)
    {
        _simulator = simulator;
        _live = live;
        Options = new TwinOptions { MaxLinks = Math.Max(16, live.Neighbours + 1) };
        Devices = new DeviceView[simulator.Options.Devices];
        Twins = new TwinState[Devices.Length];
        Look();
        foreach (var device in Devices)
        {
            _index[device.Id] = device.Index;
            Twins[device.Index] = Twin.Create(device.Id, StationId(device.Station), device.Samples, now, ClassCounts(simulator.Workload, device.Index));
        }
        var cells = Cells();
        foreach (var device in Devices) Link(device, cells, now);
        foreach (var device in Devices) TakeReport(device, 0, now);
    }

    /// <summary>Bounds and periods; a device is to be heard once per round.</summary>
    public TwinOptions Options { get; private set; }

    /// <summary>The devices after the last round.</summary>
    public DeviceView[] Devices { get; }

    /// <summary>Their twins.</summary>
    public TwinState[] Twins { get; }

    /// <summary>Index of a twin, or −1.</summary>
    public int Find(string id) => _index.GetValueOrDefault(id, -1);

    /// <summary>Liveness and drift of every twin.</summary>
    public IEnumerable<(Liveness Liveness, bool Drifting)> Liveness(DateTimeOffset now) => Twins.Select(twin => (Twin.LivenessAt(twin, now, Options), twin.Drifting));

    /// <summary>Sends what is desired to the devices, before a round. The simulated devices know one command: their frequency.</summary>
    public void Reconcile(DateTimeOffset now)
    {
        for (var i = 0; i < Twins.Length; i++)
        {
            if (Twins[i].Desired.Count == 0 || !Devices[i].Online) continue;
            (Twins[i], var outcome) = Twin.Reconcile(Twins[i], now, Options);
            foreach (var command in outcome.Commands)
                if (command.Reading is Telemetry.Frequency) _simulator.SetFrequency(i, command.Value);
        }
    }

    /// <summary>Takes in a finished round: handovers, what each device did, its report, and the next prediction.</summary>
    /// <param name="round">Round of the world.</param>
    /// <param name="duration">How long it took, s.</param>
    /// <param name="now">Its end.</param>
    public void TakeRound(int round, double duration, DateTimeOffset now)
    {
        // Heard once per round: one missed round makes a twin stale, three make it offline.
        Options = Options with { ReportPeriod = TimeSpan.FromSeconds(Math.Max(0.001, 0.9 * duration)) };
        Look();
        var cells = Moved() ? Cells() : null;
        foreach (var device in Devices)
        {
            var truth = _simulator.Find(device.Index);
            if (cells is not null && truth.Epoch > Twins[device.Index].Epoch) HandOver(device, truth, cells, now);
            if (!device.Online)
            {
                (Twins[device.Index], var outcome) = Twin.NoticeLiveness(Twins[device.Index], now, Options);
                Tell(outcome.Notifications);
                continue;
            }
            var turn = truth.Turn;
            double? observed = turn.Participated ? turn.ComputeSeconds + turn.TransmitSeconds : null;
            RoundParts? parts = turn.Participated
                ? new RoundParts(ExpectedCompute(Twins[device.Index], device.Index), turn.ComputeSeconds, turn.ExpectedTransmitSeconds, turn.TransmitSeconds)
                : null;
            var record = new DeviceRoundRecord(
                truth.Epoch, round, turn.Counted, truth.Updates, turn.Staleness, device.UpdateWeight, truth.BaseVersion,
                observed, turn.EnergyJoules, turn.Participated ? _simulator.BitsPerModel : 0, parts);
            Twins[device.Index] = Twin.RecordRound(Twins[device.Index], record, now, Options);
            TakeReport(device, turn.EnergyJoules, now);
        }
    }

    /// <summary>Takes an external report.</summary>
    public WriteResult Report(int index, DeviceReport report, DateTimeOffset now, long? ifRevision)
    {
        (Twins[index], var outcome) = Twin.Report(Twins[index], report, now, ifRevision, Options);
        ReportMetrics.Count(outcome.Result.Status);
        Tell(outcome.Notifications);
        return outcome.Result;
    }

    /// <summary>Sets desired readings; a frequency must be one that the devices can run at.</summary>
    public WriteResult SetDesired(int index, IReadOnlyDictionary<string, double?> desired, DateTimeOffset now, long? ifRevision)
    {
        var (low, high) = (_simulator.Options.FrequencyMinimumHz, _simulator.Options.FrequencyMaximumHz);
        if (desired.TryGetValue(Telemetry.Frequency, out var wanted) && wanted is { } hertz && !(hertz >= low && hertz <= high))
        {
            return new WriteResult(
                WriteStatus.Invalid, Twins[index].Revision, Twins[index].LastSequence, $"desired.{Telemetry.Frequency}", $"is {hertz:R}, must be {low:R} to {high:R} Hz");
        }
        (Twins[index], var result) = Twin.SetDesired(Twins[index], desired, now, ifRevision, Options);
        return result;
    }

    /// <summary>A device's last will; it is back with its next report.</summary>
    public WriteResult LastWill(int index, DateTimeOffset now)
    {
        (Twins[index], var outcome) = Twin.TakeLastWill(Twins[index], now, Options);
        Tell(outcome.Notifications);
        return new WriteResult(WriteStatus.Accepted, Twins[index].Revision, Twins[index].LastSequence);
    }

    /// <summary>Commands that are due now, for whoever speaks for a device; the simulated ones take theirs before each round.</summary>
    public IReadOnlyList<DeviceCommand> TakeCommands(int index, DateTimeOffset now)
    {
        (Twins[index], var outcome) = Twin.Reconcile(Twins[index], now, Options);
        return outcome.Commands;
    }

    private void TakeReport(in DeviceView device, double roundJoules, DateTimeOffset now)
    {
        var state = Twins[device.Index];
        var report = Telemetry.Report(device, state.LastSequence + 1, now, roundJoules, _live.BatteryJoules);
        (state, var outcome) = Twin.Report(state, report, now, ifRevision: null, Options);
        ReportMetrics.Count(outcome.Result.Status);
        Twins[device.Index] = Twin.Predict(state, Forecast(state, device.Index));
        Tell(outcome.Notifications);
    }

    /// <summary>
    /// From what the twin knows: the frequency that was reported, or, where twins are stale or noisy, that it believes in,
    /// and the rate that its uploads had so far. Before the first, an equal share of the band at the SNR reported.
    /// </summary>
    private RoundForecast Forecast(TwinState state, int device)
    {
        var options = _simulator.Options;
        var (frequency, snr) = Known(state, device);
        var senders = options.Scheme is "diten" ? options.Participants : (options.Devices + options.Stations - 1) / options.Stations;
        var share = Math.Max(1, options.Subcarriers / (double)senders);
        var rate = state.UploadRate ?? Ofdma.Rate(Math.Min(share, options.Subcarriers), options.Subcarriers, options.BandwidthHz, snr);
        return new RoundForecast((double)state.Samples * options.Epochs, options.EffectiveCyclesPerSample, frequency, _simulator.BitsPerModel, rate);
    }

    /// <summary>T_cmp (Eq. 10) at the frequency that the twin knew when the round began, s.</summary>
    private double ExpectedCompute(TwinState state, int device) =>
        ComputeCost.Seconds(_simulator.Options.EffectiveCyclesPerSample, (double)state.Samples * _simulator.Options.Epochs, Known(state, device).FrequencyHz);

    private (double FrequencyHz, double BandSnr) Known(TwinState state, int device) => _simulator.Options is { EstimateAgeRounds: 0, EstimateNoise: 0 }
        ? (state.State[Telemetry.Frequency], Decibels.ToLinear(state.State["snrDb"]))
        : _simulator.Believed(device);

    private void HandOver(DeviceView device, SimulatedDevice truth, List<DeviceView>[] cells, DateTimeOffset now)
    {
        var state = Twins[device.Index];
        var counterpart = state.Links.FirstOrDefault(link => Devices[_index[link.Id]].Station != device.Station)?.Id;
        (state, var outcome) = Twin.HandOver(state, truth.Ticket!, StationId(device.Station), counterpart, now, Options);
        Twins[device.Index] = state;
        Tell(outcome.Notifications);
        Link(device, cells, now);
    }

    private void Link(in DeviceView device, List<DeviceView>[] cells, DateTimeOffset now)
    {
        foreach (var other in Neighbourhood.Of(device, cells[device.Station], _live.Neighbours))
            (Twins[device.Index], _) = Twin.Link(Twins[device.Index], other.Id, LinkKinds.RadioNeighbour, now, Options);
    }

    private void Tell(IReadOnlyList<TwinNotification> notifications)
    {
        foreach (var notification in notifications)
        {
            var to = _index[notification.To];
            (Twins[to], _) = Twin.Hear(Twins[to], notification, Options);
        }
    }

    private void Look()
    {
        for (var i = 0; i < Devices.Length; i++) Devices[i] = _simulator.Device(i);
    }

    private bool Moved() => Array.Exists(Devices, device => _simulator.Find(device.Index).Epoch > Twins[device.Index].Epoch);

    private List<DeviceView>[] Cells()
    {
        var cells = new List<DeviceView>[_simulator.Options.Stations];
        for (var s = 0; s < cells.Length; s++) cells[s] = [];
        foreach (var device in Devices) cells[device.Station].Add(device);
        return cells;
    }

    private static string StationId(int station) => $"bs-{station + 1}";

    private static int[] ClassCounts(Workload? workload, int device)
    {
        if (workload is null || workload.Data.Train.Classes == 0) return [];
        var counts = new int[workload.Data.Train.Classes];
        foreach (var sample in workload.Shards[device].Indices.Span) counts[workload.Data.Train.Labels[sample]]++;
        return counts;
    }
}
