using Diten.Core.Network;
using Diten.Simulation.Engine;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Live;

/// <summary>What is known of a simulated network after its last round. Guarded by its owner's lock; the simulator itself is not touched by readers.</summary>
internal sealed class Published
{
    private readonly Simulator _simulator;
    private readonly LiveOptions _live;
    private readonly Dictionary<string, RoundLog> _rounds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Queue<AllocationSnapshot>> _allocations = new(StringComparer.Ordinal);

    /// <summary>Publishes the network before its first round.</summary>
    public Published(Simulator simulator, LiveOptions live, DateTimeOffset now)
    {
        _simulator = simulator;
        _live = live;
        Twins = new TwinFleet(simulator, live, now);
        Parameters = simulator.GlobalModel.Length;
        Stations = simulator.Stations;
        foreach (var station in Stations) _rounds[station.Id] = new RoundLog(live.Rounds, live.DeviceRows);
    }

    /// <summary>The devices' twins.</summary>
    public TwinFleet Twins { get; }

    /// <summary>P.</summary>
    public int Parameters { get; }

    /// <summary>The simulator, for those who wait until it has no round under way.</summary>
    public Simulator Simulator => _simulator;

    /// <summary>What is learned; null if nothing.</summary>
    public Workload? Workload => _simulator.Workload;

    /// <summary>Stations, the macro base station first where there is one.</summary>
    public IReadOnlyList<StationSnapshot> Stations { get; private set; }

    /// <summary>Virtual time, s.</summary>
    public double VirtualSeconds { get; private set; }

    /// <summary>Energy so far, J.</summary>
    public double EnergyJoules { get; private set; }

    /// <summary>Model bits so far.</summary>
    public double ModelBits { get; private set; }

    /// <summary>State bits so far.</summary>
    public double StateBits { get; private set; }

    /// <summary>The last measured accuracy.</summary>
    public double? Accuracy { get; private set; }

    /// <summary>The last measured loss.</summary>
    public double? Loss { get; private set; }

    /// <summary>Rounds of a station, or of the top aggregator for null; null if there is no such station.</summary>
    public RoundLog? RoundsOf(string? station) => _rounds.GetValueOrDefault(station ?? Stations[0].Id);

    /// <summary>An allocation; null if it is not, or no longer, there.</summary>
    public AllocationSnapshot? Allocation(string station, int? round)
    {
        if (!_allocations.TryGetValue(station, out var kept)) return null;
        return round is null ? kept.LastOrDefault() : kept.FirstOrDefault(allocation => allocation.Round == round);
    }

    /// <summary>Takes in a finished round of the top aggregator.</summary>
    /// <returns>What to tell the watchers.</returns>
    public List<(string Kind, string Subject, int Round)> Take(RoundSnapshot round, DateTimeOffset start)
    {
        VirtualSeconds = _simulator.VirtualSeconds;
        EnergyJoules = _simulator.EnergyJoules;
        ModelBits = _simulator.ModelBits;
        StateBits = _simulator.StateBits;
        Accuracy = round.Accuracy ?? Accuracy;
        Loss = round.Loss ?? Loss;
        Stations = _simulator.Stations;
        var events = new List<(string Kind, string Subject, int Round)>();
        _rounds[round.Station].Add(round);
        for (var s = 0; s < _simulator.Options.Stations; s++)
        {
            var local = _simulator.StationRounds[s];
            if (!string.Equals(local.Station, round.Station, StringComparison.Ordinal)) _rounds[local.Station].Add(local);
            Keep(_simulator.AllocationOf(s));
            events.Add(("station", local.Station, local.Round));
        }
        Twins.TakeRound(_simulator.StationRound, round.DurationSeconds, start + TimeSpan.FromSeconds(VirtualSeconds));
        foreach (var twin in Twins.Twins) events.Add(("twin", twin.Id, round.Round));
        // Last, so that who sees it finds everything else in place.
        events.Add(("round", round.Station, round.Round));
        return events;
    }

    private void Keep(AllocationSnapshot? allocation)
    {
        if (allocation is null) return;
        if (!_allocations.TryGetValue(allocation.Station, out var kept)) _allocations[allocation.Station] = kept = new Queue<AllocationSnapshot>();
        if (kept.LastOrDefault()?.Round == allocation.Round) return;
        kept.Enqueue(allocation);
        if (kept.Count > _live.Allocations) kept.Dequeue();
    }
}
