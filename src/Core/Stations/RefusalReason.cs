namespace Diten.Core.Stations;

/// <summary>Why a station refused an offer or an update.</summary>
public enum RefusalReason
{
    /// <summary>Nothing was refused.</summary>
    None,

    /// <summary>Not registered with this station (any more).</summary>
    UnknownDevice,

    /// <summary>The message belongs to a registration that a handover has ended.</summary>
    OldEpoch,

    /// <summary>The station is not in the phase for it: no round is open, or the offers are closed.</summary>
    Closed,

    /// <summary>For a round that has not begun, or from a model version that does not exist yet.</summary>
    FutureRound,

    /// <summary>For a round that is over, or a sequence number older than one already counted.</summary>
    PastRound,

    /// <summary>The device took part in the open round already, here or at the station it comes from.</summary>
    AlreadyTookPart,

    /// <summary>Trained from a model version too far behind.</summary>
    TooStale,

    /// <summary>After the deadline.</summary>
    Late,

    /// <summary>The device was not chosen in this round.</summary>
    NotSelected,

    /// <summary>Not the model's number of parameters.</summary>
    WrongShape,

    /// <summary>A parameter, or an offer's τ, is NaN or infinite; or τ is negative.</summary>
    NotFinite,

    /// <summary>The norm, or the relative change, is above its bound.</summary>
    NormOutOfBounds,

    /// <summary>The parameters are not where the message says, or not what it says.</summary>
    Damaged,
}

/// <summary>Refusals counted by reason.</summary>
public sealed class RefusalCounts
{
    private static readonly string[] s_names =
        ["none", "unknown-device", "old-epoch", "closed", "future-round", "past-round", "already-took-part", "too-stale", "late", "not-selected", "wrong-shape", "not-finite", "norm-out-of-bounds", "damaged"];

    private readonly long[] _counts = new long[s_names.Length];

    /// <summary>The names of all reasons, in the order of their codes.</summary>
    public static IEnumerable<string> Names => s_names.Skip(1);

    /// <summary>How often a reason was given.</summary>
    public long this[RefusalReason reason] => _counts[(int)reason];

    /// <summary>Sum over all reasons.</summary>
    public long Total => _counts.Sum();

    /// <summary>The reason's name in snapshots and metrics, for example <c>not-selected</c>.</summary>
    public static string NameOf(RefusalReason reason) => s_names[(int)reason];

    /// <summary>The reasons given at least once, by name.</summary>
    public IReadOnlyDictionary<string, long> ByName()
    {
        var named = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 1; i < _counts.Length; i++)
        {
            if (_counts[i] > 0) named[s_names[i]] = _counts[i];
        }

        return named;
    }

    /// <summary>Counts for people, for example <c>2 late, 1 wrong-shape</c>.</summary>
    /// <param name="counts">Reasons by name.</param>
    public static string TextOf(IReadOnlyDictionary<string, long> counts) => string.Join(", ", counts.Select(count => $"{count.Value} {count.Key}"));

    /// <summary>Adds to a reason; for loading a stored state, and for drivers that refuse by themselves.</summary>
    public void Add(RefusalReason reason, long count = 1) => _counts[(int)reason] += count;

    internal void Clear() => Array.Clear(_counts);
}
