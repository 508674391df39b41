using Diten.Learning.Data;
using Diten.Learning.Models;

namespace Diten.Learning.Tests.Models;

/// <summary>The same models in double precision, as plainly as they can be written; gradients by central differences.</summary>
internal sealed class ReferenceNetwork(ModelDescription model)
{
    public double MeanLoss(double[] parameters, Dataset data, IReadOnlyList<int> samples) =>
        samples.Average(s => SampleLoss(Outputs(parameters, data.Row(s).ToArray().Select(v => (double)v).ToArray()), data, s));

    /// <summary>The step is small, lest a ReLU or a maximum has its kink within it.</summary>
    public double[] Gradient(float[] parameters, Dataset data, IReadOnlyList<int> samples) =>
        Gradient(parameters, data, samples, Enumerable.Range(0, parameters.Length));

    /// <summary>The same for some of the parameters.</summary>
    public double[] Gradient(float[] parameters, Dataset data, IReadOnlyList<int> samples, IEnumerable<int> which)
    {
        const double step = 1e-7;
        var p = parameters.Select(v => (double)v).ToArray();
        return which.Select(i =>
        {
            var at = p[i];
            p[i] = at + step;
            var up = MeanLoss(p, data, samples);
            p[i] = at - step;
            var down = MeanLoss(p, data, samples);
            p[i] = at;
            return (up - down) / (2 * step);
        }).ToArray();
    }

    public double[] Outputs(double[] parameters, double[] x)
    {
        var at = 0;
        for (var i = 0; i < model.Layers.Count; i++)
        {
            var layer = model.Layers[i];
            var w = parameters.AsSpan(at, layer.WeightCount);
            var bias = parameters.AsSpan(at + layer.WeightCount, layer.BiasCount);
            at += layer.WeightCount + layer.BiasCount;
            var (input, output) = (model.Shapes[i], model.Shapes[i + 1]);
            x = layer switch
            {
                Dense => DenseLayer(w, bias, x),
                Conv2D c => Convolve(w, bias, x, input, output, c.Kernel, c.Kernel, c.Padding, c.Padding, 1),
                Conv1D c => Convolve(w, bias, x, input, output, 1, c.Kernel, 0, c.Padding, c.Dilation),
                MaxPool2 => Pool(x, input, output),
                Relu => x.Select(v => Math.Max(v, 0)).ToArray(),
                _ => x,
            };
        }
        return x;
    }

    private double SampleLoss(double[] y, Dataset data, int sample)
    {
        if (model.Loss is MeanSquaredError { TargetScale: var scale })
            return Math.Pow(y[0] - data.Targets[sample] / scale, 2);
        var max = y.Max();
        return Math.Log(y.Sum(v => Math.Exp(v - max))) + max - y[data.Labels[sample]];
    }

    private static double[] DenseLayer(ReadOnlySpan<double> w, ReadOnlySpan<double> bias, double[] x)
    {
        var y = bias.ToArray();
        for (var o = 0; o < y.Length; o++)
            for (var i = 0; i < x.Length; i++)
                y[o] += w[o * x.Length + i] * x[i];
        return y;
    }

    private static double[] Convolve(ReadOnlySpan<double> w, ReadOnlySpan<double> bias, double[] x, TensorShape input, TensorShape output, int rows, int columns, int padY, int padX, int dilation)
    {
        var y = new double[output.Length];
        for (var o = 0; o < output.Channels; o++)
            for (var r = 0; r < output.Height; r++)
                for (var c = 0; c < output.Width; c++)
                {
                    var sum = bias[o];
                    for (var i = 0; i < input.Channels; i++)
                        for (var ky = 0; ky < rows; ky++)
                            for (var kx = 0; kx < columns; kx++)
                            {
                                var (sy, sx) = (r + ky - padY, c + kx * dilation - padX);
                                if (sy >= 0 && sy < input.Height && sx >= 0 && sx < input.Width)
                                    sum += w[((o * input.Channels + i) * rows + ky) * columns + kx] * x[(i * input.Height + sy) * input.Width + sx];
                            }
                    y[(o * output.Height + r) * output.Width + c] = sum;
                }
        return y;
    }

    private static double[] Pool(double[] x, TensorShape input, TensorShape output)
    {
        var y = new double[output.Length];
        var rows = input.Rank == 3 ? 2 : 1;
        for (var i = 0; i < y.Length; i++)
        {
            var (channel, r, c) = (i / (output.Height * output.Width), i / output.Width % output.Height, i % output.Width);
            y[i] = Enumerable.Range(0, rows * 2).Max(k => x[(channel * input.Height + r * rows + k / 2) * input.Width + 2 * c + k % 2]);
        }
        return y;
    }
}
