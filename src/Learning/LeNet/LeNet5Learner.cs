using System.Collections.Concurrent;
using Diten.Learning.Data;
using Diten.Learning.Kernels;
using Diten.Learning.Models;
using static Diten.Learning.LeNet.LeNet5Shape;

namespace Diten.Learning.LeNet;

/// <summary>
/// LeNet-5 on 28 × 28 images in 10 classes: convolution 5×5 1→6 (padding 2), ReLU, max-pool 2, convolution 5×5 6→16,
/// ReLU, max-pool 2, dense 400→120→84→10 with ReLU between, softmax cross entropy; 61,706 parameters in PyTorch's order.
/// </summary>
/// <remarks>
/// The same seed gives the same bits on any number of threads, on processors with the same vector width; between widths the
/// sums are ordered differently and the last bits differ. Where values are equal, max-pool passes the gradient to the first.
/// A NaN among the parameters makes the loss NaN; the dense layers' results are NaN then too, so a receiver that
/// looks for NaN refuses the update. Features must be finite, as <see cref="Dataset"/> demands.
/// </remarks>
public sealed class LeNet5Learner : ILearner
{
    private readonly ConcurrentBag<LeNet5Workspace> _idle = [];
    private readonly LeNet5Engine _engine;

    /// <summary>With the widest vectors that the processor has.</summary>
    public LeNet5Learner()
        : this(LeNet5Engine.Best)
    {
    }

    internal LeNet5Learner(LeNet5Engine engine) => _engine = engine;

    /// <inheritdoc/>
    public string Name => "lenet5";

    /// <inheritdoc/>
    public int ParameterCount => Parameters;

    /// <inheritdoc/>
    public int FeatureLength => Features;

    /// <inheritdoc/>
    public int OutputLength => Classes;

    /// <inheritdoc/>
    public IReadOnlyList<ParameterBlock> Blocks => BuiltInModels.LeNet5.Blocks;

    /// <inheritdoc/>
    public void Initialize(int seed, Span<float> parameters)
    {
        CheckLength(parameters.Length, nameof(parameters));
        Initializer.Uniform(Initializer.LayerSeed(seed, 0), Taps, parameters[..Conv2]);
        Initializer.Uniform(Initializer.LayerSeed(seed, 1), Channels1 * Taps, parameters[Conv2..Dense1]);
        Initializer.Uniform(Initializer.LayerSeed(seed, 2), Pooled2, parameters[Dense1..Dense2]);
        Initializer.Uniform(Initializer.LayerSeed(seed, 3), Hidden1, parameters[Dense2..Dense3]);
        Initializer.Uniform(Initializer.LayerSeed(seed, 4), Hidden2, parameters[Dense3..]);
    }

    /// <inheritdoc/>
    public TrainResult Train(ReadOnlySpan<float> parameters, DataShard data, TrainOptions options, int seed, Span<float> result)
    {
        ArgumentNullException.ThrowIfNull(options);
        CheckLength(parameters.Length, nameof(parameters));
        CheckLength(result.Length, nameof(result));
        CheckData(data.Data, data.Count);
        CheckOptions(options);
        var workspace = Rent();
        try
        {
            return LeNet5Trainer.Train(_engine, workspace, parameters, data, options, seed, result);
        }
        finally
        {
            _idle.Add(workspace);
        }
    }

    /// <inheritdoc/>
    public Evaluation Evaluate(ReadOnlySpan<float> parameters, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Evaluate(parameters, data, default, data.Count);
    }

    /// <inheritdoc/>
    public Evaluation Evaluate(ReadOnlySpan<float> parameters, DataShard shard) =>
        Evaluate(parameters, shard.Data, shard.Indices.Span, shard.Count);

    private Evaluation Evaluate(ReadOnlySpan<float> parameters, Dataset data, ReadOnlySpan<int> indices, int count)
    {
        CheckLength(parameters.Length, nameof(parameters));
        CheckData(data, count);
        var workspace = Rent();
        try
        {
            return LeNet5Trainer.Evaluate(_engine, workspace, parameters, data, indices, count);
        }
        finally
        {
            _idle.Add(workspace);
        }
    }

    private LeNet5Workspace Rent() => _idle.TryTake(out var workspace) ? workspace : new LeNet5Workspace();

    private static void CheckLength(int length, string name)
    {
        if (length != Parameters)
            throw new ArgumentException($"{name} has {length} values, expected {Parameters}", name);
    }

    private static void CheckOptions(TrainOptions options)
    {
        if (options.Epochs < 1)
            throw new ArgumentException($"Epochs is {options.Epochs}, expected 1 or more", nameof(options));
        if (options.BatchSize < 0)
            throw new ArgumentException($"BatchSize is {options.BatchSize}, expected 0 (full batch) or more", nameof(options));
        if (!(options.LearningRate > 0) || !float.IsFinite(options.LearningRate))
            throw new ArgumentException($"LearningRate is {options.LearningRate}, expected a finite value above 0", nameof(options));
        if (!(options.L2 >= 0) || !float.IsFinite(options.L2))
            throw new ArgumentException($"L2 is {options.L2}, expected a finite value of 0 or more", nameof(options));
    }

    private static void CheckData(Dataset data, int count)
    {
        if (data is null)
            throw new ArgumentException("the shard has no data set", nameof(data));
        if (count == 0)
            throw new ArgumentException("no samples", nameof(data));
        if (data.FeatureLength != Features)
            throw new ArgumentException($"samples have {data.FeatureLength} values, expected {Features}", nameof(data));
        if (data.Classes is < 1 or > Classes)
            throw new ArgumentException($"data has {data.Classes} classes, expected 1..{Classes}", nameof(data));
    }
}
