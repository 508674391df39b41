using System.Diagnostics;
using Diten.Core.Allocation;
using Diten.Core.Allocation.Bounds;
using Diten.Core.Network;
using Diten.Core.Stations;
using Diten.Core.Telemetry;
using Diten.Simulation.Scenario;
using Diten.Simulation.Schemes;

namespace Diten.Simulation.Engine;

/// <summary>
/// One base station in virtual time: it drives the station state machine of Core through a round and lets time, energy and
/// bits pass. A device that computes longer than the round lasts and does not take part is taken to finish its epoch in it.
/// </summary>
internal sealed class StationRunner
{
    private static readonly Comparer<SimulatedDevice> s_byIndex = Comparer<SimulatedDevice>.Create(static (a, b) => a.Index.CompareTo(b.Index));

    private readonly ScenarioOptions _options;
    private readonly IScheme _scheme;
    private readonly IAllocator _allocator;
    private readonly World _world;
    private readonly Offering _offering;
    private readonly Costing _costing;
    private readonly float[][] _own;

    /// <summary>Opens a station with its model, or with the trace of a run that has trained.</summary>
    public StationRunner(int index, ScenarioOptions options, IScheme scheme, World world, float[] initial, LearningTrace? trace = null)
    {
        _options = options;
        _scheme = scheme;
        _allocator = scheme.Allocator is IAdaptiveAllocator adaptive ? adaptive.ForStation() : scheme.Allocator;
        _world = world;
        _offering = new Offering(options, world.Radio, trace);
        _costing = new Costing(options, world.Radio, trace?.Parameters ?? initial.Length);
        Index = index;
        Id = $"bs-{index + 1}";
        State = BaseStation.Create(Id, scheme.Rules(initial.Length), initial);
        _own = [new float[initial.Length], new float[initial.Length]];
    }

    /// <summary>Station number, from 0.</summary>
    public int Index { get; }

    /// <summary>Station id.</summary>
    public string Id { get; }

    /// <summary>The state machine's state.</summary>
    public StationState State { get; }

    /// <summary>Devices registered here, in index order.</summary>
    public List<SimulatedDevice> Members { get; } = [];

    /// <summary>Who owned which subcarrier in the last round; null before the first with participants.</summary>
    public AllocationSnapshot? Allocation { get; private set; }

    /// <summary>The last round; null before the first.</summary>
    public RoundSnapshot? Last { get; private set; }

    /// <summary>The station's virtual time, s.</summary>
    public double Clock { get; set; }

    /// <summary>Samples behind its last aggregate.</summary>
    public double AggregatedSamples { get; private set; }

    /// <summary>Participants of the last round whose model was refused.</summary>
    public int Missing { get; private set; }

    /// <summary>L_w, bits of one model.</summary>
    public double ModelBits => _costing.ModelBits;

    /// <summary>Registers a device that is new to the network.</summary>
    public void Join(SimulatedDevice device)
    {
        BaseStation.Register(State, new Registration(device.Id, device.Epoch, device.Samples));
        Members.Add(device);
    }

    /// <summary>Hands a device over, with its count of updates and its staleness.</summary>
    public void HandOver(SimulatedDevice device, StationRunner to)
    {
        var ticket = BaseStation.Deregister(State, device.Id, device.Epoch)
            ?? throw new InvalidOperationException($"{device.Id} is not registered at {Id} under epoch {device.Epoch}");
        Members.Remove(device);
        BaseStation.Register(to.State, ticket);
        (device.Ticket, device.Epoch) = (ticket, ticket.Epoch);
        device.BaseVersion = Math.Min(device.BaseVersion, to.State.ModelVersion);
        to.Members.Insert(~to.Members.BinarySearch(device, s_byIndex), device);
    }

    /// <summary>What the dashboard shows of the station.</summary>
    public StationSnapshot Snapshot()
    {
        var place = _world.Stations[Index];
        return new StationSnapshot(
            Id, place.X, place.Y, IsMacro: false, Members.Count, _options.Subcarriers, _options.BandwidthHz, State.Round, State.ModelVersion, State.Buffer.Count, State.Refused.ByName());
    }

    /// <summary>Runs a round whose devices have trained already, from <see cref="Clock"/> on.</summary>
    /// <param name="round">Number of the round in the world.</param>
    public RoundSnapshot Run(int round)
    {
        var start = Clock;
        BaseStation.BeginRound(State, start);
        var online = Members.FindAll(static device => device.Online);
        foreach (var device in Members) device.Turn = device.Online ? _costing.Begin(device, BaseStation.RoundGap(State, device.Id) ?? 0) : default;
        if (_scheme.Weighs) _offering.Weigh(online, State.Model, round);
        foreach (var device in online)
            BaseStation.Offer(State, new UpdateOffer(device.Id, device.Epoch, State.Round, device.Turn.UpdateWeight ?? 0), start);
        var participants = Participants(online, BaseStation.CloseOffers(State, start));

        Allocate(participants, round);
        foreach (var device in participants)
        {
            var update = new DeviceUpdate(device.Id, device.Epoch, State.Round, device.NextUpdate(), device.BaseVersion, device.Model);
            if (!BaseStation.Upload(State, update, start + device.Turn.ComputeSeconds + device.Turn.TransmitSeconds).Acknowledged) device.Refuse();
        }
        var outcome = Aggregate(round);
        Missing = participants.Count - outcome.Updates.Count;
        foreach (var device in online) device.Settle(round);
        AggregatedSamples = outcome.Updates.Sum(update => update.Samples);
        Last = RoundReport.OfStation(Id, round, start, online, outcome, _costing, _options.ChannelSecondsPerRound);
        Clock += Last.DurationSeconds;
        return Last;
    }

    /// <summary>Lower bound on the last round's makespan for those who took part, s; NaN where nobody did.</summary>
    public double Bound()
    {
        var participants = Members.FindAll(static device => device.Turn.Participated);
        return participants.Count == 0 ? double.NaN : Certificate.Of(_costing.Problem(participants)).Seconds;
    }

    /// <summary>Takes the macro base station's model as its own.</summary>
    public void TakeModel(float[] model) => BaseStation.ReplaceModel(State, model);

    /// <summary>Lets the devices that are online take the broadcast model, by the adoption rule.</summary>
    public void Broadcast()
    {
        foreach (var device in Members)
        {
            // A device whose model has diverged (its τ is not a number) starts afresh whatever the rule.
            var diverged = device.Turn.UpdateWeight is double.NaN;
            if (!device.Online || !(diverged || BaseStation.TakesNewModel(State.Options.Adoption, device.Turn.Counted))) continue;
            State.Model.CopyTo(device.Model.AsSpan());
            device.BaseVersion = State.ModelVersion;
            device.RoundsSinceAdoption = 0;
        }
    }

    /// <summary>The chosen, in index order; where they are more than there are subcarriers, those with the largest τ.</summary>
    private List<SimulatedDevice> Participants(List<SimulatedDevice> online, SelectionOutcome selection)
    {
        var chosen = new HashSet<string>(selection.Selected, StringComparer.Ordinal);
        var participants = online.FindAll(device => chosen.Contains(device.Id));
        if (participants.Count > _options.Subcarriers)
        {
            participants = [.. participants.OrderByDescending(device => device.Turn.UpdateWeight ?? 0).ThenBy(device => device.Index)];
            foreach (var device in participants.Skip(_options.Subcarriers)) BaseStation.Withdraw(State, device.Id);
            participants.RemoveRange(_options.Subcarriers, participants.Count - _options.Subcarriers);
            participants.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        }
        return participants;
    }

    private RoundOutcome Aggregate(int round)
    {
        using var activity = Activities.Begin(Activities.Aggregate, Id, round);
        var outcome = BaseStation.Aggregate(State, ReferenceEquals(State.Model, _own[0]) ? _own[1] : _own[0]);
        if (!RoundMetrics.WantsUpdates) return outcome;
        foreach (var update in outcome.Updates) RoundMetrics.RecordUpdate(Id, _scheme.Weighs ? update.UpdateWeight : null, update.Staleness);
        return outcome;
    }

    private void Allocate(List<SimulatedDevice> participants, int round)
    {
        if (participants.Count == 0) return;
        using var activity = Activities.Begin(Activities.Allocate, Id, round);
        // Decided on what the twins believe, paid for by what is.
        var believed = _costing.Problem(participants, _world.Estimates, round);
        var problem = _world.Estimates.IsExact ? believed : _costing.Problem(participants);
        var random = new StreamRandom(CounterRandom.Bits(_options.Seed, Purpose.Allocation, Index, round));
        var began = Stopwatch.GetTimestamp();
        var owner = _allocator is IAllocatorWithHistory learned
            ? learned.Allocate(believed, Previous(participants), random)
            : _allocator.Allocate(believed, random);
        var decided = Stopwatch.GetElapsedTime(began);
        var outcome = AllocationOutcome.Evaluate(problem, owner);
        var bound = RoundMetrics.WantsGap ? Certificate.Of(problem).Seconds : double.NaN;
        RoundMetrics.RecordAllocation(Id, decided.TotalSeconds, outcome.Makespan, bound);
        activity?.SetTag("diten.allocator", _allocator.Name).SetTag("diten.participants", participants.Count).SetTag("diten.makespan", outcome.Makespan)
            .SetTag("diten.bound", double.IsFinite(bound) ? bound : null);
        var expected = ReferenceEquals(believed, problem) ? outcome : AllocationOutcome.Evaluate(believed, owner);
        for (var i = 0; i < participants.Count; i++) _costing.Send(participants[i], outcome.Rates[i], expected.Rates[i], outcome.Counts[i]);
        var names = Array.ConvertAll(owner, i => i < 0 ? null : participants[i].Id);
        Allocation = new AllocationSnapshot(Id, round, names, outcome.Makespan, outcome.Psi);
    }

    /// <summary>θ_(t−1): which of the participants owned each subcarrier when the station last allotted them; null before.</summary>
    private int[]? Previous(List<SimulatedDevice> participants)
    {
        if (Allocation is not { } last) return null;
        var index = new Dictionary<string, int>(participants.Count, StringComparer.Ordinal);
        for (var i = 0; i < participants.Count; i++) index.Add(participants[i].Id, i);
        var previous = new int[last.Owner.Count];
        for (var k = 0; k < previous.Length; k++) previous[k] = last.Owner[k] is { } id && index.TryGetValue(id, out var i) ? i : -1;
        return previous;
    }
}
