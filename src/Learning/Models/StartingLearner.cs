using Diten.Learning.Data;

namespace Diten.Learning.Models;

/// <summary>A learner whose initial parameters are given instead of drawn.</summary>
/// <param name="learner">Trains and evaluates.</param>
/// <param name="start">P values.</param>
public sealed class StartingLearner(ILearner learner, float[] start) : ILearner
{
    /// <inheritdoc/>
    public string Name => learner.Name;

    /// <inheritdoc/>
    public int ParameterCount => learner.ParameterCount;

    /// <inheritdoc/>
    public int FeatureLength => learner.FeatureLength;

    /// <inheritdoc/>
    public int OutputLength => learner.OutputLength;

    /// <inheritdoc/>
    public IReadOnlyList<ParameterBlock> Blocks => learner.Blocks;

    /// <inheritdoc/>
    public void Initialize(int seed, Span<float> parameters) => start.CopyTo(parameters);

    /// <inheritdoc/>
    public TrainResult Train(ReadOnlySpan<float> parameters, DataShard data, TrainOptions options, int seed, Span<float> result) =>
        learner.Train(parameters, data, options, seed, result);

    /// <inheritdoc/>
    public Evaluation Evaluate(ReadOnlySpan<float> parameters, Dataset data) => learner.Evaluate(parameters, data);

    /// <inheritdoc/>
    public Evaluation Evaluate(ReadOnlySpan<float> parameters, DataShard shard) => learner.Evaluate(parameters, shard);
}
