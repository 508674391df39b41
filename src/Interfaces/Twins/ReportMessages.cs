namespace Diten.Interfaces.Twins;

/// <summary>What a device says of itself.</summary>
[GenerateSerializer, Immutable, Alias("diten.Report")]
public sealed record ReportMessage
{
    /// <summary>Device sequence number, 1 or more, strictly increasing.</summary>
    [Id(0)] public required long Sequence { get; init; }

    /// <summary>When the device measured it.</summary>
    [Id(1)] public required DateTimeOffset At { get; init; }

    /// <summary>Reading names, as many as <see cref="Values"/>.</summary>
    [Id(2)] public required string[] Names { get; init; }

    /// <summary>Finite values in SI units.</summary>
    [Id(3)] public required double[] Values { get; init; }
}

/// <summary>Desired readings.</summary>
[GenerateSerializer, Immutable, Alias("diten.Desired")]
public sealed record DesiredMessage
{
    /// <summary>Reading names, as many as <see cref="Values"/>.</summary>
    [Id(0)] public required string[] Names { get; init; }

    /// <summary>Desired values in SI units; null withdraws one.</summary>
    [Id(1)] public required double?[] Values { get; init; }
}

/// <summary>How a write ended; the codes are those of the port.</summary>
[GenerateSerializer, Alias("diten.WriteCode")]
public enum WriteCode
{
    /// <summary>Done.</summary>
    Accepted = 0,

    /// <summary>A duplicate or an old sequence number: nothing changed.</summary>
    Duplicate = 1,

    /// <summary>No such twin.</summary>
    NotFound = 2,

    /// <summary>If-Match did not match the revision.</summary>
    Conflict = 3,

    /// <summary>Bad input.</summary>
    Invalid = 4,
}

/// <summary>Outcome of a write.</summary>
[GenerateSerializer, Immutable, Alias("diten.WriteReply")]
public sealed record WriteReply
{
    /// <summary>How it ended.</summary>
    [Id(0)] public required WriteCode Code { get; init; }

    /// <summary>The twin's revision now; 0 if there is none.</summary>
    [Id(1)] public long Revision { get; init; }

    /// <summary>The twin's last accepted sequence number.</summary>
    [Id(2)] public long LastSequence { get; init; }

    /// <summary>The field at fault; null if none.</summary>
    [Id(3)] public string? Field { get; init; }

    /// <summary>What is wrong and which range is allowed; null if nothing.</summary>
    [Id(4)] public string? Error { get; init; }
}

/// <summary>A command to a device: bring a reading to a value.</summary>
[GenerateSerializer, Immutable, Alias("diten.Command")]
public sealed record CommandMessage
{
    /// <summary>Number of the command; the same when it is repeated.</summary>
    [Id(0)] public required long Number { get; init; }

    /// <summary>Reading.</summary>
    [Id(1)] public required string Reading { get; init; }

    /// <summary>Desired value, SI unit.</summary>
    [Id(2)] public required double Value { get; init; }

    /// <summary>1 for the first time it is sent.</summary>
    [Id(3)] public required int Attempt { get; init; }

    /// <summary>When it is given up.</summary>
    [Id(4)] public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>One twin tells a linked one of a change.</summary>
[GenerateSerializer, Immutable, Alias("diten.Notification")]
public sealed record NotificationMessage
{
    /// <summary>Whose change.</summary>
    [Id(0)] public required string From { get; init; }

    /// <summary>Revision of <see cref="From"/> with the change.</summary>
    [Id(1)] public required long Revision { get; init; }

    /// <summary>Kind of the change.</summary>
    [Id(2)] public required string Kind { get; init; }

    /// <summary>When.</summary>
    [Id(3)] public required DateTimeOffset At { get; init; }

    /// <summary>Readings that changed, as many as <see cref="Values"/>.</summary>
    [Id(4)] public required string[] Names { get; init; }

    /// <summary>Their values.</summary>
    [Id(5)] public required double[] Values { get; init; }

    /// <summary>One line for people.</summary>
    [Id(6)] public required string Note { get; init; }
}
