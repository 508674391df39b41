namespace Diten.Grains.Twins;

/// <summary>
/// A twin in the store: flat, with versioned ids; the device id is the grain's key. Fields may be added with new ids, never
/// changed. It is made when it is written and let go when it is read: a resident twin holds Core's state only.
/// </summary>
[GenerateSerializer, Alias("diten.StoredTwin")]
internal sealed class StoredTwin
{
    [Id(0)] public string Station { get; set; } = "";
    [Id(1)] public int Epoch { get; set; }
    [Id(2)] public long Revision { get; set; }

    [Id(3)] public int ModelVersion { get; set; }
    [Id(4)] public double? PredictedRoundSeconds { get; set; }
    [Id(5)] public double? ObservedRoundSeconds { get; set; }
    [Id(6)] public double? RemainingUsefulLifeCycles { get; set; }
    [Id(7)] public double RelativeDeviation { get; set; }
    [Id(8)] public bool Drifting { get; set; }

    [Id(9)] public int Samples { get; set; }
    [Id(10)] public int[] ClassCounts { get; set; } = [];
    [Id(11)] public StoredReadings State { get; set; }
    [Id(12)] public StoredDesired[] Desired { get; set; } = [];
    [Id(13)] public StoredDelta[] Deltas { get; set; } = [];
    [Id(14)] public long Interactions { get; set; }
    [Id(15)] public long Commands { get; set; }
    [Id(16)] public DateTimeOffset At { get; set; }
    [Id(17)] public DateTimeOffset? HeardAt { get; set; }
    [Id(18)] public bool LastWill { get; set; }
    [Id(19)] public int Liveness { get; set; }
    [Id(20)] public long LastSequence { get; set; }
    [Id(21)] public long LastUpdate { get; set; }
    [Id(22)] public int RecordedRound { get; set; }

    [Id(23)] public int RoundsTaken { get; set; }
    [Id(24)] public int LastRound { get; set; }
    [Id(25)] public int Staleness { get; set; }
    [Id(26)] public double? UpdateWeight { get; set; }
    [Id(27)] public double EnergyJoules { get; set; }
    [Id(28)] public double Bits { get; set; }

    [Id(29)] public StoredLink[] Links { get; set; } = [];
    [Id(30)] public StoredHistory[] History { get; set; } = [];

    /// <summary>Sequence number of the last report in the history; −1 without one.</summary>
    [Id(31)] public long HistorySequence { get; set; } = -1;

    [Id(32)] public double FrequencyHz { get; set; }
    [Id(33)] public double SubcarrierRate { get; set; }
    [Id(34)] public double X { get; set; }
    [Id(35)] public double Y { get; set; }

    /// <summary>A handover that has begun and is not yet finished; null if there is none.</summary>
    [Id(36)] public StoredMove? Move { get; set; }

    /// <summary>A registration left behind at a station that could not be reached; null if there is none.</summary>
    [Id(37)] public StoredLeftover? Leftover { get; set; }

    /// <summary>The activation that wrote it, so that one can tell its own write of unknown outcome from another's.</summary>
    [Id(38)] public string Writer { get; set; } = "";

    [Id(39)] public double? UploadRate { get; set; }
}

/// <summary>Readings as columns, names in ordinal order.</summary>
[GenerateSerializer, Alias("diten.StoredReadings")]
internal readonly record struct StoredReadings([property: Id(0)] string[]? Names, [property: Id(1)] double[]? Values);

/// <summary>A desired reading.</summary>
[GenerateSerializer, Alias("diten.StoredDesired")]
internal readonly record struct StoredDesired(
    [property: Id(0)] string Name,
    [property: Id(1)] double Value,
    [property: Id(2)] bool Confirmed,
    [property: Id(3)] long Command,
    [property: Id(4)] int Attempts,
    [property: Id(5)] DateTimeOffset NextAttempt,
    [property: Id(6)] DateTimeOffset ExpiresAt);

/// <summary>An interaction Δs.</summary>
[GenerateSerializer, Alias("diten.StoredDelta")]
internal readonly record struct StoredDelta(
    [property: Id(0)] long Sequence,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string Kind,
    [property: Id(3)] StoredReadings Changes,
    [property: Id(4)] string Note);

/// <summary>A link.</summary>
[GenerateSerializer, Alias("diten.StoredLink")]
internal readonly record struct StoredLink(
    [property: Id(0)] string Device,
    [property: Id(1)] string Kind,
    [property: Id(2)] long HeardRevision,
    [property: Id(3)] StoredReadings Known);

/// <summary>One reading's history, each part oldest first; the aggregates are those of points that the raw ring has dropped.</summary>
[GenerateSerializer, Alias("diten.StoredHistory")]
internal readonly record struct StoredHistory(
    [property: Id(0)] string Reading,
    [property: Id(1)] long[] RawTicks,
    [property: Id(2)] double[] RawValues,
    [property: Id(3)] StoredBuckets Minutes,
    [property: Id(4)] StoredBuckets Hours);

/// <summary>Aggregates as columns.</summary>
[GenerateSerializer, Alias("diten.StoredBuckets")]
internal readonly record struct StoredBuckets(
    [property: Id(0)] int[] Index,
    [property: Id(1)] int[] Count,
    [property: Id(2)] double[] Min,
    [property: Id(3)] double[] Max,
    [property: Id(4)] double[] Sum);

/// <summary>A handover under way.</summary>
/// <param name="Station">Where to.</param>
/// <param name="Counterpart">Twin in the old cell that stays linked; null for none.</param>
[GenerateSerializer, Immutable, Alias("diten.StoredMove")]
internal sealed record StoredMove([property: Id(0)] string Station, [property: Id(1)] string? Counterpart);

/// <summary>A registration that its station has not yet been told is over.</summary>
/// <param name="Station">The station.</param>
/// <param name="Epoch">The epoch of the registration.</param>
[GenerateSerializer, Immutable, Alias("diten.StoredLeftover")]
internal sealed record StoredLeftover([property: Id(0)] string Station, [property: Id(1)] int Epoch);
