using System.Runtime.CompilerServices;
using Diten.Learning.Data;
using Diten.Learning.Models;

// Torch counts its tensors for the whole process, and so do the tests.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Diten.Learning.Torch.Tests;

/// <summary>Small tasks.</summary>
internal static class Tasks
{
    /// <summary>Some tests use torch before a learner does.</summary>
    [ModuleInitializer]
    internal static void LoadTorch() => Natives.NativeTorch.Require();

    /// <summary>A convolution, a pooling and a dense layer, 151 parameters.</summary>
    public static ModelDescription Small { get; } = new(
        "small", TensorShape.Image(1, 8, 8),
        [new Conv2D(1, 4, 3), new Relu(), new MaxPool2(), new Flatten(), new Dense(36, 3)],
        new CrossEntropy());

    /// <summary>Random images with a bright row per class.</summary>
    public static Dataset Rows(int count, int classes = 3, int side = 8)
    {
        var random = new Kernels.SplitMix64(3);
        var features = new float[count * side * side];
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = i % classes;
            for (var p = 0; p < side * side; p++) features[(i * side * side) + p] = random.NextSingle() - 0.5f + (p / side == labels[i] ? 1 : 0);
        }
        return new Dataset("rows", features, side * side, labels, classes);
    }

    public static float[] Start(ILearner learner, int seed = 5)
    {
        var start = new float[learner.ParameterCount];
        learner.Initialize(seed, start);
        return start;
    }

    public static float[] Trained(ILearner learner, float[] start, DataShard shard, TrainOptions options, int seed)
    {
        var result = new float[start.Length];
        learner.Train(start, shard, options, seed, result);
        return result;
    }
}
