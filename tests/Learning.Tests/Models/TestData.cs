using Diten.Learning.Data;
using Diten.Learning.Kernels;
using Diten.Learning.Models;

namespace Diten.Learning.Tests.Models;

internal static class TestData
{
    /// <summary>Standard-normal-like features and labels or targets at random, for models of any shape.</summary>
    public static Dataset Noise(ModelDescription model, int count, int seed)
    {
        var random = new SplitMix64((ulong)seed);
        var features = new float[count * model.FeatureLength];
        foreach (ref var value in features.AsSpan())
            value = 2 * random.NextSingle() - 1 + (2 * random.NextSingle() - 1);
        var classes = model.Loss is CrossEntropy ? model.OutputLength : 0;
        var labels = classes == 0 ? [] : Enumerable.Range(0, count).Select(_ => random.Next(classes)).ToArray();
        var targets = classes != 0 ? [] : Enumerable.Range(0, count).Select(_ => 125 * random.NextSingle()).ToArray();
        return new Dataset("noise", features, model.FeatureLength, labels, classes, targets);
    }

    /// <summary>One cluster per class, far apart.</summary>
    public static Dataset Clusters(int features, int classes, int count, int seed)
    {
        var random = new SplitMix64((ulong)seed);
        var labels = Enumerable.Range(0, count).Select(i => i % classes).ToArray();
        var values = new float[count * features];
        for (var i = 0; i < values.Length; i++)
            values[i] = random.NextSingle() - 0.5f + (i % features % classes == labels[i / features] ? 1 : 0);
        return new Dataset("clusters", values, features, labels, classes);
    }

    public static float[] Parameters(this ILearner learner, int seed)
    {
        var parameters = new float[learner.ParameterCount];
        learner.Initialize(seed, parameters);
        return parameters;
    }

    public static float[] Trained(this ILearner learner, float[] start, DataShard shard, TrainOptions options, int seed = 1)
    {
        var result = new float[start.Length];
        learner.Train(start, shard, options, seed, result);
        return result;
    }
}
