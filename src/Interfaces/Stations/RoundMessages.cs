namespace Diten.Interfaces.Stations;

/// <summary>One finished round.</summary>
[GenerateSerializer, Immutable, Alias("diten.Round")]
public sealed record RoundMessage
{
    /// <summary>Station id.</summary>
    [Id(0)] public required string Station { get; init; }

    /// <summary>t, from 1.</summary>
    [Id(1)] public required int Round { get; init; }

    /// <summary>When it began.</summary>
    [Id(2)] public DateTimeOffset StartedAt { get; init; }

    /// <summary>Network time at which it began (sum of the rounds before), s.</summary>
    [Id(3)] public double StartSeconds { get; init; }

    /// <summary>Network time that it took: the slowest participant's T_i, s.</summary>
    [Id(4)] public double DurationSeconds { get; init; }

    /// <summary>Real time that it took, s.</summary>
    [Id(5)] public double RealSeconds { get; init; }

    /// <summary>Devices whose model was aggregated.</summary>
    [Id(6)] public int Participants { get; init; }

    /// <summary>Test accuracy of the version, 0..1; null if nobody told.</summary>
    [Id(7)] public double? Accuracy { get; init; }

    /// <summary>Test loss of the version; null if nobody told.</summary>
    [Id(8)] public double? Loss { get; init; }

    /// <summary>Energy, J.</summary>
    [Id(9)] public double EnergyJoules { get; init; }

    /// <summary>Bits of model updates.</summary>
    [Id(10)] public double ModelBits { get; init; }

    /// <summary>Bits of state reports.</summary>
    [Id(11)] public double StateBits { get; init; }

    /// <summary>max T_i, s.</summary>
    [Id(12)] public double MakespanSeconds { get; init; }

    /// <summary>T_ave (Eq. 26), s.</summary>
    [Id(13)] public double MeanSeconds { get; init; }

    /// <summary>Ψ (Eq. 36), s².</summary>
    [Id(14)] public double Psi { get; init; }

    /// <summary>Version after it.</summary>
    [Id(15)] public int ModelVersion { get; init; }

    /// <summary>Names of refusal reasons in the round.</summary>
    [Id(16)] public string[] RefusedReasons { get; init; } = [];

    /// <summary>Their counts.</summary>
    [Id(17)] public int[] RefusedCounts { get; init; } = [];

    /// <summary>One row per device that offered; empty in the brief form.</summary>
    [Id(18)] public IReadOnlyList<DeviceRoundMessage> Devices { get; init; } = [];

    /// <summary>Chosen but not arrived.</summary>
    [Id(19)] public string[] Missing { get; init; } = [];

    /// <summary>Certified lower bound on the makespan as believed, s; null if there was no allocation.</summary>
    [Id(20)] public double? LowerBoundSeconds { get; init; }

    /// <summary>ΣD_k, samples behind the updates that were aggregated.</summary>
    [Id(21)] public double Samples { get; init; }
}

/// <summary>What one device did in one round.</summary>
[GenerateSerializer, Immutable, Alias("diten.DeviceRound")]
public readonly record struct DeviceRoundMessage
{
    /// <summary>Device id.</summary>
    [Id(0)] public string Device { get; init; }

    /// <summary>Whether its model was aggregated.</summary>
    [Id(1)] public bool Participated { get; init; }

    /// <summary>T_cmp, s.</summary>
    [Id(2)] public double ComputeSeconds { get; init; }

    /// <summary>T_com, s.</summary>
    [Id(3)] public double TransmitSeconds { get; init; }

    /// <summary>E_cmp + E_com, J.</summary>
    [Id(4)] public double EnergyJoules { get; init; }

    /// <summary>Subcarriers held.</summary>
    [Id(5)] public int Subcarriers { get; init; }

    /// <summary>τ.</summary>
    [Id(6)] public double? UpdateWeight { get; init; }

    /// <summary>t − t_l.</summary>
    [Id(7)] public int Staleness { get; init; }

    /// <summary>Sequence number of its update; 0 if none was counted.</summary>
    [Id(8)] public long Update { get; init; }

    /// <summary>Registration epoch.</summary>
    [Id(9)] public int Epoch { get; init; }

    /// <summary>Rate on the subcarriers it was given, bit/s; 0 if none.</summary>
    [Id(10)] public double Rate { get; init; }
}

/// <summary>Who owned which subcarrier in one round.</summary>
[GenerateSerializer, Immutable, Alias("diten.Allocation")]
public sealed record AllocationMessage
{
    /// <summary>Station id.</summary>
    [Id(0)] public required string Station { get; init; }

    /// <summary>t.</summary>
    [Id(1)] public required int Round { get; init; }

    /// <summary>Participants.</summary>
    [Id(2)] public required string[] Devices { get; init; }

    /// <summary>Index into <see cref="Devices"/> per subcarrier, −1 where unused; length C0.</summary>
    [Id(3)] public required int[] Owner { get; init; }

    /// <summary>max T_i as believed, s.</summary>
    [Id(4)] public double MakespanSeconds { get; init; }

    /// <summary>Ψ as believed (Eq. 36), s².</summary>
    [Id(5)] public double Psi { get; init; }

    /// <summary>Certified lower bound on the makespan, s.</summary>
    [Id(6)] public double LowerBoundSeconds { get; init; }

    /// <summary>Time the allocator took, s.</summary>
    [Id(7)] public double DecisionSeconds { get; init; }
}
