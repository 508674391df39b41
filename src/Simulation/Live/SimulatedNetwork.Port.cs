using Diten.Core.Network;
using Diten.Core.Twins;
using Diten.Learning.Data;

namespace Diten.Simulation.Live;

public sealed partial class SimulatedNetwork
{
    /// <inheritdoc/>
    public ValueTask<NetworkSnapshot> GetNetworkAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var p = _published;
            var sync = _options.Scheme is not "diten";
            return ValueTask.FromResult(new NetworkSnapshot(
                _live.Name, "simulation", _options.Scheme, sync ? "samples" : _options.Aggregation, sync ? "adopt" : _options.Adoption,
                _options.Scheme switch { "sync" => "equal-share", "sync-own-best" => "own-best", _ => _options.Allocator }, _options.Regime,
                p is null ? "loading" : p.Workload is { } workload ? DataSource.NameOf(workload.Data.Source) : "none (time, energy and bits only)",
                _options.Model, p?.Parameters ?? 0, _options.Seed, _options.Devices, _options.Stations, sync ? _options.Devices : _options.Participants,
                p?.RoundsOf(null)?.Last?.Round ?? 0, _options.Rounds, p?.VirtualSeconds ?? 0, p?.EnergyJoules ?? 0, p?.ModelBits ?? 0, p?.StateBits ?? 0,
                p?.Accuracy, p?.Loss, _status, _options.Devices));
        }
    }

    /// <inheritdoc/>
    public ValueTask<TwinPage> ListTwinsAsync(TwinFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var limit = Math.Clamp(filter.Limit, 1, 1000);
        var page = new List<TwinSnapshot>();
        lock (_gate)
        {
            if (_published is not { } published) return ValueTask.FromResult(new TwinPage([], null));
            var (twins, now) = (published.Twins, Now(published));
            foreach (var state in twins.Twins)
            {
                if (filter.Cursor is { } cursor && string.CompareOrdinal(state.Id, cursor) <= 0) continue;
                if (!Matches(state, filter, Twin.LivenessAt(state, now, twins.Options))) continue;
                if (page.Count == limit) return ValueTask.FromResult(new TwinPage(page, page[^1].Id));
                page.Add(state.ToSnapshot(now, twins.Options));
            }
        }
        return ValueTask.FromResult(new TwinPage(page, null));
    }

    /// <inheritdoc/>
    public ValueTask<TwinSnapshot?> FindTwinAsync(string id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Read(id, (published, index) => published.Twins.Twins[index].ToSnapshot(Now(published), published.Twins.Options)));

    /// <inheritdoc/>
    /// <remarks>A query out of its range has no points.</remarks>
    public ValueTask<TwinHistory?> GetHistoryAsync(string id, HistoryQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return ValueTask.FromResult(Read(id, (published, index) =>
            Twin.QueryHistory(published.Twins.Twins[index], query).History ?? new TwinHistory(query.Reading, [])));
    }

    /// <inheritdoc/>
    /// <remarks>The simulated device goes on reporting by itself, with the sequence numbers that follow.</remarks>
    public ValueTask<WriteResult> ReportAsync(string id, DeviceReport report, long? ifRevision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Write(id, (published, index) => published.Twins.Report(index, report, Latest(Now(published)), ifRevision));
    }

    /// <inheritdoc/>
    /// <remarks>A desired <c>frequencyHz</c> is what the device runs at from the next round on.</remarks>
    public ValueTask<WriteResult> SetDesiredAsync(string id, IReadOnlyDictionary<string, double?> desired, long? ifRevision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(desired);
        return Write(id, (published, index) => published.Twins.SetDesired(index, desired, Now(published), ifRevision));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StationSnapshot>> ListStationsAsync(CancellationToken cancellationToken)
    {
        lock (_gate) return ValueTask.FromResult(_published?.Stations ?? []);
    }

    /// <inheritdoc/>
    public ValueTask<AllocationSnapshot?> GetAllocationAsync(string station, int? round, CancellationToken cancellationToken)
    {
        lock (_gate) return ValueTask.FromResult(_published?.Allocation(station, round));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RoundSnapshot>> ListRoundsAsync(string? station, int fromRound, int count, bool withDevices, CancellationToken cancellationToken)
    {
        lock (_gate) return ValueTask.FromResult(_published?.RoundsOf(station)?.From(fromRound, count, withDevices) ?? []);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DevicePosition>> ListPositionsAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_published is not { } published) return ValueTask.FromResult<IReadOnlyList<DevicePosition>>([]);
            var (twins, now) = (published.Twins, Now(published));
            return ValueTask.FromResult<IReadOnlyList<DevicePosition>>(Array.ConvertAll(twins.Devices, device => new DevicePosition(
                device.Id, twins.Twins[device.Index].Station, device.X, device.Y, Twin.LivenessAt(twins.Twins[device.Index], now, twins.Options), device.Participated)));
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<NetworkEvent> WatchAsync(long afterId, CancellationToken cancellationToken) => _events.WatchAsync(afterId, cancellationToken);

    private static bool Matches(TwinState state, TwinFilter filter, Liveness liveness) =>
        (filter.Station is null || string.Equals(state.Station, filter.Station, StringComparison.Ordinal))
        && (filter.Liveness is null || liveness == filter.Liveness)
        && (filter.Drifting is null || state.Drifting == filter.Drifting)
        && (filter.Contains is null || state.Id.Contains(filter.Contains, StringComparison.OrdinalIgnoreCase));

    /// <summary>The later of network time and real time: an external device measures on a real clock.</summary>
    private DateTimeOffset Latest(DateTimeOffset now) => _time.GetUtcNow() is var real && real > now ? real : now;

    private ValueTask<WriteResult> Write(string id, Func<Published, int, WriteResult> write)
    {
        var before = 0L;
        var result = Read(id, (published, index) =>
        {
            before = published.Twins.Twins[index].Revision;
            return write(published, index);
        });
        if (result is { Status: WriteStatus.Accepted } && result.Revision != before) _events.Add([("twin", id, 0)]);
        return ValueTask.FromResult(result ?? new WriteResult(WriteStatus.NotFound, 0, 0));
    }

    private T? Read<T>(string id, Func<Published, int, T> read)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(id);
        lock (_gate)
        {
            var index = _published?.Twins.Find(id) ?? -1;
            return index < 0 ? null : read(_published!, index);
        }
    }
}
