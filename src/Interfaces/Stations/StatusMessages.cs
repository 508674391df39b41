using Diten.Interfaces.Models;

namespace Diten.Interfaces.Stations;

/// <summary>Where a station stands; the same words as the state machine.</summary>
[GenerateSerializer, Alias("diten.StationPhase")]
public enum PhaseCode
{
    /// <summary>No round yet.</summary>
    Idle = 0,

    /// <summary>Devices offer.</summary>
    CollectingOffers = 1,

    /// <summary>Models arrive.</summary>
    Uploading = 2,

    /// <summary>The buffer is being aggregated.</summary>
    Aggregating = 3,

    /// <summary>The round is over.</summary>
    Aggregated = 4,
}

/// <summary>A station's announcement: round, phase and newest model. Parameters are pulled by those who want them.</summary>
[GenerateSerializer, Immutable, Alias("diten.StationStatus")]
public sealed record StationStatusMessage
{
    /// <summary>Station id.</summary>
    [Id(0)] public required string Station { get; init; }

    /// <summary>Grows with every announcement; give it to Watch. Starts anew, larger, after the station moved.</summary>
    [Id(1)] public required long Sequence { get; init; }

    /// <summary>t.</summary>
    [Id(2)] public int Round { get; init; }

    /// <summary>Phase.</summary>
    [Id(3)] public PhaseCode Phase { get; init; }

    /// <summary>The newest model; null before it is configured.</summary>
    [Id(4)] public ModelReferenceMessage? Model { get; init; }

    /// <summary>When the phase ends by itself; null for never.</summary>
    [Id(5)] public DateTimeOffset? Deadline { get; init; }

    /// <summary>Scale of τ: r/f below it counts as it, bit/cycle.</summary>
    [Id(6)] public double LowerRatio { get; init; }

    /// <summary>Scale of τ: r/f above it counts as it, bit/cycle.</summary>
    [Id(7)] public double UpperRatio { get; init; } = double.MaxValue;

    /// <summary>Scale of τ: what r/f is divided by, bit/cycle.</summary>
    [Id(8)] public double RatioScale { get; init; } = 1;

    /// <summary>Registered devices (base stations, for the macro base station).</summary>
    [Id(9)] public int Members { get; init; }

    /// <summary>Offers in the round.</summary>
    [Id(10)] public int Offers { get; init; }

    /// <summary>Updates waiting for aggregation.</summary>
    [Id(11)] public int Buffered { get; init; }

    /// <summary>Chosen members still awaited.</summary>
    [Id(12)] public int Awaited { get; init; }

    /// <summary>Names of refusal reasons since it was made.</summary>
    [Id(13)] public string[] RefusedReasons { get; init; } = [];

    /// <summary>Their counts.</summary>
    [Id(14)] public long[] RefusedCounts { get; init; } = [];

    /// <summary>Updates acknowledged again without being counted again.</summary>
    [Id(15)] public long Resent { get; init; }

    /// <summary>Wanted participants.</summary>
    [Id(16)] public int Participants { get; init; }

    /// <summary>Last finished round.</summary>
    [Id(17)] public int FinishedRound { get; init; }

    /// <summary>Trace of the newest round as W3C's <c>traceparent</c>, for what is done for the round; null if it is not traced.</summary>
    [Id(18)] public string? TraceParent { get; init; }

    /// <summary>Members whose offers are not waited for until they are heard again.</summary>
    [Id(19)] public int Away { get; init; }
}
