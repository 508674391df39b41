using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Diten.Core.Network;
using Diten.Core.Twins;

namespace Diten.Dashboard.Tests.Support;

/// <summary>A small deterministic network in memory that runs a round when told to.</summary>
internal sealed class TestNetwork : ITwinNetwork
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, TestTwin> _twins = new(StringComparer.Ordinal);
    private readonly List<RoundSnapshot> _rounds = [];
    private readonly List<NetworkEvent> _events = [];
    private readonly List<Channel<NetworkEvent>> _watchers = [];
    private readonly Random _random = new(7);

    public TestNetwork(int devices = 40)
    {
        for (var i = 1; i <= devices; i++)
        {
            var (angle, distance) = (i * 2.399963, 60 + (440 * Math.Sqrt(i / (double)devices)));
            var id = $"dev-{i:000}";
            _twins[id] = new TestTwin(id, Math.Cos(angle) < 0 ? "bs-1" : "bs-2", 300 + (i * 37 % 600), (distance * Math.Cos(angle)) * 1.4, distance * Math.Sin(angle));
        }
        if (devices < 5) return;
        _twins["dev-003"].Liveness = Liveness.Stale;
        _twins["dev-004"].Liveness = Liveness.Offline;
        _twins["dev-005"].Drifting = true;
    }

    public string Status { get; set; } = "running";

    /// <summary>Whether rounds of the macro base station have base stations for rows, as a cluster's have.</summary>
    public bool MacroOfStations { get; init; }

    public int Watchers
    {
        get { lock (_lock) return _watchers.Count; }
    }

    /// <summary>Every device computes, two thirds of them send; then everyone reports.</summary>
    public RoundSnapshot RunRound()
    {
        lock (_lock)
        {
            var t = _rounds.Count + 1;
            var rows = new List<DeviceRound>();
            foreach (var twin in _twins.Values.Where(x => x.Liveness != Liveness.Offline))
            {
                var took = _random.NextDouble() < 0.66;
                var (compute, transmit) = (0.6 + (_random.NextDouble() * 1.9), took ? 0.2 + (_random.NextDouble() * 0.9) : 0);
                var row = new DeviceRound(twin.Id, took, compute, transmit, 0.4 + compute, took ? 3 : 0, 0.5 + _random.NextDouble(), took ? 0 : twin.Learning.Staleness + 1);
                rows.Add(row);
                var l = twin.Learning;
                twin.Learning = new TwinLearning(l.RoundsTaken + (took ? 1 : 0), took ? t : l.LastRound, row.Staleness, row.UpdateWeight, l.EnergyJoules + row.EnergyJoules, l.Bits + (took ? 1.42e6 : 0));
                twin.Observed = compute + transmit;
                twin.Report(new DeviceReport(twin.Sequence + 1, Start.AddSeconds(3 * t), new Dictionary<string, double>(StringComparer.Ordinal)
                {
                    ["frequencyHz"] = 1.2e9 + (1e8 * Math.Sin(t * 0.7)), ["snrDb"] = 14 + (5 * _random.NextDouble()), ["temperatureK"] = 318 + (4 * Math.Sin(t * 0.3)),
                }), null);
            }
            var sent = rows.Where(r => r.Participated).ToArray();
            var times = sent.Select(r => r.ComputeSeconds + r.TransmitSeconds).ToArray();
            var accuracy = 0.985 - (0.86 * Math.Exp(-t / 3.5)) + (0.004 * Math.Sin(t * 1.9));
            var round = new RoundSnapshot("mbs", t, 3.2 * (t - 1), times.Max(), sent.Length, accuracy, 2.2 * Math.Exp(-t / 4.0) + 0.06, rows.Sum(r => r.EnergyJoules), sent.Length * 1.42e6, rows.Count * 512,
                times.Max(), times.Average(), times.Sum(x => Math.Pow(x - times.Average(), 2)), t, new Dictionary<string, int>(StringComparer.Ordinal) { ["norm"] = t % 3 == 0 ? 1 : 0 }, rows);
            _rounds.Add(round);
            Raise("round", "mbs", t);
            return round;
        }
    }

    public void Raise(string kind, string subject, int round)
    {
        lock (_lock)
        {
            var e = new NetworkEvent(_events.Count + 1, kind, subject, round);
            _events.Add(e);
            foreach (var watcher in _watchers) watcher.Writer.TryWrite(e);
        }
    }

    public ValueTask<NetworkSnapshot> GetNetworkAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var last = _rounds.LastOrDefault();
            return ValueTask.FromResult(new NetworkSnapshot("Plant 1", "simulation", "diten", "normalized", "keep", "paper", "compute", "MNIST, 60,000 images", "lenet5", 44426, 1, _twins.Values.Count(twin => twin.Samples > 0), 3, 26, _rounds.Count, 60,
                _rounds.Sum(r => r.DurationSeconds), _rounds.Sum(r => r.EnergyJoules), _rounds.Sum(r => r.ModelBits), _rounds.Sum(r => r.StateBits), last?.Accuracy, last?.Loss, Status, _twins.Count));
        }
    }

    public ValueTask<ModelSnapshot?> GetModelAsync(string station, int? version, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var newest = _rounds.Count;
            return ValueTask.FromResult(station is not "bs-1" || newest == 0 || (version ?? newest) != newest ? null : new ModelSnapshot(station, "lenet5 ü", newest, new byte[] { 1, 2, (byte)newest }));
        }
    }

    public ValueTask<TwinPage> ListTwinsAsync(TwinFilter filter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var all = _twins.Values.Where(t =>
                (filter.Station is null || t.Station == filter.Station) && (filter.Liveness is null || t.Liveness == filter.Liveness)
                && (filter.Drifting is null || t.Drifting == filter.Drifting) && (filter.Contains is null || t.Id.Contains(filter.Contains, StringComparison.OrdinalIgnoreCase))
                && (filter.Cursor is null || string.CompareOrdinal(t.Id, filter.Cursor) > 0)).Take(filter.Limit + 1).ToArray();
            var page = all.Take(filter.Limit).Select(t => t.Snapshot()).ToArray();
            return ValueTask.FromResult(new TwinPage(page, all.Length > filter.Limit ? page[^1].Id : null));
        }
    }

    public ValueTask<TwinSnapshot?> FindTwinAsync(string id, CancellationToken cancellationToken)
    {
        lock (_lock) return ValueTask.FromResult(_twins.GetValueOrDefault(id)?.Snapshot());
    }

    public ValueTask<TwinHistory?> GetHistoryAsync(string id, HistoryQuery query, CancellationToken cancellationToken)
    {
        lock (_lock) return ValueTask.FromResult(_twins.GetValueOrDefault(id)?.History(query));
    }

    public ValueTask<WriteResult> ReportAsync(string id, DeviceReport report, long? ifRevision, CancellationToken cancellationToken) => Write(id, t => t.Report(report, ifRevision));

    public ValueTask<WriteResult> SetDesiredAsync(string id, IReadOnlyDictionary<string, double?> desired, long? ifRevision, CancellationToken cancellationToken) => Write(id, t => t.Desire(desired, ifRevision));

    public ValueTask<WriteResult> RegisterAsync(string id, MachineRegistration machine, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (RegistrationRules.FaultOf(id, DeviceDescription.Of(machine)) is { } fault) return ValueTask.FromResult(new WriteResult(WriteStatus.Invalid, 0, 0, fault.Field, fault.Error));
            if (_twins.TryGetValue(id, out var held) && held.Samples > 0) return ValueTask.FromResult(new WriteResult(WriteStatus.Invalid, 0, held.Sequence, "device", "is a device that learns"));
            if (held is null) _twins[id] = new TestTwin(id, machine.Station!, 0, machine.X, machine.Y);
            return Write(id, twin => new WriteResult(WriteStatus.Accepted, twin.Snapshot().Revision, twin.Sequence));
        }
    }

    public ValueTask<WriteResult> RemoveAsync(string id, CancellationToken cancellationToken) => Write(id, twin =>
    {
        if (twin.Samples > 0) return new WriteResult(WriteStatus.Invalid, 0, twin.Sequence, "device", "is a device that learns");
        _twins.Remove(id);
        return new WriteResult(WriteStatus.Accepted, twin.Snapshot().Revision, twin.Sequence);
    });

    public ValueTask<WriteResult> LastWillAsync(string id, CancellationToken cancellationToken) => Write(id, twin =>
    {
        twin.Liveness = Liveness.Offline;
        return new WriteResult(WriteStatus.Accepted, twin.Snapshot().Revision, twin.Sequence);
    });

    public ValueTask<IReadOnlyList<DeviceCommand>> TakeCommandsAsync(string id, CancellationToken cancellationToken)
    {
        lock (_lock) return ValueTask.FromResult<IReadOnlyList<DeviceCommand>>(_twins.TryGetValue(id, out var twin) ? twin.Commands() : []);
    }

    public ValueTask<IReadOnlyList<StationSnapshot>> ListStationsAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var none = new Dictionary<string, long>(StringComparer.Ordinal);
            return ValueTask.FromResult<IReadOnlyList<StationSnapshot>>([
                new StationSnapshot("mbs", 0, 0, true, 0, 64, 20e6, _rounds.Count, _rounds.Count, 0, none),
                new StationSnapshot("bs-1", -330, 60, false, _twins.Values.Count(t => t.Station == "bs-1"), 256, 20e6, _rounds.Count, _rounds.Count, 3, new Dictionary<string, long>(StringComparer.Ordinal) { ["norm"] = 2 }),
                new StationSnapshot("bs-2", 340, -70, false, _twins.Values.Count(t => t.Station == "bs-2"), 256, 20e6, _rounds.Count, _rounds.Count, 0, none)]);
        }
    }

    public ValueTask<AllocationSnapshot?> GetAllocationAsync(string station, int? round, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var t = round ?? _rounds.Count;
            if (t < 1 || t > _rounds.Count || station is not ("bs-1" or "bs-2")) return ValueTask.FromResult<AllocationSnapshot?>(null);
            var ids = _rounds[t - 1].Devices.Where(d => d.Participated && _twins[d.Id].Station == station).Select(d => d.Id).ToArray();
            var random = new Random(t);
            var owner = new string?[256];
            for (var i = 0; i < owner.Length; i += 4) Array.Fill(owner, random.Next(9) == 0 ? null : ids[random.Next(ids.Length)], i, 4);
            return ValueTask.FromResult<AllocationSnapshot?>(new AllocationSnapshot(station, t, owner, _rounds[t - 1].MakespanSeconds, _rounds[t - 1].Psi));
        }
    }

    /// <summary>Rounds asked for with a row per device, so far.</summary>
    public int RoundsWithDevices { get; private set; }

    public ValueTask<IReadOnlyList<RoundSnapshot>> ListRoundsAsync(string? station, int fromRound, int count, bool withDevices, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            RoundsWithDevices += withDevices ? count : 0;
            return ValueTask.FromResult<IReadOnlyList<RoundSnapshot>>([.. _rounds.Where(r => r.Round >= fromRound).Take(count)
                .Select(r => MacroOfStations && station is null or "mbs" ? Uplinks(r) : r with { Station = station ?? r.Station })
                .Select(r => withDevices ? r : r with { Devices = [] })]);
        }
    }

    private static RoundSnapshot Uplinks(RoundSnapshot round)
    {
        DeviceRound[] rows = [new("bs-1", true, 0, 0.0045, 0, 0, null, 1), new("bs-2", false, 0, 0, 0, 0, null, 2)];
        return round with { Participants = 1, MakespanSeconds = 0.0045, MeanSeconds = 0.0045, Psi = 0, EnergyJoules = 0, Devices = rows, OfStations = true };
    }

    public ValueTask<IReadOnlyList<DevicePosition>> ListPositionsAsync(CancellationToken cancellationToken)
    {
        lock (_lock) return ValueTask.FromResult<IReadOnlyList<DevicePosition>>([.. _twins.Values.Select(t => t.Position)]);
    }

    public async IAsyncEnumerable<NetworkEvent> WatchAsync(long afterId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<NetworkEvent>();
        lock (_lock)
        {
            if (afterId > 0) foreach (var e in _events.Where(e => e.Id > afterId)) channel.Writer.TryWrite(e);
            _watchers.Add(channel);
        }
        try
        {
            await foreach (var e in channel.Reader.ReadAllAsync(cancellationToken)) yield return e;
        }
        finally
        {
            lock (_lock) _watchers.Remove(channel);
        }
    }

    private ValueTask<WriteResult> Write(string id, Func<TestTwin, WriteResult> write)
    {
        lock (_lock)
        {
            if (!_twins.TryGetValue(id, out var twin)) return ValueTask.FromResult(new WriteResult(WriteStatus.NotFound, 0, 0));
            var result = write(twin);
            if (result.Status == WriteStatus.Accepted) Raise("twin", id, 0);
            return ValueTask.FromResult(result);
        }
    }
}
