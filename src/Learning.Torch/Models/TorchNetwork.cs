using System.Runtime.InteropServices;
using Diten.Learning.Data;
using Diten.Learning.Kernels;
using Diten.Learning.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Diten.Learning.Torch.Models;

/// <summary>A module with its memory. One thread at a time; every tensor made on the way is freed at the end of its step.</summary>
internal sealed class TorchNetwork : IDisposable
{
    /// <summary>Samples that are evaluated at once.</summary>
    private const int Piece = 500;

    private readonly TorchModel _model;
    private readonly Device _device;
    private readonly nn.Module _module;
    private readonly nn.IModule<Tensor, Tensor> _forward;
    private readonly Tensor[] _parameters;
    private readonly Tensor[] _trained;
    private readonly TorchBatch _batch;
    private int[] _order = [];

    /// <exception cref="LearnerException">The module has no parameters, or others than 32-bit floats.</exception>
    public TorchNetwork(TorchModel model, Device device)
    {
        (_model, _device) = (model, device);
        _module = model.Create().to(device);
        _forward = (nn.IModule<Tensor, Tensor>)_module;
        var named = _module.named_parameters().ToArray();
        _parameters = Array.ConvertAll(named, p => (Tensor)p.parameter);
        _trained = [.. _parameters.Where(p => p.requires_grad)];
        Blocks = BlocksOf(model.Name, named);
        // What lives as long as this must not end with a scope of the caller's.
        foreach (var tensor in _parameters.Concat(_module.buffers())) tensor.DetachFromDisposeScope();
        _batch = new TorchBatch(model, device);
    }

    /// <summary>Where each parameter lies in the flat parameters.</summary>
    public IReadOnlyList<ParameterBlock> Blocks { get; }

    /// <summary>The module.</summary>
    public nn.Module Module => _module;

    /// <summary>Takes flat parameters.</summary>
    public void Load(ReadOnlySpan<float> parameters)
    {
        using var none = no_grad();
        for (var p = 0; p < _parameters.Length; p++)
        {
            var values = parameters.Slice(Blocks[p].Offset, Blocks[p].Count);
            if (IsPlain(_parameters[p]))
            {
                values.CopyTo(MemoryMarshal.Cast<byte, float>(_parameters[p].bytes));
                continue;
            }
            using var scope = NewDisposeScope();
            _parameters[p].copy_(tensor(values.ToArray()).reshape(_parameters[p].shape));
        }
    }

    /// <summary>Gives them back.</summary>
    public void Store(Span<float> parameters)
    {
        for (var p = 0; p < _parameters.Length; p++)
        {
            using var scope = NewDisposeScope();
            var plain = IsPlain(_parameters[p]) ? _parameters[p] : _parameters[p].detach().cpu().contiguous();
            MemoryMarshal.Cast<byte, float>(plain.bytes).CopyTo(parameters.Slice(Blocks[p].Offset, Blocks[p].Count));
        }
    }

    /// <summary>All epochs.</summary>
    /// <returns>Sum of the samples' losses in the last epoch, each before its step.</returns>
    public double Train(DataShard shard, TrainOptions options, int seed)
    {
        _module.train();
        if (_order.Length < shard.Count) _order = new int[shard.Count];
        var order = _order.AsSpan(0, shard.Count);
        var size = options.BatchSize == 0 ? order.Length : options.BatchSize;
        // Held to the end: TorchSharp does not keep a number alive while torch reads it.
        using Scalar rate = -options.LearningRate, decay = 1 - (options.LearningRate * options.L2);
        double loss = 0;
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            Shuffle.Order(seed, epoch, shard.Indices.Span, order);
            loss = 0;
            for (var at = 0; at < order.Length; at += size)
                loss += Step(shard.Data, order.Slice(at, Math.Min(size, order.Length - at)), rate, options.L2 > 0 ? decay : null);
        }
        return loss;
    }

    /// <summary>Sums of losses and scores over the samples at the indices, or over 0..count−1 when there are none.</summary>
    public (double Loss, double Score) Evaluate(Dataset data, ReadOnlySpan<int> indices, int count)
    {
        _module.eval();
        using var none = no_grad();
        var samples = new int[Math.Min(Piece, count)];
        double loss = 0, score = 0;
        for (var at = 0; at < count; at += Piece)
        {
            using var scope = NewDisposeScope();
            var piece = samples.AsSpan(0, Math.Min(Piece, count - at));
            for (var i = 0; i < piece.Length; i++) piece[i] = indices.IsEmpty ? at + i : indices[at + i];
            var (x, y) = _batch.Fill(data, piece);
            var output = _forward.call(x);
            loss += TorchLoss.Mean(_model.Loss, output, y).cpu().item<float>() * (double)piece.Length;
            score += TorchLoss.Score(_model.Loss, output, y);
        }
        return (loss, score);
    }

    /// <summary>Shape of a batch.</summary>
    public long[] BatchShape(int samples) => _model.BatchShape(samples);

    /// <summary>The outputs for a batch, in a scope of the caller's.</summary>
    public Tensor Outputs(Tensor x) => _forward.call(x.to(_device));

    /// <summary>A step that goes nowhere, in a scope of the caller's: what may fail in training fails here.</summary>
    /// <param name="x">Inputs [batch, …].</param>
    /// <param name="y">Labels [batch] or targets [batch, 1].</param>
    public void TryStep(Tensor x, Tensor y)
    {
        Backward(x.to(_device), y.to(_device));
        foreach (var parameter in _trained) parameter.grad = null;
    }

    public void Dispose()
    {
        _batch.Dispose();
        _module.Dispose();
    }

    private double Step(Dataset data, ReadOnlySpan<int> samples, Scalar rate, Scalar? decay)
    {
        using var scope = NewDisposeScope();
        var (x, y) = _batch.Fill(data, samples);
        var loss = Backward(x, y);
        using var none = no_grad();
        foreach (var parameter in _trained)
        {
            if (decay is not null) parameter.mul_(decay);
            if (parameter.grad is not { } gradient) continue;
            parameter.add_(gradient, rate);
            parameter.grad = null;
        }
        return loss.cpu().item<float>() * (double)samples.Length;
    }

    /// <summary>The loss, with its gradients in the parameters. Not by <c>autograd.grad</c>, an error of which ends the process: TorchSharp catches none there.</summary>
    private Tensor Backward(Tensor x, Tensor y)
    {
        var loss = TorchLoss.Mean(_model.Loss, _forward.call(x), y);
        loss.backward();
        return loss;
    }

    private static bool IsPlain(Tensor parameter) => parameter.device_type == DeviceType.CPU && parameter.is_contiguous();

    private static ParameterBlock[] BlocksOf(string model, (string Name, TorchSharp.Modules.Parameter Parameter)[] named)
    {
        if (named.Length == 0) throw new LearnerException($"model '{model}': the module has no parameters; in C#, RegisterComponents() makes fields known");
        var offset = 0;
        return Array.ConvertAll(named, one =>
        {
            if (one.Parameter.dtype != ScalarType.Float32)
                throw new LearnerException($"model '{model}': parameter {one.Name} is {one.Parameter.dtype}; all must be Float32");
            var block = new ParameterBlock(0, one.Name, Array.ConvertAll(one.Parameter.shape, n => (int)n), offset, checked((int)one.Parameter.numel()));
            offset = checked(offset + block.Count);
            return block;
        });
    }
}
