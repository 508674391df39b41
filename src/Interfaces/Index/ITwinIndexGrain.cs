using Orleans.Concurrency;

namespace Diten.Interfaces.Index;

/// <summary>
/// One shard of the index of twins; the key is the shard's number, see <see cref="IndexShards"/>. What a list shows of a twin
/// is at most <see cref="IndexShards.StalenessSeconds"/> s behind the twin; a read by id is never behind.
/// </summary>
[Alias("diten.ITwinIndexGrain")]
public interface ITwinIndexGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Twins tell what they look like. An entry with an older revision than the one held changes nothing, unless its device was
    /// heard later. New twins, and changes that would not be told again by themselves (station, last will, links, position), are
    /// in the store when this answers; revisions and times follow at leisure.
    /// </summary>
    [Alias("Upsert")]
    [AlwaysInterleave]
    Task UpsertAsync(IReadOnlyList<IndexEntryMessage> entries);

    /// <summary>
    /// The same, and answers who took it: a name of this activation of the shard. A caller that hears another name than before
    /// tells again what it told since the last <c>IndexRefreshInterval</c>, because the shard that took it was lost with its silo,
    /// perhaps before revisions and times were stored.
    /// </summary>
    [Alias("Tell")]
    [AlwaysInterleave]
    Task<string> TellAsync(IReadOnlyList<IndexEntryMessage> entries);

    /// <summary>
    /// Takes a twin's entry away; it is gone from the store when this answers. What <see cref="TellAsync"/> still brings of the
    /// twin from then on was under way, and changes nothing until <see cref="UpsertAsync"/> brings it anew.
    /// </summary>
    [Alias("Remove")]
    [AlwaysInterleave]
    Task RemoveAsync(string device);

    /// <summary>Entries of this shard in ordinal order of ids after the cursor that fit the filter, at most as many as asked for.</summary>
    [Alias("List")]
    [ReadOnly, AlwaysInterleave]
    Task<IReadOnlyList<IndexEntryMessage>> ListAsync(IndexQueryMessage query);

    /// <summary>Number of twins by liveness, in the order of its codes.</summary>
    [Alias("Count")]
    [ReadOnly, AlwaysInterleave]
    Task<long[]> CountAsync();
}

/// <summary>How the index is cut.</summary>
public static class IndexShards
{
    /// <summary>Shards; part of the stored layout.</summary>
    public const int Count = 16;

    /// <summary>Bound on how far a list may be behind, s.</summary>
    public const double StalenessSeconds = 5;

    /// <summary>Shard of a device id: FNV-1a of its UTF-16 units.</summary>
    public static int Of(string device)
    {
        ArgumentNullException.ThrowIfNull(device);
        var hash = 2166136261u;
        foreach (var unit in device) hash = unchecked((hash ^ unit) * 16777619u);
        return (int)(hash % Count);
    }
}

/// <summary>What the index holds of a twin.</summary>
[GenerateSerializer, Immutable, Alias("diten.IndexEntry")]
public sealed record IndexEntryMessage
{
    /// <summary>Device id.</summary>
    [Id(0)] public required string Device { get; init; }

    /// <summary>Revision.</summary>
    [Id(1)] public required long Revision { get; init; }

    /// <summary>Serving station.</summary>
    [Id(2)] public required string Station { get; init; }

    /// <summary>When the device was last heard; null for never.</summary>
    [Id(3)] public DateTimeOffset? HeardAt { get; init; }

    /// <summary>Whether its last will arrived since.</summary>
    [Id(4)] public bool LastWill { get; init; }

    /// <summary>Whether it drifts.</summary>
    [Id(5)] public bool Drifting { get; init; }

    /// <summary>East, m.</summary>
    [Id(6)] public double X { get; init; }

    /// <summary>North, m.</summary>
    [Id(7)] public double Y { get; init; }

    /// <summary>Last round it took part in.</summary>
    [Id(8)] public int LastRound { get; init; }

    /// <summary>Whether it has links, so that others want to know when it falls silent.</summary>
    [Id(9)] public bool Linked { get; init; }
}

/// <summary>Which entries.</summary>
[GenerateSerializer, Immutable, Alias("diten.IndexQuery")]
public sealed record IndexQueryMessage
{
    /// <summary>Only of this station; null for all.</summary>
    [Id(0)] public string? Station { get; init; }

    /// <summary>Only in this liveness (0 unknown, 1 online, 2 stale, 3 offline); null for all.</summary>
    [Id(1)] public int? Liveness { get; init; }

    /// <summary>Only (not) drifting; null for all.</summary>
    [Id(2)] public bool? Drifting { get; init; }

    /// <summary>Only ids that contain this; null for all.</summary>
    [Id(3)] public string? Contains { get; init; }

    /// <summary>Only ids after this; null from the start.</summary>
    [Id(4)] public string? After { get; init; }

    /// <summary>At most so many, 1 or more.</summary>
    [Id(5)] public int Limit { get; init; } = 100;
}
