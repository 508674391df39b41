using Diten.Learning.Data;
using Diten.Learning.Models;

namespace Diten.Learning.Tests.Models;

/// <summary>Back-propagation in double, plainly, for models too large for differences; checked against them on small ones.</summary>
internal sealed class ReferenceBackward(ModelDescription model)
{
    private readonly ReferenceNetwork _network = new(model);

    public double[] Gradient(float[] parameters, Dataset data, IReadOnlyList<int> samples)
    {
        var p = parameters.Select(v => (double)v).ToArray();
        var sum = new double[p.Length];
        foreach (var sample in samples)
            Add(p, sum, data, sample, 1.0 / samples.Count);
        return sum;
    }

    private void Add(double[] p, double[] sum, Dataset data, int sample, double weight)
    {
        var values = new List<double[]> { data.Row(sample).ToArray().Select(v => (double)v).ToArray() };
        var offsets = new List<int> { 0 };
        for (var i = 0; i < model.Layers.Count; i++)
        {
            values.Add(_network.Layer(i, p.AsSpan(offsets[i]), values[i]));
            offsets.Add(offsets[i] + model.Layers[i].WeightCount + model.Layers[i].BiasCount);
        }
        var g = LossGradient(values[^1], data, sample).Select(v => v * weight).ToArray();
        for (var i = model.Layers.Count - 1; i >= 0; i--)
        {
            var (layer, x) = (model.Layers[i], values[i]);
            var dx = new double[x.Length];
            var at = offsets[i];
            if (layer is Dense dense)
                VisitDense(dense, (o, k, w) => Both(o, k, at + w));
            else if (layer is Conv2D or Conv1D)
                ReferenceNetwork.VisitTaps(layer, model.Shapes[i], model.Shapes[i + 1], (y, s, w) => Both(y, s, at + w));
            else
                Pass(layer, x, g, dx, model.Shapes[i], model.Shapes[i + 1]);
            for (var o = 0; o < g.Length && layer.BiasCount > 0; o++)
                sum[at + layer.WeightCount + o / (g.Length / layer.BiasCount)] += g[o];
            void Both(int y, int s, int w)
            {
                sum[w] += g[y] * x[s];
                dx[s] += g[y] * p[w];
            }
            g = dx;
        }
    }

    private static void VisitDense(Dense layer, Action<int, int, int> visit)
    {
        for (var o = 0; o < layer.Outputs; o++)
            for (var k = 0; k < layer.Inputs; k++)
                visit(o, k, o * layer.Inputs + k);
    }

    private static void Pass(ModelLayer layer, double[] x, double[] g, double[] dx, TensorShape input, TensorShape output)
    {
        for (var i = 0; i < g.Length; i++)
        {
            if (layer is MaxPool2)
                dx[ReferenceNetwork.Cells(input, output, i).MaxBy(cell => x[cell])] += g[i];
            else if (layer is Flatten || x[i] > 0)
                dx[i] += g[i];
        }
    }

    private double[] LossGradient(double[] y, Dataset data, int sample)
    {
        if (model.Loss is MeanSquaredError { TargetScale: var scale })
            return [2 * (y[0] - data.Targets[sample] / scale)];
        var max = y.Max();
        var total = y.Sum(v => Math.Exp(v - max));
        return y.Select((v, i) => Math.Exp(v - max) / total - (i == data.Labels[sample] ? 1 : 0)).ToArray();
    }
}
