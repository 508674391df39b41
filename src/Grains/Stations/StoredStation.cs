using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;

namespace Diten.Grains.Stations;

/// <summary>
/// A station's head: all that changes with every round, and which copy of each page of members is in force. Writing it is
/// what makes a change of the station happen; it does not grow with the members, only with the updates of the open round.
/// </summary>
[GenerateSerializer, Alias("diten.StoredStation")]
internal sealed class StoredStation
{
    [Id(0)] public StationSettingsMessage? Settings { get; set; }

    [Id(1)] public int Round { get; set; }

    [Id(2)] public PhaseCode Phase { get; set; }

    /// <summary>End of the phase, s of Unix time; null for never.</summary>
    [Id(3)] public double? Deadline { get; set; }

    [Id(4)] public int ModelVersion { get; set; }

    /// <summary>The versions that are kept, oldest first; the last one is w_g.</summary>
    [Id(5)] public ModelReferenceMessage[] Versions { get; set; } = [];

    /// <summary>Which of its two copies (0 or 1) of each page of members is in force.</summary>
    [Id(6)] public byte[] PageCopies { get; set; } = [];

    /// <summary>Updates waiting for aggregation, in order of arrival.</summary>
    [Id(7)] public StoredUpdate[] Buffer { get; set; } = [];

    /// <summary>Refusals by reason since it was made.</summary>
    [Id(8)] public long[] Refused { get; set; } = [];

    /// <summary>Refusals by reason in the round.</summary>
    [Id(9)] public long[] RefusedThisRound { get; set; } = [];

    [Id(10)] public long Resent { get; set; }

    /// <summary>Last finished round.</summary>
    [Id(11)] public int FinishedRound { get; set; }

    /// <summary>Last finished round that the twins have been told, but for those in <see cref="Untold"/>.</summary>
    [Id(12)] public int ToldRound { get; set; }

    /// <summary>When the open round began.</summary>
    [Id(13)] public DateTimeOffset StartedAt { get; set; }

    /// <summary>Network time of all finished rounds, s.</summary>
    [Id(14)] public double NetworkSeconds { get; set; }

    /// <summary>Content to be released in the model store.</summary>
    [Id(15)] public StoredRelease[] Releases { get; set; } = [];

    /// <summary>Scale of τ told for the open round: lower, upper, scale, bit/cycle.</summary>
    [Id(16)] public double[] Scale { get; set; } = [];

    /// <summary>A macro model that waits to become the station's own.</summary>
    [Id(17)] public ModelReferenceMessage? MacroModel { get; set; }

    /// <summary>Last own round whose aggregate the macro base station has.</summary>
    [Id(18)] public int MacroTold { get; set; }

    /// <summary>Samples behind the aggregates since the last macro model.</summary>
    [Id(19)] public double AggregatedSamples { get; set; }

    /// <summary>Last own round with an aggregate.</summary>
    [Id(20)] public int AggregatedRound { get; set; }

    /// <summary>Newest version of the macro model that was taken.</summary>
    [Id(21)] public int MacroVersion { get; set; }

    /// <summary>Mark of the activation that loaded it last, the only one that may write.</summary>
    [Id(22)] public string Writer { get; set; } = "";

    /// <summary>Who has not been told of finished rounds up to <see cref="ToldRound"/>.</summary>
    [Id(23)] public StoredUntold[] Untold { get; set; } = [];

    /// <summary>Chosen devices that are not waited for in the open round any more.</summary>
    [Id(24)] public string[] Withdrawn { get; set; } = [];
}

/// <summary>A receiver that has not been told of the rounds from one on.</summary>
[GenerateSerializer, Alias("diten.StoredUntold")]
internal readonly record struct StoredUntold([property: Id(0)] string Receiver, [property: Id(1)] int FromRound);

/// <summary>An update in the buffer; its parameters are in the model store.</summary>
[GenerateSerializer, Alias("diten.StoredUpdate")]
internal sealed record StoredUpdate
{
    [Id(0)] public required string Device { get; init; }

    [Id(1)] public required long Sequence { get; init; }

    [Id(2)] public required double Samples { get; init; }

    [Id(3)] public required double UpdateWeight { get; init; }

    [Id(4)] public required int Staleness { get; init; }

    [Id(5)] public required string Hash { get; init; }

    [Id(6)] public required long Bytes { get; init; }

    [Id(7)] public double ComputeSeconds { get; init; }

    [Id(8)] public double TransmitSeconds { get; init; }

    [Id(9)] public double EnergyJoules { get; init; }

    [Id(10)] public int Epoch { get; init; }
}

/// <summary>Content that an owner does not need any more.</summary>
[GenerateSerializer, Alias("diten.StoredRelease")]
internal readonly record struct StoredRelease([property: Id(0)] string Hash, [property: Id(1)] long Bytes, [property: Id(2)] string Owner);
