using Diten.Learning.Data;
using Diten.Learning.Kernels;
using static Diten.Learning.LeNet.LeNet5Shape;

namespace Diten.Learning.LeNet;

/// <summary>Epochs, batches and chunks of <see cref="LeNet5Learner"/>; arguments have been checked.</summary>
internal static unsafe class LeNet5Trainer
{
    /// <summary>Stochastic gradient descent, see <see cref="ILearner.Train"/>.</summary>
    public static TrainResult Train(
        LeNet5Engine engine,
        LeNet5Workspace workspace,
        ReadOnlySpan<float> parameters,
        DataShard data,
        TrainOptions options,
        int seed,
        Span<float> result)
    {
        workspace.Weights.Read(parameters);
        engine.Prepare(workspace);
        var order = workspace.OrderOf(data.Count);
        var batch = options.BatchSize == 0 ? data.Count : Math.Min(options.BatchSize, data.Count);
        double loss = 0;
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            Shuffle.Order(seed, epoch, data.Indices.Span, order);
            loss = 0;
            for (var start = 0; start < order.Length; start += batch)
                loss += Step(engine, workspace, data.Data, order.Slice(start, Math.Min(batch, order.Length - start)), options);
        }
        workspace.Weights.Write(result);
        return new TrainResult(loss / order.Length, order.Length);
    }

    /// <summary>Mean loss and accuracy, see <see cref="ILearner.Evaluate(ReadOnlySpan{float}, Dataset)"/>.</summary>
    /// <param name="engine">Width.</param>
    /// <param name="workspace">Memory.</param>
    /// <param name="parameters">P values.</param>
    /// <param name="data">Samples.</param>
    /// <param name="indices">Which of them; empty for the first <paramref name="count"/>.</param>
    /// <param name="count">How many.</param>
    public static Evaluation Evaluate(
        LeNet5Engine engine, LeNet5Workspace workspace, ReadOnlySpan<float> parameters, Dataset data, ReadOnlySpan<int> indices, int count)
    {
        workspace.Weights.Read(parameters);
        engine.Prepare(workspace);
        double loss = 0;
        long hits = 0;
        for (var start = 0; start < count; start += LeNet5Workspace.MaxChunk)
        {
            var samples = Math.Min(LeNet5Workspace.MaxChunk, count - start);
            for (var i = 0; i < samples; i++)
                Gather(workspace, data, indices.IsEmpty ? start + i : indices[start + i], i);
            engine.Forward(workspace, samples);
            var (chunkLoss, chunkHits) = LeNet5Loss.Score(workspace, samples);
            loss += chunkLoss;
            hits += chunkHits;
        }
        return new Evaluation(loss / count, (double)hits / count, double.NaN);
    }

    private static double Step(
        LeNet5Engine engine, LeNet5Workspace workspace, Dataset data, ReadOnlySpan<int> batch, TrainOptions options)
    {
        var keep = 1 - options.LearningRate * options.L2;
        var scale = -options.LearningRate;
        var whole = batch.Length <= LeNet5Workspace.MaxChunk;
        engine.ClearConvolutions(workspace);
        if (!whole)
            workspace.Gradients.ClearDense();
        double loss = 0;
        for (var start = 0; start < batch.Length; start += LeNet5Workspace.MaxChunk)
        {
            var chunk = batch.Slice(start, Math.Min(LeNet5Workspace.MaxChunk, batch.Length - start));
            for (var i = 0; i < chunk.Length; i++)
                Gather(workspace, data, chunk[i], i);
            engine.Forward(workspace, chunk.Length);
            loss += LeNet5Loss.Gradient(workspace, chunk.Length, 1f / batch.Length);
            if (whole)
                engine.Backward(workspace, chunk.Length, workspace.Weights, keep, scale);
            else
                engine.Backward(workspace, chunk.Length, workspace.Gradients, keep: 1, scale: 1);
        }
        engine.ApplyConvolutions(workspace, keep, scale);
        if (!whole)
            engine.ApplyDense(workspace, keep, scale);
        engine.Prepare(workspace);
        return loss;
    }

    private static void Gather(LeNet5Workspace workspace, Dataset data, int sample, int slot)
    {
        var label = data.Labels[sample];
        if ((uint)label >= Classes)
            throw new ArgumentException($"sample {sample} has label {label}, expected 0..{Classes - 1}", nameof(data));
        LeNet5Images.Pad(data.Row(sample), workspace.Images + slot * Padded);
        workspace.Labels[slot] = label;
    }
}
