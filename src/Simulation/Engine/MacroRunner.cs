using Diten.Core.Energy;
using Diten.Core.Network;
using Diten.Core.Stations;
using Diten.Core.Wireless;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Engine;

/// <summary>
/// The macro base station in virtual time: when all base stations have done their rounds, those that have aggregated send
/// their models over equal shares of its band (Eq. 18), and its model, weighed by samples, goes back to all.
/// </summary>
internal sealed class MacroRunner
{
    private readonly ScenarioOptions _options;
    private readonly StationRunner[] _stations;
    private readonly double[] _samples;
    private readonly List<RoundSnapshot> _rounds = [];
    private readonly double _modelBits;
    private readonly StationState _state;
    private int _round;
    private double _start;

    /// <summary>Opens it above its stations, which must hold the same initial model.</summary>
    public MacroRunner(ScenarioOptions options, StationRunner[] stations, float[] initial)
    {
        _options = options;
        _stations = stations;
        _samples = new double[stations.Length];
        _modelBits = stations[0].ModelBits;
        _state = MacroStation.Create("macro", initial);
        foreach (var station in stations)
            BaseStation.Register(_state, new Registration(station.Id, Epoch: 1, Math.Max(1, MacroStation.SamplesOf(station.State))));
    }

    /// <summary>The macro model; replaced, never written to.</summary>
    public float[] Model => _state.Model;

    /// <summary>Its state machine.</summary>
    public StationState State => _state;

    /// <summary>Rounds of the base stations since the last macro round.</summary>
    public IReadOnlyList<RoundSnapshot> Rounds => _rounds;

    /// <summary>Id.</summary>
    public string Id => _state.Id;

    /// <summary>Base stations whose models are in the last aggregate.</summary>
    public int Senders { get; private set; }

    /// <summary>Cost of the uplinks so far (Eq. 19), s of airtime over all base stations.</summary>
    public double UplinkSeconds { get; private set; }

    /// <summary>Begins a macro round.</summary>
    public void Begin(int round, double start)
    {
        (_round, _start) = (round, start);
        _rounds.Clear();
        Array.Clear(_samples);
        foreach (var station in _stations) station.Clock = start;
    }

    /// <summary>Notes one round of all base stations.</summary>
    public void Add(RoundSnapshot[] rounds)
    {
        _rounds.AddRange(rounds);
        for (var s = 0; s < rounds.Length; s++) _samples[s] += _stations[s].AggregatedSamples;
    }

    /// <summary>Aggregates what the base stations have (those that have aggregated anything) and gives it to all of them.</summary>
    public RoundSnapshot Complete()
    {
        var senders = Array.FindAll(_stations, station => _samples[station.Index] > 0);
        Senders = senders.Length;
        var uplink = Uplink(senders.Length);
        var end = _stations.Max(station => station.Clock) + uplink;
        MacroStation.BeginRound(_state, _start);
        foreach (var station in senders)
        {
            var update = new DeviceUpdate(station.Id, Epoch: 1, _state.Round, station.State.Round, _state.ModelVersion, station.State.Model);
            MacroStation.Receive(_state, update, _samples[station.Index], end);
        }
        BaseStation.Aggregate(_state);
        foreach (var station in _stations) station.TakeModel(Model);
        return RoundReport.OfMacro(
            _state.Id, _round, _start, end - _start, _rounds.TakeLast(_stations.Length).ToArray(), _rounds, senders.Length * _modelBits, _state.ModelVersion);
    }

    /// <summary>What the dashboard shows of it.</summary>
    public StationSnapshot Snapshot() => new(
        _state.Id, 0, 0, IsMacro: true, _stations.Sum(station => station.Members.Count), _options.Subcarriers, _options.BandwidthHz, _round,
        _state.ModelVersion, _state.Buffer.Count, _state.Refused.ByName());

    /// <summary>How long until the last base station's model has arrived when all send at once, s.</summary>
    private double Uplink(int senders)
    {
        var rates = new double[senders];
        var bits = new double[senders];
        Array.Fill(bits, _modelBits);
        Array.Fill(rates, MacroUplink.EqualRate(senders, _options.BandwidthHz, Decibels.ToLinear(_options.BackhaulSnrDb)));
        UplinkSeconds += MacroUplink.Cost(bits, rates);
        return MacroUplink.Seconds(bits, rates);
    }
}
