using Diten.Learning.Data;

namespace Diten.Learning.Models;

/// <summary>Checks of what a learner is given, the same for every learner; each message names the value and its range.</summary>
internal static class LearnerGuard
{
    public static void Parameters(ModelSignature model, int length, string name)
    {
        if (length != model.ParameterCount)
            throw new ArgumentException($"{name} has {length} values, '{model.Name}' has {model.ParameterCount} parameters", name);
    }

    public static void Training(ModelSignature model, int parameters, int result, DataShard shard, TrainOptions options)
    {
        Parameters(model, parameters, nameof(parameters));
        Parameters(model, result, nameof(result));
        Shard(model, shard);
        Options(options);
    }

    public static void Shard(ModelSignature model, DataShard shard)
    {
        Data(model, shard.Data);
        if (shard.Count == 0)
            throw new ArgumentException("the shard is empty; training needs 1 or more samples", nameof(shard));
        foreach (var index in shard.Indices.Span)
        {
            if ((uint)index >= (uint)shard.Data.Count)
                throw new ArgumentException($"the shard names sample {index}, '{shard.Data.Name}' has 0..{shard.Data.Count - 1}", nameof(shard));
        }
    }

    public static void Data(ModelSignature model, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.FeatureLength != model.Input.Length)
            throw new ArgumentException($"'{data.Name}' has {data.FeatureLength} values per sample, '{model.Name}' takes {model.Input.Length} {model.Input}", nameof(data));
        if (model.Loss is CrossEntropy && data.Classes == 0)
            throw new ArgumentException($"'{data.Name}' has no classes, '{model.Name}' predicts classes", nameof(data));
        if (model.Loss is MeanSquaredError && data.Targets.Length != data.Count)
            throw new ArgumentException($"'{data.Name}' has no targets, '{model.Name}' predicts a number", nameof(data));
        if (data.Classes > model.OutputLength)
            throw new ArgumentException($"'{data.Name}' has {data.Classes} classes, '{model.Name}' has {model.OutputLength} outputs", nameof(data));
    }

    public static void Options(TrainOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Epochs < 1)
            throw new ArgumentException($"Epochs must be 1 or more, got {options.Epochs}", nameof(options));
        if (options.BatchSize < 0)
            throw new ArgumentException($"BatchSize must be 0 (full batch) or more, got {options.BatchSize}", nameof(options));
        if (!(options.LearningRate > 0) || !float.IsFinite(options.LearningRate))
            throw new ArgumentException($"LearningRate must be above 0 and finite, got {options.LearningRate}", nameof(options));
        if (!(options.L2 >= 0) || !float.IsFinite(options.L2))
            throw new ArgumentException($"L2 must be 0 or more and finite, got {options.L2}", nameof(options));
    }
}
