using Diten.Learning.Data;
using Diten.Learning.Models;
using Diten.Learning.Torch.Models;

namespace Diten.Learning.Torch;

/// <summary>
/// The learner on TorchSharp. On the CPU a call runs on one thread in a fixed order, so its result has the same bits however
/// many calls run beside it; the memory of finished calls is used again.
/// </summary>
public sealed class TorchLearner : ILearner, IDisposable
{
    private readonly TorchModel _model;
    private readonly TorchSharp.torch.Device _device;
    private readonly Stack<TorchNetwork> _idle = new();
    private readonly Lock _lock = new();

    /// <summary>Builds the learner and tries its network once.</summary>
    /// <param name="model">The model.</param>
    /// <param name="device"><c>auto</c> (CUDA where it is), <c>cpu</c> or <c>cuda</c>.</param>
    /// <exception cref="ArgumentException">No such device, or the model does not take or give what it was said to.</exception>
    /// <exception cref="LearnerException">Torch or the device is not there, or a user's model cannot be used; the message says what to do.</exception>
    public TorchLearner(TorchModel model, string device = "auto")
    {
        ArgumentNullException.ThrowIfNull(model);
        (_model, _device) = (model, TorchDevice.Find(device));
        TorchDevice.LimitThreads();
        if (model.Description is { } description) MemoryNeed.Check(model, description.Signature, 1);
        var network = TorchFailure.Explain(model.Name, () => new TorchNetwork(model, _device));
        Blocks = network.Blocks;
        Signature = new ModelSignature(model.Name, model.Input, model.OutputLength, model.Loss, Blocks[^1].Offset + Blocks[^1].Count);
        // A description promises what has to be tried with a module of the user's.
        MayTrainAside = model.Description is not null || TorchFailure.Explain(model.Name, () => NetworkTrial.Run(network, Signature));
        Return(network);
    }

    /// <summary>A model by its description.</summary>
    /// <param name="description">The model.</param>
    /// <param name="device"><c>auto</c> (CUDA where it is), <c>cpu</c> or <c>cuda</c>.</param>
    /// <exception cref="LearnerException">Torch or the device is not there; the message says what to do.</exception>
    public TorchLearner(ModelDescription description, string device = "auto")
        : this(TorchModel.Of(description), device)
    {
    }

    /// <inheritdoc/>
    public string Name => _model.Name;

    /// <inheritdoc/>
    public int ParameterCount => Signature.ParameterCount;

    /// <inheritdoc/>
    public int FeatureLength => _model.Input.Length;

    /// <inheritdoc/>
    public int OutputLength => _model.OutputLength;

    /// <inheritdoc/>
    public IReadOnlyList<ParameterBlock> Blocks { get; }

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    public string Device => _device.type == TorchSharp.DeviceType.CPU ? "cpu" : "cuda";

    private ModelSignature Signature { get; }

    /// <summary>False for a model that draws random numbers while it trains: torch has one generator for all threads.</summary>
    private bool MayTrainAside { get; }

    /// <inheritdoc/>
    public void Initialize(int seed, Span<float> parameters)
    {
        LearnerGuard.Parameters(Signature, parameters.Length, nameof(parameters));
        var values = TorchFailure.Explain(Name, () => _model.Initial(seed));
        values.CopyTo(parameters);
    }

    /// <inheritdoc/>
    /// <exception cref="LearnerException">Memory is too small, or a user's model fails.</exception>
    public TrainResult Train(ReadOnlySpan<float> parameters, DataShard data, TrainOptions options, int seed, Span<float> result)
    {
        LearnerGuard.Training(Signature, parameters.Length, result.Length, data, options);
        MemoryNeed.Check(_model, Signature, options.BatchSize == 0 ? data.Count : Math.Min(options.BatchSize, data.Count));
        TorchDevice.LimitThreads();
        try
        {
            var network = Rent();
            network.Load(parameters);
            double loss = 0;
            if (MayTrainAside)
            {
                loss = network.Train(data, options, seed);
            }
            else
            {
                lock (TorchModel.Generator)
                {
                    TorchSharp.torch.manual_seed(seed);
                    loss = network.Train(data, options, seed);
                }
            }
            network.Store(result);
            Return(network);
            return new TrainResult(loss / data.Count, data.Count);
        }
        catch (Exception e) when (TorchFailure.IsTorch(e))
        {
            throw TorchFailure.Explain(Name, e);
        }
    }

    /// <inheritdoc/>
    public Evaluation Evaluate(ReadOnlySpan<float> parameters, Dataset data) => CheckedEvaluation.Of(Signature, parameters, data, Sums);

    /// <inheritdoc/>
    public Evaluation Evaluate(ReadOnlySpan<float> parameters, DataShard shard) => CheckedEvaluation.Of(Signature, parameters, shard, Sums);

    /// <summary>Frees the memory of torch that finished calls left for the next ones.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            while (_idle.TryPop(out var network)) network.Dispose();
        }
    }

    private (double Loss, double Score) Sums(ReadOnlySpan<float> parameters, Dataset data, ReadOnlySpan<int> indices, int count)
    {
        TorchDevice.LimitThreads();
        try
        {
            var network = Rent();
            network.Load(parameters);
            var sums = network.Evaluate(data, indices, count);
            Return(network);
            return sums;
        }
        catch (Exception e) when (TorchFailure.IsTorch(e))
        {
            throw TorchFailure.Explain(Name, e);
        }
    }

    private TorchNetwork Rent()
    {
        lock (_lock)
        {
            if (_idle.TryPop(out var network))
                return network;
        }
        return new TorchNetwork(_model, _device);
    }

    // A network whose call threw is not given back; its finalizers free it.
    private void Return(TorchNetwork network)
    {
        lock (_lock)
            _idle.Push(network);
    }
}
