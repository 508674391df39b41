using Diten.Core.Network;

namespace Diten.Core.Twins;

/// <summary>
/// Γ(M, D, s, Δs, t) of one device (Eq. (1)): plain immutable values, so that a store can map it; transitions are in
/// <see cref="Twin"/>. Only <see cref="History"/> is a buffer that transitions append to in place: go on from the newest
/// state only. A resting twin with a handful of readings takes well under 4 KB.
/// </summary>
public sealed record TwinState
{
    /// <summary>Device id, unique in the network.</summary>
    public required string Id { get; init; }

    /// <summary>Base station that serves it.</summary>
    public required string Station { get; init; }

    /// <summary>Epoch of its registration; grows with each handover. 1 at first.</summary>
    public int Epoch { get; init; } = 1;

    /// <summary>Grows by one with every change; the ETag. 1 at first.</summary>
    public long Revision { get; init; } = 1;

    /// <summary>M: the model reference and what the twin predicts with it.</summary>
    public TwinModel Model { get; init; } = new(0, null, null, null, 0);

    /// <summary>Whether prediction and report deviate persistently.</summary>
    public bool Drifting { get; init; }

    /// <summary>Smoothed r_i over the subcarriers that its station gave it so far, bit/s; null before the first upload there.</summary>
    public double? UploadRate { get; init; }

    /// <summary>D: size of the device's own training set, samples.</summary>
    public int Samples { get; init; }

    /// <summary>D: samples per class, if the device told them.</summary>
    public IReadOnlyList<int> ClassCounts { get; init; } = [];

    /// <summary>D: bounded history of the readings; null before the first report.</summary>
    public TwinHistories? History { get; init; }

    /// <summary>s: last reported readings, SI units.</summary>
    public Readings State { get; init; } = Readings.Empty;

    /// <summary>Desired readings, in ordinal order of names.</summary>
    public IReadOnlyList<DesiredReading> Desired { get; init; } = [];

    /// <summary>Δs: the latest interactions, newest first.</summary>
    public IReadOnlyList<TwinDelta> Deltas { get; init; } = [];

    /// <summary>Interactions so far; numbers the deltas.</summary>
    public long Interactions { get; init; }

    /// <summary>Commands so far; numbers them.</summary>
    public long Commands { get; init; }

    /// <summary>t: device time of the last report; the time it was made before the first.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>When the device was last heard, on the twin's own clock; null for never.</summary>
    public DateTimeOffset? HeardAt { get; init; }

    /// <summary>Whether the device's last will has arrived since it was last heard.</summary>
    public bool LastWill { get; init; }

    /// <summary>Liveness that was last told to watchers; see <see cref="Twin.NoticeLiveness"/>.</summary>
    public Liveness Liveness { get; init; }

    /// <summary>Sequence number of the last accepted report; 0 if none.</summary>
    public long LastSequence { get; init; }

    /// <summary>Sequence number of the last counted model update; 0 if none.</summary>
    public long LastUpdate { get; init; }

    /// <summary>Last round of its station that was recorded; 0 if none since it came there.</summary>
    public int RecordedRound { get; init; }

    /// <summary>Its part in federated learning.</summary>
    public TwinLearning Learning { get; init; } = new(0, 0, 0, null, 0, 0);

    /// <summary>Twins that it tells of its changes, in ordinal order of ids.</summary>
    public IReadOnlyList<LinkedTwin> Links { get; init; } = [];
}

/// <summary>Where a desired reading stands.</summary>
public enum DesiredStatus
{
    /// <summary>Not yet reported by the device.</summary>
    Pending,

    /// <summary>Reported by the device.</summary>
    Confirmed,
}

/// <summary>A desired reading.</summary>
/// <param name="Name">Reading.</param>
/// <param name="Value">Desired value, SI unit.</param>
/// <param name="Status">Pending or confirmed.</param>
/// <param name="Command">Number of the command that carries it; the same for its repetitions.</param>
/// <param name="Attempts">Times the command was sent.</param>
/// <param name="NextAttempt">When to send (again).</param>
/// <param name="ExpiresAt">When to give up.</param>
public sealed record DesiredReading(string Name, double Value, DesiredStatus Status, long Command, int Attempts, DateTimeOffset NextAttempt, DateTimeOffset ExpiresAt)
{
    /// <summary>Whether it was not confirmed in time, so that it is not desired any more, whether anybody has noted that or not.</summary>
    public bool HasExpired(DateTimeOffset now) => Status == DesiredStatus.Pending && ExpiresAt <= now;
}

/// <summary>What a twin knows of one that it is linked with.</summary>
/// <param name="Id">The other twin.</param>
/// <param name="Kind"><see cref="LinkKinds"/>.</param>
/// <param name="HeardRevision">Its newest revision heard of; 0 if none.</param>
/// <param name="Known">Its readings, as far as it told them.</param>
public sealed record LinkedTwin(string Id, string Kind, long HeardRevision, Readings Known);

/// <summary>Kinds of links.</summary>
public static class LinkKinds
{
    /// <summary>A device near enough to disturb or to be disturbed on the radio.</summary>
    public const string RadioNeighbour = "radio-neighbour";

    /// <summary>The twin in the former cell that goes on being told after a handover.</summary>
    public const string HandoverCounterpart = "handover-counterpart";
}
