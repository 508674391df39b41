namespace Diten.Interfaces.Twins;

/// <summary>A device registers.</summary>
[GenerateSerializer, Immutable, Alias("diten.RegisterDevice")]
public sealed record RegisterDeviceMessage
{
    /// <summary>Station that serves it, for example <c>bs-1</c>.</summary>
    [Id(0)] public required string Station { get; init; }

    /// <summary>D_i, samples, 1 or more; 0 for a machine that takes no part in learning, of which no station is told.</summary>
    [Id(1)] public required int Samples { get; init; }

    /// <summary>Samples per class if the device tells them; otherwise empty.</summary>
    [Id(2)] public IReadOnlyList<int> ClassCounts { get; init; } = [];

    /// <summary>f_i, Hz, above 0; 0 for a machine that takes no part in learning.</summary>
    [Id(3)] public double FrequencyHz { get; init; }

    /// <summary>Mean rate on one subcarrier, bit/s, 0 or more.</summary>
    [Id(4)] public double SubcarrierRate { get; init; }

    /// <summary>East of the plant's centre, m.</summary>
    [Id(5)] public double X { get; init; }

    /// <summary>North of the plant's centre, m.</summary>
    [Id(6)] public double Y { get; init; }
}

/// <summary>What a device must know after registering or a handover.</summary>
[GenerateSerializer, Immutable, Alias("diten.RegisterReply")]
public sealed record RegisterReply
{
    /// <summary>False if refused; see <see cref="Error"/>.</summary>
    [Id(0)] public required bool Accepted { get; init; }

    /// <summary>Serving station.</summary>
    [Id(1)] public string Station { get; init; } = "";

    /// <summary>Registration epoch; goes with every offer and upload.</summary>
    [Id(2)] public int Epoch { get; init; }

    /// <summary>Sequence number of the last accepted report; the device goes on from it.</summary>
    [Id(3)] public long LastSequence { get; init; }

    /// <summary>Sequence number of the last counted model update; the device goes on from it.</summary>
    [Id(4)] public long LastUpdate { get; init; }

    /// <summary>t_l on the station's count of rounds.</summary>
    [Id(5)] public int LastRound { get; init; }

    /// <summary>The station's round now.</summary>
    [Id(6)] public int Round { get; init; }

    /// <summary>What is wrong, naming the field and the allowed range; null if accepted.</summary>
    [Id(7)] public string? Error { get; init; }
}
