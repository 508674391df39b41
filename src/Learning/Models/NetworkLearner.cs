using Diten.Learning.Data;
using Diten.Learning.Kernels;
using Diten.Learning.Models.Stages;

namespace Diten.Learning.Models;

/// <summary>
/// The built-in learner for any <see cref="ModelDescription"/>. A call runs on one thread in a fixed order, so its
/// result has the same bits however many calls run beside it; the memory of finished calls is used again.
/// </summary>
public sealed class NetworkLearner : ILearner
{
    private readonly SimdWidth _width;
    private readonly Stack<Network> _idle = new();
    private readonly Lock _lock = new();

    /// <summary>Builds the learner for the widest vectors of this processor.</summary>
    /// <param name="description">The model.</param>
    public NetworkLearner(ModelDescription description)
        : this(description, SimdWidths.Best)
    {
    }

    internal NetworkLearner(ModelDescription description, SimdWidth width)
    {
        ArgumentNullException.ThrowIfNull(description);
        Description = description;
        _width = width;
        Return(NetworkCompiler.Compile(description, width));
    }

    /// <summary>The model.</summary>
    public ModelDescription Description { get; }

    /// <inheritdoc/>
    public string Name => Description.Name;

    /// <inheritdoc/>
    public int ParameterCount => Description.ParameterCount;

    /// <inheritdoc/>
    public int FeatureLength => Description.FeatureLength;

    /// <inheritdoc/>
    public int OutputLength => Description.OutputLength;

    /// <inheritdoc/>
    public IReadOnlyList<ParameterBlock> Blocks => Description.Blocks;

    /// <inheritdoc/>
    public void Initialize(int seed, Span<float> parameters) => Description.Initialize(seed, parameters);

    /// <inheritdoc/>
    public TrainResult Train(ReadOnlySpan<float> parameters, DataShard data, TrainOptions options, int seed, Span<float> result)
    {
        LearnerGuard.Parameters(Description.Signature, parameters.Length, nameof(parameters));
        LearnerGuard.Parameters(Description.Signature, result.Length, nameof(result));
        LearnerGuard.Shard(Description.Signature, data);
        LearnerGuard.Options(options);
        var network = Rent();
        network.Load(parameters);
        double loss = 0;
        for (var epoch = 0; epoch < options.Epochs; epoch++)
            loss = network.Epoch(data, options, seed, epoch);
        network.Store(result);
        Return(network);
        return new TrainResult(loss / data.Count, data.Count);
    }

    /// <inheritdoc/>
    public Evaluation Evaluate(ReadOnlySpan<float> parameters, Dataset data)
    {
        LearnerGuard.Parameters(Description.Signature, parameters.Length, nameof(parameters));
        LearnerGuard.Data(Description.Signature, data);
        return Evaluate(parameters, data, default, data.Count);
    }

    /// <inheritdoc/>
    public Evaluation Evaluate(ReadOnlySpan<float> parameters, DataShard shard)
    {
        LearnerGuard.Parameters(Description.Signature, parameters.Length, nameof(parameters));
        LearnerGuard.Shard(Description.Signature, shard);
        return Evaluate(parameters, shard.Data, shard.Indices.Span, shard.Count);
    }

    // Without indices, all samples.
    private Evaluation Evaluate(ReadOnlySpan<float> parameters, Dataset data, ReadOnlySpan<int> indices, int count)
    {
        if (count == 0)
            throw new ArgumentException($"'{data.Name}' has no samples", nameof(data));
        var network = Rent();
        network.Load(parameters);
        var (loss, score) = network.Evaluate(data, indices, count);
        Return(network);
        var mean = score / count;
        return Description.Loss is CrossEntropy
            ? new Evaluation(loss / count, mean, double.NaN)
            : new Evaluation(loss / count, double.NaN, Math.Sqrt(mean));
    }

    private Network Rent()
    {
        lock (_lock)
        {
            if (_idle.TryPop(out var network))
                return network;
        }
        return NetworkCompiler.Compile(Description, _width);
    }

    // A network whose call threw is not given back: its sums may hold half a batch.
    private void Return(Network network)
    {
        lock (_lock)
            _idle.Push(network);
    }
}
