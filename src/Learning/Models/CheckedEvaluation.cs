using Diten.Learning.Data;

namespace Diten.Learning.Models;

/// <summary>Sums of losses and scores (hits, or squared errors) over the samples at the indices, or over 0..count−1 when there are none.</summary>
internal delegate (double Loss, double Score) EvaluationSums(ReadOnlySpan<float> parameters, Dataset data, ReadOnlySpan<int> indices, int count);

/// <summary>An evaluation, the same for every learner: what is given is checked, and sums become means.</summary>
internal static class CheckedEvaluation
{
    /// <summary>Over all samples.</summary>
    /// <exception cref="ArgumentException">A length does not fit the model, or there are no samples.</exception>
    public static Evaluation Of(ModelSignature model, ReadOnlySpan<float> parameters, Dataset data, EvaluationSums sums)
    {
        LearnerGuard.Parameters(model, parameters.Length, nameof(parameters));
        LearnerGuard.Data(model, data);
        if (data.Count == 0) throw new ArgumentException($"'{data.Name}' has no samples", nameof(data));
        return Mean(model, sums(parameters, data, default, data.Count), data.Count);
    }

    /// <summary>Over a part.</summary>
    /// <exception cref="ArgumentException">A length does not fit the model, or the shard is empty.</exception>
    public static Evaluation Of(ModelSignature model, ReadOnlySpan<float> parameters, DataShard shard, EvaluationSums sums)
    {
        LearnerGuard.Parameters(model, parameters.Length, nameof(parameters));
        LearnerGuard.Shard(model, shard);
        return Mean(model, sums(parameters, shard.Data, shard.Indices.Span, shard.Count), shard.Count);
    }

    private static Evaluation Mean(ModelSignature model, (double Loss, double Score) sums, int count) => model.Loss is CrossEntropy
        ? new Evaluation(sums.Loss / count, sums.Score / count, double.NaN)
        : new Evaluation(sums.Loss / count, double.NaN, Math.Sqrt(sums.Score / count));
}
