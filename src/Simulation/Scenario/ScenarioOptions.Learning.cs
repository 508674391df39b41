using System.ComponentModel.DataAnnotations;
using Diten.Learning.Plugins;

namespace Diten.Simulation.Scenario;

public sealed partial record ScenarioOptions
{
    /// <summary>Learning scheme: <c>sync</c> (FedAvg, Eq. 8, equal shares round-robin), <c>sync-own-best</c> (the fair baseline) or <c>diten</c> (Alg. 1 with Eq. 21, 22). Default <c>diten</c>.</summary>
    [AllowedValues("sync", "sync-own-best", "diten", ErrorMessage = "The field Scheme must be sync, sync-own-best or diten.")]
    public string Scheme { get; init; } = "diten";

    /// <summary>Subcarrier allocator of the diten scheme: <c>equal-share</c>, <c>own-best</c>, <c>random</c>, <c>max-rate</c>, <c>paper</c>, <c>local-search</c>, <c>dnn</c> or <c>dnn-adaptive</c> (trains its network further as it runs). Default <c>paper</c>. The synchronous baselines bring their own.</summary>
    [AllowedValues("equal-share", "own-best", "random", "max-rate", "paper", "local-search", "dnn", "dnn-adaptive", ErrorMessage = "The field Allocator must be equal-share, own-best, random, max-rate, paper, local-search, dnn or dnn-adaptive.")]
    public string Allocator { get; init; } = "paper";

    /// <summary>Aggregation of the diten scheme (Eq. 22): <c>literal</c>, <c>normalized</c>, <c>residual</c> or <c>samples</c>. Default <c>normalized</c>.</summary>
    [AllowedValues("literal", "normalized", "residual", "samples", ErrorMessage = "The field Aggregation must be literal, normalized, residual or samples.")]
    public string Aggregation { get; init; } = "normalized";

    /// <summary>Who takes the broadcast model: <c>keep</c> (participants only, the paper's words) or <c>adopt</c> (everyone). Default <c>keep</c>. The synchronous schemes always adopt.</summary>
    [AllowedValues("keep", "adopt", ErrorMessage = "The field Adoption must be keep or adopt.")]
    public string Adoption { get; init; } = "keep";

    /// <summary>Wanted participants per round and station, used when <see cref="Threshold"/> is null. 1 to 1,000,000; default 30.</summary>
    [Range(1, 1_000_000)]
    public int Participants { get; init; } = 30;

    /// <summary>τ0, fixed threshold of Alg. 1: those with τ above it send; null to set it each round for the wanted participants. 0 to 1e9; default null.</summary>
    [Range(0.0, 1e9)]
    public double? Threshold { get; init; }

    /// <summary>Whether r/f is clipped to [1/3, 3] of the population's median (Eq. 21). Default true.</summary>
    public bool ClipRatio { get; init; } = true;

    /// <summary>t − t_l counts at most so many rounds in Eq. (21); null for no cap. 1 to 1,000,000; default 6.</summary>
    [Range(1, 1_000_000)]
    public int? StalenessCap { get; init; } = 6;

    /// <summary>Multiplies τ (Eq. 21), no unit: 10 or more for <c>residual</c>. 1e-9 to 1e9; default 1.</summary>
    [Range(1e-9, 1e9)]
    public double WeightScale { get; init; } = 1;

    /// <summary>Model: <c>lenet5</c> and the learner's other names. Default <c>lenet5</c>.</summary>
    [Required]
    public string Model { get; init; } = "lenet5";

    /// <summary>Who trains: <c>built-in</c>, or <c>torch</c>, a plug-in. Default <c>built-in</c>.</summary>
    [AllowedValues("built-in", "torch", ErrorMessage = "The field Learner must be built-in or torch.")]
    public string Learner { get; init; } = LearnerChoice.BuiltIn;

    /// <summary>Where torch computes: <c>auto</c> (CUDA where it is), <c>cpu</c> or <c>cuda</c>. Default <c>auto</c>.</summary>
    [AllowedValues("auto", "cpu", "cuda", ErrorMessage = "The field LearnerDevice must be auto, cpu or cuda.")]
    public string LearnerDevice { get; init; } = "auto";

    /// <summary>A model of the user's own for torch; it takes the place of <see cref="Model"/>, with the same input, outputs and loss. Default null: none.</summary>
    public string? ModelFile { get; init; }

    /// <summary>Data set: <c>auto</c> (MNIST where its files are, else generated digits) and the data source's other names. Default <c>auto</c>.</summary>
    [Required]
    public string Dataset { get; init; } = "auto";

    /// <summary>Bits per parameter of a sent model. 1 to 64; default 32.</summary>
    [Range(1, 64)]
    public int BitsPerParameter { get; init; } = 32;

    /// <summary>η, step size of local training. 1e-9 to 100; default 0.1.</summary>
    [Range(1e-9, 100.0)]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Batch in samples; 0 for the full batch as printed in Eq. (7). 0 to 1,000,000; default 10.</summary>
    [Range(0, 1_000_000)]
    public int BatchSize { get; init; } = 10;

    /// <summary>E, local epochs per round. 1 to 1,000; default 1.</summary>
    [Range(1, 1000)]
    public int Epochs { get; init; } = 1;

    /// <summary>How the training set is dealt out: <c>iid</c> (Gaussian sizes), <c>dirichlet</c> (label skew) or <c>unit</c> (a machine each). Default <c>iid</c>.</summary>
    [AllowedValues("iid", "dirichlet", "unit", ErrorMessage = "The field Partition must be iid, dirichlet or unit.")]
    public string Partition { get; init; } = "iid";

    /// <summary>α of the Dirichlet partition, no unit; small is skewed. 0.001 to 1e6; default 0.5.</summary>
    [Range(0.001, 1e6)]
    public double DirichletAlpha { get; init; } = 0.5;

    /// <summary>Who trains, as the learners' own choice.</summary>
    internal LearnerChoice LearnerChoice => new(Learner, LearnerDevice, ModelFile);
}
