using System.Collections.Concurrent;
using Diten.Client.Mapping;
using Diten.Core.Network;
using Diten.Core.Twins;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;

namespace Diten.Client.Cluster;

/// <summary>
/// A cluster as the API and the dashboard see it. Every question has a time-out; where the cluster does not answer, it fails
/// with <see cref="NetworkUnavailableException"/> and the next one is asked anew. Twins by id are never behind; lists and
/// positions come from the index and may be, by its bound.
/// </summary>
internal sealed partial class ClusterNetwork : ITwinNetwork, IAsyncDisposable
{
    private const int MaxIdLength = 256;

    private readonly ClusterOptions _options;
    private readonly ClusterCalls _calls;
    private readonly StationReads _stations;
    private readonly TwinReads _twins;
    private readonly ClusterEvents _events;
    private readonly ConcurrentDictionary<string, RoundBook> _books = new(StringComparer.Ordinal);
    private readonly Shared<NetworkSnapshot> _network;
    private readonly Shared<IReadOnlyList<DevicePosition>> _positions;

    /// <summary>Looks at a cluster.</summary>
    /// <param name="access">The way into it.</param>
    /// <param name="options">Time-outs and bounds.</param>
    /// <param name="time">Clock.</param>
    public ClusterNetwork(IClusterAccess access, ClusterOptions options, TimeProvider time)
    {
        _options = options;
        _calls = new ClusterCalls(access, options, time);
        _stations = new StationReads(_calls, options, time);
        _twins = new TwinReads(_calls);
        _events = new ClusterEvents(access, _stations, _twins, options, time);
        _network = new Shared<NetworkSnapshot>(ReadNetworkAsync, options.Sharing, time);
        _positions = new Shared<IReadOnlyList<DevicePosition>>(ReadPositionsAsync, options.Sharing, time);
    }

    /// <inheritdoc/>
    public async ValueTask<TwinPage> ListTwinsAsync(TwinFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return await _twins.ListAsync(filter, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<TwinSnapshot?> FindTwinAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!MayBeId(id)) return null;
        return (await _calls.AskAsync(grains => grains.GetGrain<ITwinGrain>(id).GetAsync(), cancellationToken))?.ToCore();
    }

    /// <inheritdoc/>
    /// <remarks>A query out of its range has no points.</remarks>
    public async ValueTask<TwinHistory?> GetHistoryAsync(string id, HistoryQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(query);
        if (!MayBeId(id)) return null;
        var history = await _calls.AskAsync(grains => grains.GetGrain<ITwinGrain>(id).GetHistoryAsync(query.ToMessage()), cancellationToken);
        return history is { Error: not null } ? new TwinHistory(query.Reading, []) : history?.ToCore();
    }

    /// <inheritdoc/>
    public ValueTask<WriteResult> ReportAsync(string id, DeviceReport report, long? ifRevision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        return WriteAsync(id, twin => twin.ReportAsync(report.ToMessage(), ifRevision), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<WriteResult> SetDesiredAsync(string id, IReadOnlyDictionary<string, double?> desired, long? ifRevision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(desired);
        return WriteAsync(id, twin => twin.SetDesiredAsync(TwinMapping.ToMessage(desired), ifRevision), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<AllocationSnapshot?> GetAllocationAsync(string station, int? round, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(station);
        // Asking a station that nobody has set up would make it.
        if (!(await _stations.AllAsync(cancellationToken)).Any(view => !view.IsMacro && string.Equals(view.Id, station, StringComparison.Ordinal))) return null;
        return (await _calls.AskAsync(grains => grains.GetGrain<IStationGrain>(station).GetAllocationAsync(round), cancellationToken))?.ToCore();
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<RoundSnapshot>> ListRoundsAsync(string? station, int fromRound, int count, bool withDevices, CancellationToken cancellationToken)
    {
        var stations = await _stations.AllAsync(cancellationToken);
        var view = station is null ? (stations.Count > 0 ? stations[0] : null) : stations.FirstOrDefault(one => string.Equals(one.Id, station, StringComparison.Ordinal));
        if (view is null || count < 1) return [];
        var book = BookOf(view);
        if (withDevices) return await book.AskAsync(fromRound, count, withDevices: true, cancellationToken);
        await book.RefreshAsync(view.Status.FinishedRound, cancellationToken);
        return book.From(fromRound, count) ?? await book.AskAsync(fromRound, count, withDevices: false, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<NetworkEvent> WatchAsync(long afterId, CancellationToken cancellationToken) => _events.WatchAsync(afterId, cancellationToken);

    /// <summary>Stops following the cluster.</summary>
    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        foreach (var book in _books.Values) book.Dispose();
    }

    private async ValueTask<WriteResult> WriteAsync(string id, Func<ITwinGrain, Task<WriteReply>> write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!MayBeId(id)) return new WriteResult(WriteStatus.NotFound, 0, 0);
        var result = (await _calls.AskAsync(grains => write(grains.GetGrain<ITwinGrain>(id)), cancellationToken)).ToCore();
        if (result.Status == WriteStatus.Accepted) _events.TwinChanged(id, result.Revision);
        return result;
    }

    private RoundBook BookOf(StationView view) => _books.GetOrAdd(view.Id, id => new RoundBook(id, view.IsMacro, _calls, _options.Rounds));

    private static bool MayBeId(string id) => !string.IsNullOrWhiteSpace(id) && id.Length <= MaxIdLength;
}
