using System.ComponentModel.DataAnnotations;

namespace Diten.Learning.Allocation;

/// <summary>How a policy network is trained (Alg. 2).</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the replay buffer. 1 to 10,000; default 30.</summary>
    [Range(1, 10_000)]
    public int Epochs { get; init; } = 30;

    /// <summary>States per step. 1 to 1,000; default 8.</summary>
    [Range(1, 1000)]
    public int Batch { get; init; } = 8;

    /// <summary>Step size of Adam in the first epoch; it falls to a hundredth along a half cosine. 1e-6 to 1; default 0.005.</summary>
    [Range(1e-6, 1.0)]
    public double LearningRate { get; init; } = 0.005;

    /// <summary>Share of the states that is explored once more in each epoch. 0 to 1; default 0.02.</summary>
    [Range(0.0, 1.0)]
    public double ExploreShare { get; init; } = 0.02;

    /// <summary>Most states in the replay buffer. 1 to 1,000,000; default 4,000.</summary>
    [Range(1, 1_000_000)]
    public int ReplayCapacity { get; init; } = 4000;

    /// <summary>Threads; 0 for all processors. Changes no result. 0 to 1,024.</summary>
    [Range(0, 1024)]
    public int Threads { get; init; }

    /// <summary>Seed of everything that is drawn.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>One epoch of training.</summary>
/// <param name="TrainingLoss">Mean cross-entropy per subcarrier over the replay buffer while it was passed, nat.</param>
/// <param name="HeldOutLoss">The same on held-out states after the epoch; NaN without any.</param>
/// <param name="Accuracy">Inference accuracy on held-out states after the epoch; NaN without any.</param>
/// <param name="HeldOutGap">Mean of makespan/(label's makespan) − 1 on held-out states; NaN without any.</param>
public sealed record TrainingEpoch(double TrainingLoss, double HeldOutLoss, PolicyAccuracy Accuracy, double HeldOutGap);
