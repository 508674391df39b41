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
            x = Layer(i, parameters.AsSpan(at), x);
            at += model.Layers[i].WeightCount + model.Layers[i].BiasCount;
        }
        return x;
    }

    /// <summary>One layer; its parameters come first in <paramref name="parameters"/>.</summary>
    public double[] Layer(int index, ReadOnlySpan<double> parameters, double[] x)
    {
        var (layer, input, output) = (model.Layers[index], model.Shapes[index], model.Shapes[index + 1]);
        var w = parameters[..layer.WeightCount].ToArray();
        var bias = parameters.Slice(layer.WeightCount, layer.BiasCount);
        if (layer is Dense)
            return DenseLayer(w, bias, x);
        if (layer is MaxPool2)
            return Enumerable.Range(0, output.Length).Select(i => Cells(input, output, i).Max(cell => x[cell])).ToArray();
        if (layer is not (Conv1D or Conv2D))
            return layer is Relu ? x.Select(v => Math.Max(v, 0)).ToArray() : x;
        var y = new double[output.Length];
        for (var i = 0; i < y.Length; i++)
            y[i] = bias[i / (output.Height * output.Width)];
        VisitTaps(layer, input, output, (o, s, k) => y[o] += w[k] * x[s]);
        return y;
    }

    /// <summary>Every product of a convolution: index of the output, of the input, of the weight.</summary>
    public static void VisitTaps(ModelLayer layer, TensorShape input, TensorShape output, Action<int, int, int> visit)
    {
        var (rows, columns, padY, padX, dilation) = layer switch
        {
            Conv2D c => (c.Kernel, c.Kernel, c.Padding, c.Padding, 1),
            Conv1D c => (1, c.Kernel, 0, c.Padding, c.Dilation),
            _ => throw new ArgumentException("no convolution", nameof(layer)),
        };
        for (var o = 0; o < output.Channels; o++)
            for (var r = 0; r < output.Height; r++)
                for (var c = 0; c < output.Width; c++)
                    for (var ky = 0; ky < rows; ky++)
                        for (var kx = 0; kx < columns; kx++)
                        {
                            var (sy, sx) = (r + ky - padY, c + kx * dilation - padX);
                            if (sy < 0 || sy >= input.Height || sx < 0 || sx >= input.Width)
                                continue;
                            for (var i = 0; i < input.Channels; i++)
                                visit((o * output.Height + r) * output.Width + c, (i * input.Height + sy) * input.Width + sx, ((o * input.Channels + i) * rows + ky) * columns + kx);
                        }
    }

    /// <summary>The inputs that a pooled output is the maximum of.</summary>
    public static IEnumerable<int> Cells(TensorShape input, TensorShape output, int index)
    {
        var rows = input.Rank == 3 ? 2 : 1;
        var (channel, r, c) = (index / (output.Height * output.Width), index / output.Width % output.Height, index % output.Width);
        return Enumerable.Range(0, rows * 2).Select(k => (channel * input.Height + r * rows + k / 2) * input.Width + 2 * c + k % 2);
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
}
