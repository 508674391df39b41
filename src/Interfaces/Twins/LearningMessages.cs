namespace Diten.Interfaces.Twins;

/// <summary>A device offers its update (Alg. 1), with its view of the radio.</summary>
[GenerateSerializer, Immutable, Alias("diten.Offer")]
public sealed record OfferMessage
{
    /// <summary>The open round t.</summary>
    [Id(0)] public required int Round { get; init; }

    /// <summary>τ (Eq. 21), finite, 0 or more.</summary>
    [Id(1)] public required double UpdateWeight { get; init; }

    /// <summary>f_i now, Hz, above 0.</summary>
    [Id(2)] public required double FrequencyHz { get; init; }

    /// <summary>SNR per coherence block of subcarriers, linear, finite, 0 or more; empty: the station takes the device's mean rate.</summary>
    [Id(3)] public float[] BlockSnr { get; init; } = [];

    /// <summary>Registration epoch.</summary>
    [Id(4)] public required int Epoch { get; init; }

    /// <summary>E_cmp spent on the training for this round (Eq. 9), J, finite, 0 or more: those who do not send have spent it too.</summary>
    [Id(5)] public double ComputeJoules { get; init; }
}

/// <summary>What is said to an offer.</summary>
[GenerateSerializer, Alias("diten.OfferCode")]
public enum OfferCode
{
    /// <summary>Refused; see the reason.</summary>
    Refused = 0,

    /// <summary>Noted; decided when the offers are closed.</summary>
    Pending = 1,

    /// <summary>Send the model.</summary>
    TakePart = 2,

    /// <summary>Send only the state and go on training.</summary>
    GoOn = 3,
}

/// <summary>Answer to an offer.</summary>
[GenerateSerializer, Immutable, Alias("diten.OfferReply")]
public sealed record OfferReply
{
    /// <summary>Decision.</summary>
    [Id(0)] public required OfferCode Code { get; init; }

    /// <summary>Why, if refused; the names of the refusal reasons.</summary>
    [Id(1)] public string? Reason { get; init; }

    /// <summary>The station's round now.</summary>
    [Id(2)] public int Round { get; init; }

    /// <summary>The station that answered; another than the device thinks after a handover.</summary>
    [Id(3)] public string Station { get; init; } = "";

    /// <summary>The twin's registration epoch.</summary>
    [Id(4)] public int Epoch { get; init; }
}

/// <summary>What a device did in one round of its station.</summary>
[GenerateSerializer, Immutable, Alias("diten.RoundRecord")]
public sealed record RoundRecordMessage
{
    /// <summary>Registration epoch.</summary>
    [Id(0)] public required int Epoch { get; init; }

    /// <summary>t.</summary>
    [Id(1)] public required int Round { get; init; }

    /// <summary>Whether its model was aggregated.</summary>
    [Id(2)] public required bool TookPart { get; init; }

    /// <summary>Sequence number of its update.</summary>
    [Id(3)] public long Update { get; init; }

    /// <summary>t − t_l.</summary>
    [Id(4)] public int Staleness { get; init; }

    /// <summary>τ.</summary>
    [Id(5)] public double? UpdateWeight { get; init; }

    /// <summary>Version it holds after the round; null if it kept its own.</summary>
    [Id(6)] public int? ModelVersion { get; init; }

    /// <summary>Measured T_i, s.</summary>
    [Id(7)] public double? ObservedSeconds { get; init; }

    /// <summary>Energy of the round, J.</summary>
    [Id(8)] public double EnergyJoules { get; init; }

    /// <summary>Model bits sent.</summary>
    [Id(9)] public double Bits { get; init; }

    /// <summary>ξ_i of the station's scenario, cycles/sample, for the next prediction.</summary>
    [Id(10)] public double CyclesPerSample { get; init; }

    /// <summary>L_w, bit, for the next prediction.</summary>
    [Id(11)] public double ModelBits { get; init; }

    /// <summary>Rate expected on the device's subcarriers in the next round, bit/s.</summary>
    [Id(12)] public double ExpectedRate { get; init; }

    /// <summary>T_cmp expected at the frequency offered, s; null, as the three below, if the round's parts are not known.</summary>
    [Id(13)] public double? ExpectedComputeSeconds { get; init; }

    /// <summary>T_cmp as it was, s.</summary>
    [Id(14)] public double? ComputeSeconds { get; init; }

    /// <summary>T_com expected over the subcarriers given, s.</summary>
    [Id(15)] public double? ExpectedTransmitSeconds { get; init; }

    /// <summary>T_com as it was, s.</summary>
    [Id(16)] public double? TransmitSeconds { get; init; }
}
