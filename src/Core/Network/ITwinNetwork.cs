using Diten.Core.Twins;

namespace Diten.Core.Network;

/// <summary>
/// What the API and the dashboard see of a twin network. Two implementations: the simulated network
/// (in process) and the cluster (an Orleans client). All members are safe to call from any thread.
/// </summary>
public interface ITwinNetwork
{
    /// <summary>The network as a whole.</summary>
    ValueTask<NetworkSnapshot> GetNetworkAsync(CancellationToken cancellationToken);

    /// <summary>Twins in id order, filtered, one page.</summary>
    ValueTask<TwinPage> ListTwinsAsync(TwinFilter filter, CancellationToken cancellationToken);

    /// <summary>One twin with all of Γ, or null if there is none of that id.</summary>
    ValueTask<TwinSnapshot?> FindTwinAsync(string id, CancellationToken cancellationToken);

    /// <summary>A reading's history, or null if there is no such twin.</summary>
    ValueTask<TwinHistory?> GetHistoryAsync(string id, HistoryQuery query, CancellationToken cancellationToken);

    /// <summary>Takes a device report. <paramref name="ifRevision"/> is the caller's If-Match, null for none.</summary>
    ValueTask<WriteResult> ReportAsync(string id, DeviceReport report, long? ifRevision, CancellationToken cancellationToken);

    /// <summary>Makes the twin of a machine that takes no part in learning, or moves it to another station; made again, it answers again.</summary>
    ValueTask<WriteResult> RegisterAsync(string id, MachineRegistration machine, CancellationToken cancellationToken);

    /// <summary>Takes a machine's twin away with all that it holds; one whose device takes part in learning is refused.</summary>
    ValueTask<WriteResult> RemoveAsync(string id, CancellationToken cancellationToken);

    /// <summary>The machine's last will: offline at once, until it is heard again.</summary>
    ValueTask<WriteResult> LastWillAsync(string id, CancellationToken cancellationToken);

    /// <summary>Commands that are due for the device now, repeated with growing pauses until its reports confirm them or they expire; none also where there is no such twin.</summary>
    ValueTask<IReadOnlyList<DeviceCommand>> TakeCommandsAsync(string id, CancellationToken cancellationToken);

    /// <summary>Sets desired readings; a null value withdraws one.</summary>
    ValueTask<WriteResult> SetDesiredAsync(string id, IReadOnlyDictionary<string, double?> desired, long? ifRevision, CancellationToken cancellationToken);

    /// <summary>All stations, the macro base station first where there is one.</summary>
    ValueTask<IReadOnlyList<StationSnapshot>> ListStationsAsync(CancellationToken cancellationToken);

    /// <summary>Who owned which subcarrier; null if unknown station or round. <paramref name="round"/> null is the last.</summary>
    ValueTask<AllocationSnapshot?> GetAllocationAsync(string station, int? round, CancellationToken cancellationToken);

    /// <summary>A version of a station's model; null if the station or the version is unknown, or nothing is learned. <paramref name="version"/> null is the newest.</summary>
    ValueTask<ModelSnapshot?> GetModelAsync(string station, int? version, CancellationToken cancellationToken);

    /// <summary>
    /// Finished rounds in order from <paramref name="fromRound"/> (1 or more), at most <paramref name="count"/>; <paramref name="station"/> null is the network's top aggregator.
    /// Without <paramref name="withDevices"/> their <see cref="RoundSnapshot.Devices"/> are empty: a list of rounds needs no row per device and round.
    /// </summary>
    ValueTask<IReadOnlyList<RoundSnapshot>> ListRoundsAsync(string? station, int fromRound, int count, bool withDevices, CancellationToken cancellationToken);

    /// <summary>Positions of the devices for the map.</summary>
    ValueTask<IReadOnlyList<DevicePosition>> ListPositionsAsync(CancellationToken cancellationToken);

    /// <summary>Events as they happen, from after <paramref name="afterId"/> where still held (0: only new ones). Ends when cancelled.</summary>
    IAsyncEnumerable<NetworkEvent> WatchAsync(long afterId, CancellationToken cancellationToken);
}

/// <summary>Which twins to list.</summary>
/// <param name="Station">Only of this station; null for all.</param>
/// <param name="Liveness">Only in this liveness; null for all.</param>
/// <param name="Drifting">Only (not) drifting; null for all.</param>
/// <param name="Contains">Only ids that contain this; null for all.</param>
/// <param name="Cursor">Last id of the page before; null for the first page.</param>
/// <param name="Limit">Page size, 1 to 1,000.</param>
public sealed record TwinFilter(
    string? Station = null,
    Liveness? Liveness = null,
    bool? Drifting = null,
    string? Contains = null,
    string? Cursor = null,
    int Limit = 100);

/// <summary>One page of twins.</summary>
/// <param name="Twins">In id order.</param>
/// <param name="Cursor">Give it back for the next page; null at the end.</param>
public sealed record TwinPage(IReadOnlyList<TwinSnapshot> Twins, string? Cursor);

/// <summary>A version of a station's model, for those who use it elsewhere.</summary>
/// <param name="Station">Station id.</param>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">Version; 0 is the initial model.</param>
/// <param name="SafeTensors">The parameters as a safetensors file.</param>
public sealed record ModelSnapshot(string Station, string Model, int Version, ReadOnlyMemory<byte> SafeTensors);

/// <summary>A device on the map.</summary>
/// <param name="Id">Device id.</param>
/// <param name="Station">Serving station.</param>
/// <param name="X">East, m.</param>
/// <param name="Y">North, m.</param>
/// <param name="Liveness">Liveness.</param>
/// <param name="Participated">Whether it took part in the last round.</param>
public readonly record struct DevicePosition(string Id, string Station, double X, double Y, Liveness Liveness, bool Participated);

/// <summary>Which part of a reading's history.</summary>
/// <param name="Reading">Reading name.</param>
/// <param name="From">From, inclusive.</param>
/// <param name="To">To, exclusive.</param>
/// <param name="Step">Zero for raw points, or a minute or an hour for aggregates.</param>
public sealed record HistoryQuery(string Reading, DateTimeOffset From, DateTimeOffset To, TimeSpan Step);

/// <summary>A reading's history.</summary>
/// <param name="Reading">Reading name.</param>
/// <param name="Points">In time order.</param>
public sealed record TwinHistory(string Reading, IReadOnlyList<HistoryPoint> Points);

/// <summary>One raw point (count 1) or one aggregate.</summary>
/// <param name="At">Time, or begin of the step.</param>
/// <param name="Mean">Mean.</param>
/// <param name="Min">Minimum.</param>
/// <param name="Max">Maximum.</param>
/// <param name="Count">Points in it.</param>
public readonly record struct HistoryPoint(DateTimeOffset At, double Mean, double Min, double Max, long Count);

/// <summary>How a write ended.</summary>
public enum WriteStatus
{
    /// <summary>Done.</summary>
    Accepted,

    /// <summary>A duplicate or an old sequence number: nothing changed.</summary>
    Duplicate,

    /// <summary>No such twin.</summary>
    NotFound,

    /// <summary>If-Match did not match the revision.</summary>
    Conflict,

    /// <summary>Bad input; the error names the field and the range.</summary>
    Invalid,
}

/// <summary>Outcome of a write.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Revision">The twin's revision now; 0 if there is none.</param>
/// <param name="LastSequence">The twin's last accepted sequence number.</param>
/// <param name="Field">The field at fault for <see cref="WriteStatus.Invalid"/>.</param>
/// <param name="Error">What is wrong and which range is allowed.</param>
public sealed record WriteResult(WriteStatus Status, long Revision, long LastSequence, string? Field = null, string? Error = null);
