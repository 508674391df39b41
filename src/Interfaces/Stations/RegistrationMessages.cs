namespace Diten.Interfaces.Stations;

/// <summary>A registration, or the ticket of a handover.</summary>
[GenerateSerializer, Immutable, Alias("diten.Registration")]
public sealed record RegistrationMessage
{
    /// <summary>Device id.</summary>
    [Id(0)] public required string Device { get; init; }

    /// <summary>Epoch of the registration, 1 or more.</summary>
    [Id(1)] public required int Epoch { get; init; }

    /// <summary>D_i, samples, above 0.</summary>
    [Id(2)] public required double Samples { get; init; }

    /// <summary>Sequence number of its last counted update.</summary>
    [Id(3)] public long LastUpdate { get; init; }

    /// <summary>t − t_l.</summary>
    [Id(4)] public int Staleness { get; init; } = 1;

    /// <summary>Rounds it took part in.</summary>
    [Id(5)] public int RoundsTaken { get; init; }

    /// <summary>f_i, Hz; 0 if not known.</summary>
    [Id(6)] public double FrequencyHz { get; init; }

    /// <summary>Mean rate on one subcarrier, bit/s; 0 if not known.</summary>
    [Id(7)] public double SubcarrierRate { get; init; }
}

/// <summary>Answer to a registration.</summary>
[GenerateSerializer, Immutable, Alias("diten.RegistrationReply")]
public sealed record RegistrationReply
{
    /// <summary>False if a newer registration is here or the values are bad.</summary>
    [Id(0)] public required bool Accepted { get; init; }

    /// <summary>t_l on this station's count.</summary>
    [Id(1)] public int LastRound { get; init; }

    /// <summary>The round now.</summary>
    [Id(2)] public int Round { get; init; }

    /// <summary>Sequence number of its last counted update.</summary>
    [Id(3)] public long LastUpdate { get; init; }

    /// <summary>What is wrong; null if accepted.</summary>
    [Id(4)] public string? Error { get; init; }
}
