using System.Numerics.Tensors;
using Diten.Core.Losses;
using Diten.Core.Numerics;

namespace Diten.Core.Convergence;

/// <summary>
/// L2-regularised softmax regression in double precision: the model on which the convergence bound is exact.
/// F(w) = mean cross-entropy + (λ/2)·‖w‖², λ-strongly convex and smooth. Parameters are row-major classes × features.
/// </summary>
public sealed class SoftmaxRegression
{
    private readonly double[] _features;
    private readonly int[] _labels;

    /// <summary>Wraps one device's data; the arrays are not copied and must not change afterwards.</summary>
    /// <param name="features">Row-major samples × features, finite; append a 1 for a bias.</param>
    /// <param name="labels">Class per sample, 0 to classes − 1; at least one sample.</param>
    /// <param name="classes">2 or more.</param>
    /// <param name="regularisation">λ, above 0.</param>
    /// <exception cref="ArgumentException">A shape or a value is out of its range; the message names it.</exception>
    public SoftmaxRegression(double[] features, int[] labels, int classes, double regularisation)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        Require.Within(classes, 2, int.MaxValue, nameof(classes));
        Require.AboveZero(regularisation, nameof(regularisation));
        if (labels.Length == 0 || features.Length == 0 || features.Length % labels.Length != 0)
            throw new ArgumentException($"features has {features.Length} entries for {labels.Length} samples; it must be a whole number of at least 1 per sample", nameof(features));
        for (var i = 0; i < features.Length; i++) Require.Finite(features[i], $"features[{i}]");
        for (var i = 0; i < labels.Length; i++) Require.Within(labels[i], 0, classes - 1, $"labels[{i}]");
        (_features, _labels) = (features, labels);
        Classes = classes;
        Regularisation = regularisation;
    }

    /// <summary>Samples D_i.</summary>
    public int Samples => _labels.Length;

    /// <summary>Classes.</summary>
    public int Classes { get; }

    /// <summary>Features per sample.</summary>
    public int Features => _features.Length / _labels.Length;

    /// <summary>Parameters: classes × features.</summary>
    public int Size => Classes * Features;

    /// <summary>λ.</summary>
    public double Regularisation { get; }

    /// <summary>F_i(w) (Eq. 2).</summary>
    /// <param name="parameters">w, length <see cref="Size"/>.</param>
    public double Loss(ReadOnlySpan<double> parameters)
    {
        Require.SameLength(parameters.Length, Size, nameof(parameters));
        var losses = new double[Samples];
        var scores = new double[Classes];
        for (var j = 0; j < Samples; j++)
        {
            Scores(parameters, j, scores);
            var top = TensorPrimitives.Max<double>(scores);
            var sum = 0.0;
            foreach (var score in scores) sum += Math.Exp(score - top);
            losses[j] = top + Math.Log(sum) - scores[_labels[j]];
        }
        return LocalLoss.Mean(losses) + Regularisation / 2 * TensorPrimitives.SumOfSquares(parameters);
    }

    /// <summary>∇F_i(w).</summary>
    /// <param name="parameters">w, length <see cref="Size"/>.</param>
    /// <param name="gradient">Overwritten; same length.</param>
    public void Gradient(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        Require.SameLength(parameters.Length, Size, nameof(parameters));
        Require.SameLength(gradient.Length, Size, nameof(gradient));
        TensorPrimitives.Multiply(parameters, Regularisation, gradient);
        var share = new double[Classes];
        for (var j = 0; j < Samples; j++)
        {
            Scores(parameters, j, share);
            TensorPrimitives.SoftMax<double>(share, share);
            share[_labels[j]] -= 1;
            AddOuter(share, j, gradient);
        }
    }

    /// <summary>∇²F_i(w)·v, without forming the Hessian.</summary>
    /// <param name="parameters">w, length <see cref="Size"/>.</param>
    /// <param name="vector">v, same length.</param>
    /// <param name="product">Overwritten; same length.</param>
    public void HessianTimes(ReadOnlySpan<double> parameters, ReadOnlySpan<double> vector, Span<double> product)
    {
        Require.SameLength(parameters.Length, Size, nameof(parameters));
        Require.SameLength(vector.Length, Size, nameof(vector));
        Require.SameLength(product.Length, Size, nameof(product));
        TensorPrimitives.Multiply(vector, Regularisation, product);
        var share = new double[Classes];
        var change = new double[Classes];
        for (var j = 0; j < Samples; j++)
        {
            Scores(parameters, j, share);
            TensorPrimitives.SoftMax<double>(share, share);
            Scores(vector, j, change);
            var mean = TensorPrimitives.Dot<double>(share, change);
            for (var c = 0; c < Classes; c++) change[c] = share[c] * (change[c] - mean);
            AddOuter(change, j, product);
        }
    }

    /// <summary>L that holds everywhere: ½·λ_max(XᵀX/D) + λ (Böhning, Ann. Inst. Stat. Math. 44, 1992), measured on the data.</summary>
    /// <param name="random">Draws the start of the power iteration.</param>
    public double MeasureSmoothness(Random random)
    {
        return PowerIteration.Largest(Gram, Features, random) / 2 + Regularisation;

        void Gram(ReadOnlySpan<double> vector, Span<double> product)
        {
            product.Clear();
            for (var j = 0; j < Samples; j++)
                TensorPrimitives.MultiplyAdd(Row(j), TensorPrimitives.Dot(Row(j), vector) / Samples, product, product);
        }
    }

    /// <summary>The smallest and largest curvature at a point, eigenvalues of the Hessian. The smallest is λ everywhere:
    /// adding one vector to every class changes no probability.</summary>
    /// <param name="parameters">w, length <see cref="Size"/>.</param>
    /// <param name="random">Draws the starts of the power iterations.</param>
    public (double Smallest, double Largest) MeasureCurvature(double[] parameters, Random random)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var largest = PowerIteration.Largest(Product, Size, random);
        return (PowerIteration.Smallest(Product, Size, largest, random), largest);

        void Product(ReadOnlySpan<double> vector, Span<double> product) => HessianTimes(parameters, vector, product);
    }

    private ReadOnlySpan<double> Row(int sample) => _features.AsSpan(sample * Features, Features);

    private void Scores(ReadOnlySpan<double> parameters, int sample, Span<double> scores)
    {
        for (var c = 0; c < Classes; c++) scores[c] = TensorPrimitives.Dot(parameters.Slice(c * Features, Features), Row(sample));
    }

    private void AddOuter(ReadOnlySpan<double> perClass, int sample, Span<double> sum)
    {
        for (var c = 0; c < Classes; c++)
        {
            var part = sum.Slice(c * Features, Features);
            TensorPrimitives.MultiplyAdd(Row(sample), perClass[c] / Samples, part, part);
        }
    }
}
