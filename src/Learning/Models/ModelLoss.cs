namespace Diten.Learning.Models;

/// <summary>What training minimises: the mean over the batch.</summary>
public abstract record ModelLoss;

/// <summary>−log softmax(outputs)[label], nats.</summary>
public sealed record CrossEntropy : ModelLoss;

/// <summary>
/// (output − target / <paramref name="TargetScale"/>)² for a model with one output; its prediction is
/// output · <paramref name="TargetScale"/>. The scale keeps the outputs of order 1 whatever the unit of the target.
/// </summary>
/// <param name="TargetScale">Target units per unit of output, above 0 and finite.</param>
public sealed record MeanSquaredError(float TargetScale = 1) : ModelLoss;
