using Diten.Learning.Data;
using Diten.Learning.Kernels;

namespace Diten.Learning.Models.Stages;

/// <summary>A compiled model with its memory: parameters in the kernels' layout and the values of a batch. One thread at a time.</summary>
internal sealed class Network
{
    /// <summary>Samples that pass at once; larger batches go in pieces of this size whose gradients are summed. A multiple of the 5 that the dense kernels take at once.</summary>
    public const int Capacity = 60;

    private readonly Activation _input;
    private readonly Stage[] _stages;
    private readonly LossHead _loss;
    private int[] _order = [];

    public Network(Activation input, Stage[] stages, LossHead loss)
    {
        _input = input;
        _stages = stages;
        _loss = loss;
    }

    /// <summary>Takes parameters in the contract's layout.</summary>
    public void Load(ReadOnlySpan<float> parameters)
    {
        foreach (var stage in _stages)
        {
            stage.Load(parameters[..stage.ParameterCount]);
            parameters = parameters[stage.ParameterCount..];
        }
    }

    /// <summary>Gives them back.</summary>
    public void Store(Span<float> parameters)
    {
        foreach (var stage in _stages)
        {
            stage.Store(parameters[..stage.ParameterCount]);
            parameters = parameters[stage.ParameterCount..];
        }
    }

    /// <summary>One epoch.</summary>
    /// <returns>Sum of the samples' losses, each before its step.</returns>
    public double Epoch(DataShard shard, TrainOptions options, int seed, int epoch)
    {
        if (_order.Length < shard.Count)
            _order = new int[shard.Count];
        var order = _order.AsSpan(0, shard.Count);
        Shuffle.Order(seed, epoch, shard.Indices.Span, order);
        var size = options.BatchSize == 0 ? order.Length : options.BatchSize;
        double loss = 0;
        for (var at = 0; at < order.Length; at += size)
            loss += Step(shard.Data, order.Slice(at, Math.Min(size, order.Length - at)), options);
        return loss;
    }

    /// <summary>Sums of losses and scores over the samples at the indices, or over 0..count−1 when there are none.</summary>
    public (double Loss, double Score) Evaluate(Dataset data, ReadOnlySpan<int> indices, int count)
    {
        Span<int> samples = stackalloc int[Capacity];
        double loss = 0, score = 0;
        for (var at = 0; at < count; at += Capacity)
        {
            var batch = samples[..Math.Min(Capacity, count - at)];
            for (var i = 0; i < batch.Length; i++)
                batch[i] = indices.IsEmpty ? at + i : indices[at + i];
            Forward(data, batch);
            var (l, s) = _loss.Run(data, batch, float.NaN);
            loss += l;
            score += s;
        }
        return (loss, score);
    }

    private double Step(Dataset data, ReadOnlySpan<int> batch, TrainOptions options)
    {
        var scale = -options.LearningRate / batch.Length;
        var decay = 1 - options.LearningRate * options.L2;
        if (batch.Length <= Capacity)
            return ForwardBackward(data, batch, scale, decay, apply: true);
        double loss = 0;
        for (var at = 0; at < batch.Length; at += Capacity)
            loss += ForwardBackward(data, batch.Slice(at, Math.Min(Capacity, batch.Length - at)), scale, 1, apply: false);
        foreach (var stage in _stages)
            stage.Apply(decay);
        return loss;
    }

    private double ForwardBackward(Dataset data, ReadOnlySpan<int> batch, float scale, float decay, bool apply)
    {
        Forward(data, batch);
        var (loss, _) = _loss.Run(data, batch, scale);
        for (var i = _stages.Length - 1; i >= 0; i--)
            _stages[i].Backward(batch.Length, decay, apply);
        return loss;
    }

    private void Forward(Dataset data, ReadOnlySpan<int> batch)
    {
        for (var b = 0; b < batch.Length; b++)
            _input.Set(b, data.Row(batch[b]));
        foreach (var stage in _stages)
            stage.Forward(batch.Length);
    }
}
