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
        LearnerGuard.Training(Description.Signature, parameters.Length, result.Length, data, options);
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
    public Evaluation Evaluate(ReadOnlySpan<float> parameters, Dataset data) => CheckedEvaluation.Of(Description.Signature, parameters, data, Sums);

    /// <inheritdoc/>
    public Evaluation Evaluate(ReadOnlySpan<float> parameters, DataShard shard) => CheckedEvaluation.Of(Description.Signature, parameters, shard, Sums);

    private (double Loss, double Score) Sums(ReadOnlySpan<float> parameters, Dataset data, ReadOnlySpan<int> indices, int count)
    {
        var network = Rent();
        network.Load(parameters);
        var sums = network.Evaluate(data, indices, count);
        Return(network);
        return sums;
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
