using Diten.Learning.Data;
using Diten.Learning.Kernels;
using Diten.Learning.LeNet;

namespace Diten.Learning.Tests.LeNet;

/// <summary>Learners of every width that the processor has, and images made of noise.</summary>
public abstract class LeNet5TestBase
{
    public static TheoryData<int> Widths => new(LeNet5Engine.Supported().Select(engine => engine.Lanes));

    internal static LeNet5Learner Learner(int lanes) => new(LeNet5Engine.Supported().Single(engine => engine.Lanes == lanes));

    internal static float[] Start(int seed = 1)
    {
        var parameters = new float[61706];
        new LeNet5Learner().Initialize(seed, parameters);
        return parameters;
    }

    internal static Dataset Noise(int count, ulong seed = 7)
    {
        var random = new SplitMix64(seed);
        var features = new float[count * 784];
        foreach (ref var value in features.AsSpan())
            value = random.NextSingle() * 3 - 1;
        var labels = new int[count];
        foreach (ref var label in labels.AsSpan())
            label = random.Next(10);
        return new Dataset("noise", features, 784, labels, 10);
    }

    internal static float[] Train(ILearner learner, float[] start, DataShard shard, TrainOptions options, int seed = 3)
    {
        var result = new float[start.Length];
        learner.Train(start, shard, options, seed, result);
        return result;
    }
}
