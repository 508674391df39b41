using static Diten.Learning.LeNet.LeNet5Shape;

namespace Diten.Learning.LeNet;

/// <summary>Softmax cross entropy over a chunk's logits, in nats.</summary>
internal static unsafe class LeNet5Loss
{
    /// <summary>Adds up the losses and writes the gradient of their mean.</summary>
    /// <param name="workspace">Logits and labels in, gradient out.</param>
    /// <param name="samples">Samples of the chunk.</param>
    /// <param name="weight">1 / samples of the whole batch.</param>
    /// <returns>Sum of the samples' losses.</returns>
    public static double Gradient(LeNet5Workspace workspace, int samples, float weight)
    {
        double loss = 0;
        for (var s = 0; s < samples; s++)
        {
            var z = workspace.Logits + s * ClassesPadded;
            var g = workspace.LogitsGradient + s * ClassesPadded;
            var max = z[0];
            for (var c = 1; c < Classes; c++)
                max = MathF.Max(max, z[c]);
            var sum = 0f;
            for (var c = 0; c < Classes; c++)
            {
                g[c] = MathF.Exp(z[c] - max);
                sum += g[c];
            }
            var label = workspace.Labels[s];
            loss += Math.Log(sum) - (z[label] - max);
            var scale = weight / sum;
            for (var c = 0; c < Classes; c++)
                g[c] *= scale;
            g[label] -= weight;
        }
        return loss;
    }

    /// <summary>Adds up the losses and counts the samples whose largest logit is their label's.</summary>
    /// <returns>Sum of the samples' losses; number of hits, the first of equal logits being the prediction.</returns>
    public static (double Loss, int Hits) Score(LeNet5Workspace workspace, int samples)
    {
        double loss = 0;
        var hits = 0;
        for (var s = 0; s < samples; s++)
        {
            var z = workspace.Logits + s * ClassesPadded;
            var best = 0;
            var max = z[0];
            for (var c = 1; c < Classes; c++)
            {
                if (z[c] > z[best])
                    best = c;
                max = MathF.Max(max, z[c]);
            }
            var sum = 0f;
            for (var c = 0; c < Classes; c++)
                sum += MathF.Exp(z[c] - max);
            var label = workspace.Labels[s];
            loss += Math.Log(sum) - (z[label] - max);
            hits += best == label && !float.IsNaN(max) ? 1 : 0;
        }
        return (loss, hits);
    }
}
