namespace Diten.Learning.Tests.LeNet;

/// <summary>LeNet-5 as the textbook writes it: double precision, one loop per index, flat parameters in PyTorch's order.</summary>
internal static class ReferenceLeNet5
{
    private const int Conv1 = 0, Conv2 = 156, Dense1 = 2572, Dense2 = 50692, Dense3 = 60856;

    /// <summary>First parameter of each layer, and the end.</summary>
    public static IReadOnlyList<int> Layers { get; } = [Conv1, Conv2, Dense1, Dense2, Dense3, 61706];

    public static double Loss(double[] w, ReadOnlySpan<float> image, int label) => Run(w, image, label, null, 1);

    public static double[] Logits(double[] w, ReadOnlySpan<float> image)
    {
        var logits = new double[10];
        Run(w, image, 0, null, 1, logits);
        return logits;
    }

    /// <summary>Returns the loss and adds weight times its gradient.</summary>
    public static double Run(double[] w, ReadOnlySpan<float> image, int label, double[]? gradient, double weight, double[]? logits = null)
    {
        var input = new double[32 * 32];
        for (var y = 0; y < 28; y++)
        {
            for (var x = 0; x < 28; x++)
                input[(y + 2) * 32 + x + 2] = image[y * 28 + x];
        }
        var (p1, i1) = ConvPool(w, Conv1, input, 1, 32, 6);
        var (p2, i2) = ConvPool(w, Conv2, p1, 6, 14, 16);
        var h1 = Dense(w, Dense1, p2, 120, true);
        var h2 = Dense(w, Dense2, h1, 84, true);
        var z = Dense(w, Dense3, h2, 10, false);
        logits?.AsSpan().Clear();
        if (logits is not null)
            z.CopyTo(logits, 0);
        var max = z.Max();
        var sum = z.Sum(v => Math.Exp(v - max));
        var loss = Math.Log(sum) - (z[label] - max);
        if (gradient is null)
            return loss;
        var g = z.Select((v, c) => weight * (Math.Exp(v - max) / sum - (c == label ? 1 : 0))).ToArray();
        var gh2 = DenseBack(w, Dense3, h2, g, gradient);
        var gh1 = DenseBack(w, Dense2, h1, gh2, gradient);
        var gp2 = DenseBack(w, Dense1, p2, gh1, gradient);
        var gp1 = ConvBack(w, Conv2, p1, 6, 14, 16, p2, i2, gp2, gradient);
        ConvBack(w, Conv1, input, 1, 32, 6, p1, i1, gp1, gradient);
        return loss;
    }

    private static (double[] Pooled, int[] Argmax) ConvPool(double[] w, int start, double[] input, int channels, int side, int outputs)
    {
        int conv = side - 4, half = conv / 2, bias = start + outputs * channels * 25;
        var pooled = new double[outputs * half * half];
        var argmax = new int[pooled.Length];
        for (var o = 0; o < outputs; o++)
        {
            for (var at = 0; at < half * half; at++)
            {
                var best = double.NegativeInfinity;
                for (var d = 0; d < 4; d++)
                {
                    int y = at / half * 2 + d / 2, x = at % half * 2 + d % 2;
                    var sum = w[bias + o];
                    for (var t = 0; t < channels * 25; t++)
                        sum += w[start + o * channels * 25 + t] * input[t / 25 * side * side + (y + t % 25 / 5) * side + x + t % 5];
                    if (sum > best)
                        (best, argmax[o * half * half + at]) = (sum, y * side + x);
                }
                pooled[o * half * half + at] = Math.Max(0, best);
            }
        }
        return (pooled, argmax);
    }

    private static double[] ConvBack(
        double[] w, int start, double[] input, int channels, int side, int outputs, double[] pooled, int[] argmax, double[] g, double[] gradient)
    {
        var back = new double[input.Length];
        var area = pooled.Length / outputs;
        for (var i = 0; i < pooled.Length; i++)
        {
            if (pooled[i] <= 0)
                continue;
            var o = i / area;
            gradient[start + outputs * channels * 25 + o] += g[i];
            for (var t = 0; t < channels * 25; t++)
            {
                var at = t / 25 * side * side + argmax[i] + t % 25 / 5 * side + t % 5;
                gradient[start + o * channels * 25 + t] += g[i] * input[at];
                back[at] += g[i] * w[start + o * channels * 25 + t];
            }
        }
        return back;
    }

    private static double[] Dense(double[] w, int start, double[] x, int outputs, bool rectify)
    {
        var y = new double[outputs];
        for (var o = 0; o < outputs; o++)
        {
            y[o] = w[start + outputs * x.Length + o];
            for (var i = 0; i < x.Length; i++)
                y[o] += w[start + o * x.Length + i] * x[i];
            if (rectify)
                y[o] = Math.Max(0, y[o]);
        }
        return y;
    }

    // Back through the layer and the ReLU before it.
    private static double[] DenseBack(double[] w, int start, double[] x, double[] g, double[] gradient)
    {
        var back = new double[x.Length];
        for (var o = 0; o < g.Length; o++)
        {
            gradient[start + g.Length * x.Length + o] += g[o];
            for (var i = 0; i < x.Length; i++)
            {
                gradient[start + o * x.Length + i] += g[o] * x[i];
                if (x[i] > 0)
                    back[i] += g[o] * w[start + o * x.Length + i];
            }
        }
        return back;
    }
}
