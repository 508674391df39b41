using Diten.Interfaces.Twins;

namespace Diten.Interfaces.Stations;

/// <summary>An offer with what the device's twin knows of it.</summary>
[GenerateSerializer, Immutable, Alias("diten.StationOffer")]
public sealed record StationOfferMessage
{
    /// <summary>Device id.</summary>
    [Id(0)] public required string Device { get; init; }

    /// <summary>Registration epoch.</summary>
    [Id(1)] public required int Epoch { get; init; }

    /// <summary>t.</summary>
    [Id(2)] public required int Round { get; init; }

    /// <summary>τ (Eq. 21).</summary>
    [Id(3)] public required double UpdateWeight { get; init; }

    /// <summary>f_i, Hz, above 0.</summary>
    [Id(4)] public required double FrequencyHz { get; init; }

    /// <summary>D_i, samples.</summary>
    [Id(5)] public required double Samples { get; init; }

    /// <summary>SNR per coherence block, linear; empty: the mean rate counts.</summary>
    [Id(6)] public float[] BlockSnr { get; init; } = [];

    /// <summary>E_cmp spent on the training for this round, J.</summary>
    [Id(7)] public double ComputeJoules { get; init; }
}

/// <summary>What a device may do in a round.</summary>
[GenerateSerializer, Immutable, Alias("diten.Grant")]
public sealed record GrantMessage
{
    /// <summary>The round asked for.</summary>
    [Id(0)] public required int Round { get; init; }

    /// <summary>Decision; Refused if that round is over.</summary>
    [Id(1)] public required OfferCode Code { get; init; }

    /// <summary>Its subcarriers, 0..C0-1, in order.</summary>
    [Id(2)] public int[] Subcarriers { get; init; } = [];

    /// <summary>Rate on them as the station believes, bit/s.</summary>
    [Id(3)] public double Rate { get; init; }

    /// <summary>Until when the model is taken; null for no limit.</summary>
    [Id(4)] public DateTimeOffset? Deadline { get; init; }
}

/// <summary>A device sends its model.</summary>
[GenerateSerializer, Immutable, Alias("diten.Upload")]
public sealed record UploadMessage
{
    /// <summary>Device id.</summary>
    [Id(0)] public required string Device { get; init; }

    /// <summary>Registration epoch.</summary>
    [Id(1)] public required int Epoch { get; init; }

    /// <summary>The round in which it was chosen.</summary>
    [Id(2)] public required int Round { get; init; }

    /// <summary>The device's own count of updates; a resend has the same.</summary>
    [Id(3)] public required long Sequence { get; init; }

    /// <summary>Version it was trained from.</summary>
    [Id(4)] public required int BaseVersion { get; init; }

    /// <summary>w_k as little-endian single floats, up to 1 MB; null if it was put into the model store under <see cref="Hash"/>.</summary>
    [Id(5)] public byte[]? Parameters { get; init; }

    /// <summary>SHA-256 of the parameters' bytes, hex, if they are in the model store.</summary>
    [Id(6)] public string? Hash { get; init; }

    /// <summary>Bytes of the parameters.</summary>
    [Id(7)] public long Bytes { get; init; }

    /// <summary>T_cmp as it was, s.</summary>
    [Id(8)] public double ComputeSeconds { get; init; }

    /// <summary>T_com as it was, s.</summary>
    [Id(9)] public double TransmitSeconds { get; init; }

    /// <summary>E_cmp + E_com, J.</summary>
    [Id(10)] public double EnergyJoules { get; init; }
}

/// <summary>How an upload ended.</summary>
[GenerateSerializer, Alias("diten.UploadCode")]
public enum UploadCode
{
    /// <summary>Refused; see the reason.</summary>
    Refused = 0,

    /// <summary>Taken; it will be in the aggregate, once.</summary>
    Accepted = 1,

    /// <summary>Was taken before; not counted again.</summary>
    AlreadyCounted = 2,
}

/// <summary>Answer to an upload.</summary>
[GenerateSerializer, Immutable, Alias("diten.UploadReply")]
public sealed record UploadReply
{
    /// <summary>How it ended.</summary>
    [Id(0)] public required UploadCode Code { get; init; }

    /// <summary>Why, if refused.</summary>
    [Id(1)] public string? Reason { get; init; }

    /// <summary>Chosen members still awaited.</summary>
    [Id(2)] public int Awaited { get; init; }
}

/// <summary>A base station's aggregate for the macro base station.</summary>
[GenerateSerializer, Immutable, Alias("diten.MacroUpload")]
public sealed record MacroUploadMessage
{
    /// <summary>Base station id.</summary>
    [Id(0)] public required string Station { get; init; }

    /// <summary>Its own round; the sequence number of the update.</summary>
    [Id(1)] public required int StationRound { get; init; }

    /// <summary>D_m, samples behind it, above 0.</summary>
    [Id(2)] public required double Samples { get; init; }

    /// <summary>Where its model is.</summary>
    [Id(3)] public required Models.ModelReferenceMessage Model { get; init; }

    /// <summary>T of the way there (Eq. 18, 19), s.</summary>
    [Id(4)] public double TransmitSeconds { get; init; }
}
