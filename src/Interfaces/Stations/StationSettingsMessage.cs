using Diten.Interfaces.Models;

namespace Diten.Interfaces.Stations;

/// <summary>How a station runs; set once, when the first fleet or engineer sets the station up.</summary>
[GenerateSerializer, Immutable, Alias("diten.StationSettings")]
public sealed record StationSettingsMessage
{
    /// <summary>Model by name, for example <c>lenet5</c>.</summary>
    [Id(0)] public required string Model { get; init; }

    /// <summary>P, parameters, 1 or more.</summary>
    [Id(1)] public required int Parameters { get; init; }

    /// <summary>Seed of the initial model and of the allocator.</summary>
    [Id(2)] public int Seed { get; init; } = 1;

    /// <summary>Wanted participants per round; 0: everyone who offers; ignored with <see cref="Tau0"/>.</summary>
    [Id(3)] public int Participants { get; init; } = 30;

    /// <summary>Fixed τ0; null: the wanted number.</summary>
    [Id(4)] public double? Tau0 { get; init; }

    /// <summary>Aggregation by name.</summary>
    [Id(5)] public string Aggregation { get; init; } = "normalized";

    /// <summary><c>keep</c> or <c>adopt</c>.</summary>
    [Id(6)] public string Adoption { get; init; } = "keep";

    /// <summary>Allocator by name.</summary>
    [Id(7)] public string Allocator { get; init; } = "local-search";

    /// <summary>Real time for offers, s, above 0.</summary>
    [Id(8)] public double OfferSeconds { get; init; } = 10;

    /// <summary>Real time for uploads, s, above 0.</summary>
    [Id(9)] public double UploadSeconds { get; init; } = 30;

    /// <summary>Updates at which it aggregates without waiting for the others; null: all that were chosen.</summary>
    [Id(10)] public int? AggregateAt { get; init; }

    /// <summary>Versions that an update's base may lie behind; null: any.</summary>
    [Id(11)] public int? MaxStaleness { get; init; }

    /// <summary>Largest norm of an update that is taken; null: any finite.</summary>
    [Id(12)] public double? MaxNorm { get; init; }

    /// <summary>Largest relative change that is taken; null: any.</summary>
    [Id(13)] public double? MaxRelativeChange { get; init; }

    /// <summary>W, Hz.</summary>
    [Id(14)] public double BandwidthHz { get; init; } = 20e6;

    /// <summary>C0.</summary>
    [Id(15)] public int Subcarriers { get; init; } = 256;

    /// <summary>Subcarriers in a coherence block; divides C0.</summary>
    [Id(16)] public int BlockSubcarriers { get; init; } = 8;

    /// <summary>Bits per parameter on the air.</summary>
    [Id(17)] public double BitsPerParameter { get; init; } = 32;

    /// <summary>ξ, cycles/sample, epochs included.</summary>
    [Id(18)] public double CyclesPerSample { get; init; } = 2e6;

    /// <summary>Whether r/f is clipped to [1/3, 3] of the median in τ.</summary>
    [Id(19)] public bool ClipRatio { get; init; } = true;

    /// <summary>Largest t − t_l that counts in τ; null: any.</summary>
    [Id(20)] public int? StalenessCap { get; init; } = 6;

    /// <summary>Factor on τ, above 0.</summary>
    [Id(21)] public double WeightScale { get; init; } = 1;

    /// <summary>Id of the macro base station; null for none.</summary>
    [Id(22)] public string? Macro { get; init; }

    /// <summary>East of the plant's centre, m.</summary>
    [Id(23)] public double X { get; init; }

    /// <summary>North of the plant's centre, m.</summary>
    [Id(24)] public double Y { get; init; }

    /// <summary>Rounds to run; 0 for endless.</summary>
    [Id(25)] public int TargetRounds { get; init; }

    /// <summary>Members it waits for before the first round, 1 or more.</summary>
    [Id(26)] public int StartAt { get; init; } = 1;

    /// <summary>What is learned, for people.</summary>
    [Id(27)] public string Dataset { get; init; } = "";

    /// <summary><c>compute</c> or <c>communication</c>, for people.</summary>
    [Id(28)] public string Regime { get; init; } = "compute";

    /// <summary>Values per sample, for models that can have different ones; 0: found from <see cref="Parameters"/>.</summary>
    [Id(29)] public int Features { get; init; }

    /// <summary>Bits of one state report, counted in the overhead φ (Eq. 20).</summary>
    [Id(30)] public double StateReportBits { get; init; } = 1024;

    /// <summary>SNR of the way to the macro base station, dB (Eq. 18).</summary>
    [Id(31)] public double BackhaulSnrDb { get; init; } = 25;

    /// <summary>Own rounds between two aggregates sent to the macro base station, 1 or more.</summary>
    [Id(32)] public int MacroEvery { get; init; } = 1;

    /// <summary>Rounds in a row without a word of a device after which its offers are not waited for until it is heard again; 0: never.</summary>
    [Id(33)] public int AwayAfter { get; init; }

    /// <summary>
    /// Where the initial parameters are in the model store; the caller holds them there until the set-up is answered, and the
    /// station then has a durable copy. Null: drawn from <see cref="Model"/> and <see cref="Seed"/>.
    /// </summary>
    [Id(34)] public ModelReferenceMessage? StartModel { get; init; }

    /// <summary>
    /// Tensors of a model of the devices' own, in the order of the parameters, as JSON: <c>{"one.weight":[3,64],"one.bias":[3]}</c>.
    /// The silos know no more of such a model; its <see cref="StartModel"/> comes with it. Null: <see cref="Model"/> is one that comes with the product.
    /// </summary>
    [Id(35)] public string? Tensors { get; init; }
}

/// <summary>Outcome of a configuration.</summary>
[GenerateSerializer, Immutable, Alias("diten.ConfigureReply")]
public sealed record ConfigureReply
{
    /// <summary>Whether the settings are in force.</summary>
    [Id(0)] public required bool Accepted { get; init; }

    /// <summary>What is wrong, naming the field and the allowed range; null if accepted.</summary>
    [Id(1)] public string? Error { get; init; }
}
