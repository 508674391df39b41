using System.Numerics.Tensors;
using Diten.Core.Losses;
using Diten.Core.Numerics;

namespace Diten.Core.Convergence;

/// <summary>Devices that learn one softmax regression together, in double precision.</summary>
internal sealed class SoftmaxFederation
{
    private readonly IReadOnlyList<SoftmaxRegression> _devices;
    private readonly double[] _samples;
    private readonly double _total;

    public SoftmaxFederation(IReadOnlyList<SoftmaxRegression> devices)
    {
        ArgumentNullException.ThrowIfNull(devices);
        if (devices.Count == 0) throw new ArgumentException("devices must hold at least one device", nameof(devices));
        for (var i = 1; i < devices.Count; i++)
        {
            Require.SameLength(devices[i].Classes, devices[0].Classes, $"devices[{i}].classes");
            Require.SameLength(devices[i].Features, devices[0].Features, $"devices[{i}].features");
            Require.Within(devices[i].Regularisation, devices[0].Regularisation, devices[0].Regularisation, $"devices[{i}].regularisation");
        }
        _devices = devices;
        _samples = [.. devices.Select(d => (double)d.Samples)];
        _total = _samples.Sum();
    }

    public int Size => _devices[0].Size;

    /// <summary>μ of the sum: that of the regularisation.</summary>
    public double StrongConvexity => _devices[0].Regularisation;

    public double Loss(double[] w)
    {
        var losses = new double[_devices.Count];
        for (var i = 0; i < losses.Length; i++) losses[i] = _devices[i].Loss(w);
        return GlobalLoss.Of(losses, _samples);
    }

    public void Gradient(double[] w, Span<double> gradient)
    {
        gradient.Clear();
        var local = new double[Size];
        for (var i = 0; i < _devices.Count; i++)
        {
            _devices[i].Gradient(w, local);
            TensorPrimitives.MultiplyAdd(local, _samples[i] / _total, gradient, gradient);
        }
    }

    /// <summary>One synchronous round: every device steps from w, the results are averaged by samples.</summary>
    public double[] Round(double[] w, double learningRate)
    {
        var average = new double[Size];
        var gradient = new double[Size];
        for (var i = 0; i < _devices.Count; i++)
        {
            double[] local = [.. w];
            _devices[i].Gradient(local, gradient);
            LocalStep.Apply<double>(local, gradient, learningRate);
            TensorPrimitives.MultiplyAdd<double>(local, _samples[i] / _total, average, average);
        }
        return average;
    }

    /// <summary>An L of the global loss: the mean of the local ones by samples.</summary>
    public double MeasureSmoothness(Random random)
    {
        var sum = 0.0;
        for (var i = 0; i < _devices.Count; i++) sum += _samples[i] / _total * _devices[i].MeasureSmoothness(random);
        // Power iteration comes from below.
        return sum * (1 + 1e-9);
    }

    /// <summary>F_g(w*) by Nesterov's method, from below: strong convexity certifies F_g(w) − ‖∇F_g(w)‖²/2μ ≤ F_g(w*).</summary>
    public double OptimalLoss(double smoothness)
    {
        const double certainty = 1e-13;
        var root = Math.Sqrt(StrongConvexity / smoothness);
        var momentum = (1 - root) / (1 + root);
        var (w, ahead, gradient) = (new double[Size], new double[Size], new double[Size]);
        for (var step = 0; step < 1_000_000; step++)
        {
            Gradient(ahead, gradient);
            var slack = TensorPrimitives.SumOfSquares<double>(gradient) / (2 * StrongConvexity);
            if (slack <= certainty) return Loss(ahead) - slack;
            for (var i = 0; i < w.Length; i++)
            {
                var next = ahead[i] - gradient[i] / smoothness;
                ahead[i] = next + momentum * (next - w[i]);
                w[i] = next;
            }
        }
        throw new InvalidOperationException("the optimum was not reached in 10⁶ steps; take a larger regularisation");
    }
}
