using Diten.Core.Network;
using Diten.Core.Twins;

namespace Diten.Dashboard.Tests.Support;

/// <summary>A twin with the real rules of sequence numbers, revisions and desired state, and nothing else.</summary>
internal sealed class TestTwin(string id, string station, int samples, double x, double y)
{
    private readonly Dictionary<string, double> _state = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _desired = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<HistoryPoint>> _history = new(StringComparer.Ordinal);
    private readonly List<TwinDelta> _deltas = [];
    private long _revision = 1;
    private long _sequence;

    public string Id { get; } = id;

    public string Station { get; } = station;

    public DateTimeOffset At { get; private set; } = DateTimeOffset.UnixEpoch;

    public Liveness Liveness { get; set; } = Liveness.Online;

    public bool Drifting { get; set; }

    public TwinLearning Learning { get; set; } = new(0, 0, 0, null, 0, 0);

    public double? Observed { get; set; }

    public long Sequence => _sequence;

    public int Samples => samples;

    public DevicePosition Position => new(Id, Station, x, y, Liveness, Learning.Staleness == 0 && Learning.LastRound > 0);

    public WriteResult Report(DeviceReport report, long? ifRevision)
    {
        if (ifRevision is { } wanted && wanted != _revision) return new WriteResult(WriteStatus.Conflict, _revision, _sequence);
        if (report.Sequence <= _sequence) return new WriteResult(WriteStatus.Duplicate, _revision, _sequence);
        _sequence = report.Sequence;
        At = report.At;
        foreach (var (name, value) in report.State)
        {
            _state[name] = value;
            if (!_history.TryGetValue(name, out var points)) _history[name] = points = [];
            points.Add(new HistoryPoint(report.At, value, value, value, 1));
        }
        Note(report.At, "report", report.State.ToDictionary(StringComparer.Ordinal), $"report {report.Sequence}");
        return new WriteResult(WriteStatus.Accepted, _revision, _sequence);
    }

    public WriteResult Desire(IReadOnlyDictionary<string, double?> desired, long? ifRevision)
    {
        if (ifRevision is { } wanted && wanted != _revision) return new WriteResult(WriteStatus.Conflict, _revision, _sequence);
        if (desired.TryGetValue("frequencyHz", out var f) && f is < 3e8 or > 2e9)
            return new WriteResult(WriteStatus.Invalid, _revision, _sequence, "frequencyHz", "must be from 3e8 to 2e9 Hz");
        foreach (var (name, value) in desired)
        {
            if (value is { } v) _desired[name] = v;
            else _desired.Remove(name);
        }
        Note(At, "desired", desired.Where(d => d.Value.HasValue).ToDictionary(d => d.Key, d => d.Value!.Value, StringComparer.Ordinal), "asked for by a person");
        return new WriteResult(WriteStatus.Accepted, _revision, _sequence);
    }

    public IReadOnlyList<DeviceCommand> Commands() => [.. _desired.OrderBy(d => d.Key, StringComparer.Ordinal).Select((d, i) => new DeviceCommand(Id, i + 1, d.Key, d.Value, 1, At.AddMinutes(1)))];

    public TwinHistory History(HistoryQuery query)
    {
        var raw = _history.GetValueOrDefault(query.Reading, []).Where(p => p.At >= query.From && p.At < query.To);
        if (query.Step == TimeSpan.Zero) return new TwinHistory(query.Reading, [.. raw]);
        return new TwinHistory(query.Reading,
            [.. raw.GroupBy(p => new DateTimeOffset(p.At.Ticks / query.Step.Ticks * query.Step.Ticks, TimeSpan.Zero))
                .Select(g => new HistoryPoint(g.Key, g.Average(p => p.Mean), g.Min(p => p.Min), g.Max(p => p.Max), g.Count()))]);
    }

    public TwinSnapshot Snapshot() => new(
        Id, _revision, Station,
        new TwinModel(Learning.LastRound, 2.4 + (samples / 1000.0), Observed, null, Drifting ? 0.31 : 0.02),
        new TwinData(samples, _history.Values.Sum(h => h.Count), [.. Enumerable.Range(0, 10).Select(c => samples / 10 + ((c * 7) + samples) % 9)]),
        _state.ToDictionary(StringComparer.Ordinal), _desired.ToDictionary(StringComparer.Ordinal), [.. _deltas.AsEnumerable().Reverse().Take(32)],
        At, _sequence, Liveness, Drifting, [new TwinLink("dev-001", "radio-neighbour"), new TwinLink("dev-002", "radio-neighbour")], Learning);

    private void Note(DateTimeOffset at, string kind, IReadOnlyDictionary<string, double> changes, string note)
    {
        _revision++;
        _deltas.Add(new TwinDelta(_deltas.Count + 1, at, kind, changes, note));
    }
}
