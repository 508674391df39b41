using Diten.Learning.Data;

namespace Diten.Learning.Models.Stages;

/// <summary>The loss at the end of a network: its value per sample and its gradient.</summary>
internal abstract unsafe class LossHead(Activation output)
{
    private readonly int[] _offsets = output.FlatOffsets();

    /// <summary>Creates the head that a description asks for.</summary>
    public static LossHead Create(ModelLoss loss, Activation output) => loss switch
    {
        CrossEntropy => new CrossEntropyHead(output),
        MeanSquaredError squared => new SquaredErrorHead(output, squared.TargetScale),
        _ => throw new ArgumentException($"no such loss: {loss.GetType().Name}", nameof(loss)),
    };

    /// <summary>Scores a batch.</summary>
    /// <param name="data">Labels or targets.</param>
    /// <param name="samples">The batch's samples.</param>
    /// <param name="scale">Factor of the gradient; NaN when no gradient is wanted.</param>
    /// <returns>Sum of the losses, and of the hits (classes) or of the squared errors in target units (regression).</returns>
    public (double Loss, double Score) Run(Dataset data, ReadOnlySpan<int> samples, float scale)
    {
        double loss = 0, score = 0;
        Span<float> values = stackalloc float[0];
        if (_offsets.Length <= 256)
            values = stackalloc float[_offsets.Length];
        else
            values = new float[_offsets.Length];
        for (var b = 0; b < samples.Length; b++)
        {
            var at = b * (nint)output.SampleStride;
            for (var i = 0; i < values.Length; i++)
                values[i] = output.Values[at + _offsets[i]];
            var (l, s) = Score(values, data, samples[b], scale);
            loss += l;
            score += s;
            if (float.IsNaN(scale))
                continue;
            for (var i = 0; i < values.Length; i++)
                output.Gradient[at + _offsets[i]] = values[i];
        }
        return (loss, score);
    }

    /// <summary>Loss and score of a sample; <paramref name="values"/> holds the outputs and receives the gradient.</summary>
    protected abstract (double Loss, double Score) Score(Span<float> values, Dataset data, int sample, float scale);
}

/// <summary>−log softmax; scores 1 for the right class. A NaN among the outputs makes the loss NaN.</summary>
internal sealed class CrossEntropyHead(Activation output) : LossHead(output)
{
    protected override (double Loss, double Score) Score(Span<float> values, Dataset data, int sample, float scale)
    {
        var label = data.Labels[sample];
        if ((uint)label >= (uint)values.Length)
            throw new ArgumentException($"sample {sample} of '{data.Name}' has label {label}, the model has classes 0..{values.Length - 1}");
        var best = 0;
        for (var i = 1; i < values.Length; i++)
            best = values[i] > values[best] ? i : best;
        var (max, own) = (values[best], values[label]);
        float sum = 0;
        for (var i = 0; i < values.Length; i++)
            sum += values[i] = MathF.Exp(values[i] - max);
        for (var i = 0; i < values.Length; i++)
            values[i] = scale * (values[i] / sum - (i == label ? 1 : 0));
        return (Math.Log(sum) - (own - max), best == label && !float.IsNaN(sum) ? 1 : 0);
    }
}

/// <summary>(output − target / scale)²; scores the squared error in target units.</summary>
internal sealed class SquaredErrorHead(Activation output, float targetScale) : LossHead(output)
{
    protected override (double Loss, double Score) Score(Span<float> values, Dataset data, int sample, float scale)
    {
        var difference = values[0] - data.Targets[sample] / targetScale;
        values[0] = scale * 2 * difference;
        double wide = difference;
        return (wide * wide, wide * wide * targetScale * targetScale);
    }
}
