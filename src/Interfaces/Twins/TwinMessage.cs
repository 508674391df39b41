namespace Diten.Interfaces.Twins;

/// <summary>All of a twin at one revision.</summary>
[GenerateSerializer, Immutable, Alias("diten.Twin")]
public sealed record TwinMessage
{
    /// <summary>Device id.</summary>
    [Id(0)] public required string Device { get; init; }

    /// <summary>Revision.</summary>
    [Id(1)] public required long Revision { get; init; }

    /// <summary>Serving station.</summary>
    [Id(2)] public required string Station { get; init; }

    /// <summary>M: global model version that the device holds.</summary>
    [Id(3)] public int ModelVersion { get; init; }

    /// <summary>M: predicted T_i, s.</summary>
    [Id(4)] public double? PredictedRoundSeconds { get; init; }

    /// <summary>M: last measured T_i, s.</summary>
    [Id(5)] public double? ObservedRoundSeconds { get; init; }

    /// <summary>M: predicted remaining useful life, cycles.</summary>
    [Id(6)] public double? RemainingUsefulLifeCycles { get; init; }

    /// <summary>M: smoothed relative deviation of the prediction.</summary>
    [Id(7)] public double RelativeDeviation { get; init; }

    /// <summary>D: D_i, samples.</summary>
    [Id(8)] public int Samples { get; init; }

    /// <summary>D: raw points held.</summary>
    [Id(9)] public int HistoryPoints { get; init; }

    /// <summary>D: samples per class.</summary>
    [Id(10)] public IReadOnlyList<int> ClassCounts { get; init; } = [];

    /// <summary>s: names of the readings.</summary>
    [Id(11)] public string[] StateNames { get; init; } = [];

    /// <summary>s: their values, SI units.</summary>
    [Id(12)] public double[] StateValues { get; init; } = [];

    /// <summary>Names of the desired readings.</summary>
    [Id(13)] public string[] DesiredNames { get; init; } = [];

    /// <summary>Their values.</summary>
    [Id(14)] public double[] DesiredValues { get; init; } = [];

    /// <summary>Δs: latest interactions, newest first.</summary>
    [Id(15)] public IReadOnlyList<DeltaMessage> Deltas { get; init; } = [];

    /// <summary>t: time of the last report.</summary>
    [Id(16)] public DateTimeOffset At { get; init; }

    /// <summary>Sequence number of the last accepted report.</summary>
    [Id(17)] public long LastSequence { get; init; }

    /// <summary>Liveness as the port counts it: 0 unknown, 1 online, 2 stale, 3 offline.</summary>
    [Id(18)] public int Liveness { get; init; }

    /// <summary>Whether prediction and report deviate persistently.</summary>
    [Id(19)] public bool Drifting { get; init; }

    /// <summary>Ids of linked twins.</summary>
    [Id(20)] public string[] LinkIds { get; init; } = [];

    /// <summary>Kinds of those links.</summary>
    [Id(21)] public string[] LinkKinds { get; init; } = [];

    /// <summary>Rounds it took part in.</summary>
    [Id(22)] public int RoundsTaken { get; init; }

    /// <summary>t_l.</summary>
    [Id(23)] public int LastRound { get; init; }

    /// <summary>t − t_l.</summary>
    [Id(24)] public int Staleness { get; init; }

    /// <summary>τ of the last offer.</summary>
    [Id(25)] public double? UpdateWeight { get; init; }

    /// <summary>Energy so far, J.</summary>
    [Id(26)] public double EnergyJoules { get; init; }

    /// <summary>Model bits so far.</summary>
    [Id(27)] public double Bits { get; init; }

    /// <summary>Registration epoch.</summary>
    [Id(28)] public int Epoch { get; init; }

    /// <summary>East of the plant's centre, m.</summary>
    [Id(29)] public double X { get; init; }

    /// <summary>North of the plant's centre, m.</summary>
    [Id(30)] public double Y { get; init; }
}

/// <summary>One interaction Δs.</summary>
[GenerateSerializer, Immutable, Alias("diten.Delta")]
public sealed record DeltaMessage
{
    /// <summary>Interaction number.</summary>
    [Id(0)] public required long Sequence { get; init; }

    /// <summary>When.</summary>
    [Id(1)] public required DateTimeOffset At { get; init; }

    /// <summary>Kind.</summary>
    [Id(2)] public required string Kind { get; init; }

    /// <summary>Readings that changed.</summary>
    [Id(3)] public required string[] Names { get; init; }

    /// <summary>Their values.</summary>
    [Id(4)] public required double[] Values { get; init; }

    /// <summary>One line for people.</summary>
    [Id(5)] public required string Note { get; init; }
}

/// <summary>Which part of a reading's history.</summary>
[GenerateSerializer, Immutable, Alias("diten.HistoryQuery")]
public sealed record HistoryQueryMessage
{
    /// <summary>Reading name.</summary>
    [Id(0)] public required string Reading { get; init; }

    /// <summary>From, inclusive.</summary>
    [Id(1)] public required DateTimeOffset From { get; init; }

    /// <summary>To, exclusive.</summary>
    [Id(2)] public required DateTimeOffset To { get; init; }

    /// <summary>Zero for raw points, or a minute or an hour.</summary>
    [Id(3)] public TimeSpan Step { get; init; }
}

/// <summary>A reading's history, as columns of equal length.</summary>
[GenerateSerializer, Immutable, Alias("diten.History")]
public sealed record HistoryMessage
{
    /// <summary>Reading name.</summary>
    [Id(0)] public required string Reading { get; init; }

    /// <summary>Time, or begin of the step.</summary>
    [Id(1)] public required DateTimeOffset[] At { get; init; }

    /// <summary>Means.</summary>
    [Id(2)] public required double[] Mean { get; init; }

    /// <summary>Minima.</summary>
    [Id(3)] public required double[] Min { get; init; }

    /// <summary>Maxima.</summary>
    [Id(4)] public required double[] Max { get; init; }

    /// <summary>Points in each.</summary>
    [Id(5)] public required long[] Count { get; init; }

    /// <summary>What is wrong with the query, naming the field and the range; null if nothing.</summary>
    [Id(6)] public string? Error { get; init; }
}
