using System.Diagnostics;
using Diten.Core.Network;
using Diten.Core.Stations;
using Diten.Core.Telemetry;
using Diten.Core.Wireless;
using Diten.Learning;
using Diten.Simulation.Scenario;
using Diten.Simulation.Schemes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Diten.Simulation.Engine;

/// <summary>
/// The network in virtual time: rounds of every base station, and the macro base station above them where there are several.
/// In a round everyone who is online trains from its own model and offers its update; those wanted send over the
/// subcarriers they are given; the round ends with the slowest of them. Same options, same bits, whatever the number of
/// threads. One thread at a time may call it.
/// </summary>
public sealed class Simulator
{
    private readonly World _world;
    private readonly StationRunner[] _stations;
    private readonly Training? _training;
    private readonly LearningTrace? _trace;
    private readonly MacroRunner? _macro;
    private readonly ParallelOptions _parallel;
    private readonly bool[] _moved;
    private ILogger _log = NullLogger.Instance;

    /// <summary>Builds the network at time 0, before its first round.</summary>
    /// <param name="options">The scenario.</param>
    /// <param name="workload">What is learned; null simulates time, energy and bits only, with models of LeNet-5's size and a surrogate for the norms in τ (Eq. 21).</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">The workload has not one shard per device.</exception>
    public Simulator(ScenarioOptions options, Workload? workload = null)
        : this(options, workload, trace: null)
    {
    }

    /// <summary>Builds the network for a run whose learning is known.</summary>
    /// <param name="options">Those of the trace, but for allocator, estimates, and what costs time and energy.</param>
    /// <param name="trace">At least as many rounds as will be run.</param>
    internal Simulator(ScenarioOptions options, LearningTrace trace)
        : this(options, workload: null, trace)
    {
    }

    private Simulator(ScenarioOptions options, Workload? workload, LearningTrace? trace)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options.Checked();
        Workload = workload;
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = Options.EffectiveThreads };
        _trace = trace;
        _world = new World(Options, trace?.Samples ?? (workload is null ? Population.DrawSamples(Options) : [.. workload.Shards.Select(shard => shard.Count)]));
        _moved = new bool[_world.Devices.Length];
        _training = workload is null ? null : new Training(Options, workload, _world.Devices);
        var scheme = SchemeCatalog.Create(Options);
        _stations = new StationRunner[Options.Stations];
        for (var s = 0; s < _stations.Length; s++) _stations[s] = new StationRunner(s, Options, scheme, _world, [.. _training?.Initial ?? []], trace);
        foreach (var device in _world.Devices) _stations[device.Station].Join(device);
        if (Options.Stations > 1 || Options.MacroStation) _macro = new MacroRunner(Options, _stations, [.. _training?.Initial ?? []]);
        foreach (var station in _stations) RoundMetrics.Begin(station.Id);
        if (_macro is not null) RoundMetrics.Begin(_macro.Id);
    }

    /// <summary>The scenario.</summary>
    public ScenarioOptions Options { get; }

    /// <summary>What is learned; null if nothing.</summary>
    public Workload? Workload { get; }

    /// <summary>Finished rounds of the top aggregator.</summary>
    public int Round { get; private set; }

    /// <summary>Finished rounds of the base stations; the same as <see cref="Round"/> unless a macro round spans several.</summary>
    public int StationRound { get; private set; }

    /// <summary>L_w, bits of one model on the air.</summary>
    public double BitsPerModel => _stations[0].ModelBits;

    /// <summary>Virtual time so far, s.</summary>
    public double VirtualSeconds { get; private set; }

    /// <summary>Energy of the devices so far, J.</summary>
    public double EnergyJoules { get; private set; }

    /// <summary>Bits of model updates so far, those of the base stations to the macro base station included (Eq. 20).</summary>
    public double ModelBits { get; private set; }

    /// <summary>Bits of state reports so far.</summary>
    public double StateBits { get; private set; }

    /// <summary>The top aggregator's model; empty without a workload. Valid until the next round.</summary>
    public ReadOnlyMemory<float> GlobalModel => _macro is null ? _stations[0].State.Model : _macro.Model;

    /// <summary>A station's model and its version; null for an unknown station or without a workload. Valid until the next round.</summary>
    /// <param name="station">Station id, also the macro base station's.</param>
    public (ReadOnlyMemory<float> Model, int Version)? ModelOf(string station)
    {
        if (_training is null) return null;
        var state = string.Equals(_macro?.Id, station, StringComparison.Ordinal) ? _macro!.State : Array.Find(_stations, one => string.Equals(one.Id, station, StringComparison.Ordinal))?.State;
        return state is null ? null : (state.Model, state.ModelVersion);
    }

    /// <summary>Base stations, the macro base station first where there is one.</summary>
    public IReadOnlyList<StationSnapshot> Stations =>
        [.. _macro is null ? Enumerable.Empty<StationSnapshot>() : [_macro.Snapshot()], .. _stations.Select(station => station.Snapshot())];

    /// <summary>The last round of each base station (without the macro base station), in station order; empty before the first.</summary>
    public IReadOnlyList<RoundSnapshot> StationRounds => StationRound == 0 ? [] : [.. _stations.Select(station => station.Last!)];

    /// <summary>How often the devices of each base station took part, in station order (starvation).</summary>
    public IReadOnlyList<Participation> Participation => [.. _stations.Select(station => Core.Stations.Participation.Of(station.State))];

    /// <summary>Cost of the base stations' uplinks to the macro base station so far (Eq. 19), s of airtime; 0 without one.</summary>
    public double UplinkSeconds => _macro?.UplinkSeconds ?? 0;

    /// <summary>From here on it tells a log of its stations and rounds.</summary>
    public void LogTo(ILogger log)
    {
        _log = log;
        foreach (var station in _stations) RoundTelemetry.TellSetUp(log, this, station);
    }

    /// <summary>Simulates one round of the top aggregator.</summary>
    /// <param name="cancellationToken">Stops between phases and devices; the simulator must not be used afterwards.</param>
    /// <returns>The round of the top aggregator; its device rows are those of all stations.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public RoundSnapshot RunRound(CancellationToken cancellationToken)
    {
        using var activity = Activities.Begin(Activities.Round, _macro?.Id ?? _stations[0].Id, Round + 1);
        var snapshot = _macro is null ? RunStations(cancellationToken)[0] : RunMacro(_macro, cancellationToken);
        if (_macro is null) Broadcast();
        RoundTelemetry.Describe(activity, snapshot, _macro is null ? _stations[0].Missing : 0);
        Round++;
        VirtualSeconds += snapshot.DurationSeconds;
        EnergyJoules += snapshot.EnergyJoules;
        ModelBits += snapshot.ModelBits;
        StateBits += snapshot.StateBits;
        if (_trace is not null) return _trace.Judge(snapshot, Round);
        var evaluate = _training is not null && Options.EvaluateEvery > 0 && Round % Options.EvaluateEvery == 0;
        return evaluate ? snapshot.With(_training!.Evaluate(GlobalModel)) : snapshot;
    }

    /// <summary>One device.</summary>
    /// <param name="index">0 to N − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such device.</exception>
    public DeviceView Device(int index)
    {
        var device = Find(index);
        var turn = device.Turn;
        return new DeviceView(
            device.Id, index, device.Station, device.Place.X, device.Place.Y, device.Online, device.Straggling, device.FrequencyHz,
            Decibels.FromLinear(device.MeanSnr), Decibels.FromLinear(_world.Radio.BandSnr(index, device.MeanSnr)), device.Samples, device.BaseVersion,
            turn.Participated, device.RoundsTaken, device.LastRound, turn.UpdateWeight is { } tau && double.IsFinite(tau) ? tau : null, turn.Staleness,
            turn.ComputeSeconds, turn.TransmitSeconds, device.EnergyJoules, device.Bits);
    }

    /// <summary>Sets a device's frequency from the next round on.</summary>
    /// <param name="index">0 to N − 1.</param>
    /// <param name="frequencyHz">Hz, clipped to the scenario's range.</param>
    /// <returns>The frequency it really runs at, Hz.</returns>
    public double SetFrequency(int index, double frequencyHz) =>
        Find(index).FrequencyHz = Math.Clamp(frequencyHz, Options.FrequencyMinimumHz, Options.FrequencyMaximumHz);

    /// <summary>Slows a device down for good without its knowing: it goes on reporting the frequency that it is set to.</summary>
    /// <param name="index">0 to N − 1.</param>
    /// <param name="left">What is left of f_i, above 0 to 1.</param>
    internal void Wear(int index, double left)
    {
        if (!(left > 0 && left <= 1)) throw new ArgumentOutOfRangeException(nameof(left), left, "must be above 0 to 1");
        Find(index).Health = left;
    }

    /// <summary>Moves a device before the next round; where another station is nearer it is handed over.</summary>
    /// <param name="index">0 to N − 1.</param>
    /// <param name="x">East of the plant's centre, m.</param>
    /// <param name="y">North of the plant's centre, m.</param>
    public void Move(int index, double x, double y)
    {
        var device = Find(index);
        device.Place = new Place(x, y);
        var from = device.Station;
        if (_world.Settle(device)) _stations[from].HandOver(device, _stations[device.Station]);
    }

    /// <summary>Who owned which subcarrier in the last round of a station; null before its first round with participants.</summary>
    /// <param name="station">Station index, from 0.</param>
    public AllocationSnapshot? AllocationOf(int station) => _stations[station].Allocation;

    /// <summary>The makespan that no allocation could have beaten in the last round (the largest of the base stations'), s; NaN where nobody sent.</summary>
    internal double Bound() => _stations.Select(station => station.Bound()).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max();

    /// <summary>What a device's twin believed in the last round.</summary>
    /// <param name="index">0 to N − 1.</param>
    /// <returns>f_i with straggling, Hz, and the SNR averaged over the band, linear.</returns>
    internal (double FrequencyHz, double BandSnr) Believed(int index) =>
        (_world.Estimates.FrequencyHz(Find(index), StationRound), _world.Estimates.BandSnr(Find(index), StationRound));

    /// <summary>The truth about a device, for those who drive its twin.</summary>
    internal SimulatedDevice Find(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _world.Devices.Length);
        return _world.Devices[index];
    }

    private RoundSnapshot RunMacro(MacroRunner macro, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        macro.Begin(Round + 1, VirtualSeconds);
        for (var sub = 0; sub < Options.RoundsPerMacroRound; sub++)
        {
            if (sub > 0) Broadcast();
            macro.Add(RunStations(cancellationToken));
        }
        var snapshot = macro.Complete();
        RoundTelemetry.Measure(snapshot, macro.Rounds, began);
        RoundTelemetry.Tell(_log, snapshot, macro.Senders);
        Broadcast();
        return snapshot;
    }

    /// <summary>One round of all base stations: the world moves on, devices train, stations run side by side.</summary>
    private RoundSnapshot[] RunStations(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var round = ++StationRound;
        var devices = _world.Devices;
        var from = Array.ConvertAll(devices, device => device.Station);
        Parallel.For(0, devices.Length, _parallel, i => _moved[i] = _world.Advance(devices[i], round));
        for (var i = 0; i < devices.Length; i++)
        {
            if (_moved[i]) _stations[from[i]].HandOver(devices[i], _stations[devices[i].Station]);
            if (devices[i].Online) devices[i].RoundsSinceAdoption++;
        }
        cancellationToken.ThrowIfCancellationRequested();
        Train(round, cancellationToken);
        var rounds = new RoundSnapshot[_stations.Length];
        Parallel.For(0, rounds.Length, _parallel, s => rounds[s] = RunStation(_stations[s], round));
        RoundTelemetry.Measure(_stations, began);
        return rounds;
    }

    private RoundSnapshot RunStation(StationRunner station, int round)
    {
        // Without a macro base station it is the round itself, which has its activity.
        using var activity = _macro is null ? null : Activities.Begin(Activities.Round, station.Id, round);
        var snapshot = station.Run(round);
        RoundTelemetry.Describe(activity, snapshot, station.Missing);
        RoundTelemetry.Tell(_log, station);
        return snapshot;
    }

    private void Train(int round, CancellationToken cancellationToken)
    {
        if (_training is null) return;
        using var activity = Activities.Begin(Activities.Train, _macro?.Id ?? _stations[0].Id, round);
        _training.Run(_world.Devices, round, cancellationToken);
    }

    private void Broadcast()
    {
        using var activity = Activities.Begin(Activities.Broadcast, _macro?.Id ?? _stations[0].Id, StationRound);
        Parallel.ForEach(_stations, _parallel, station => station.Broadcast());
    }
}
