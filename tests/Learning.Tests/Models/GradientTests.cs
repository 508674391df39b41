using Diten.Learning.Kernels;
using Diten.Learning.Models;

namespace Diten.Learning.Tests.Models;

/// <summary>Each layer and loss on each instruction set against central differences of the reference in double.</summary>
public class GradientTests
{
    private static readonly ModelLoss Entropy = new CrossEntropy();

    private static readonly ModelDescription[] Cases =
    [
        new("dense", TensorShape.Vector(7), [new Dense(7, 3)], Entropy),
        new("dense-wide", TensorShape.Vector(33), [new Dense(33, 19), new Relu(), new Dense(19, 5)], Entropy),
        new("regression", TensorShape.Vector(9), [new Dense(9, 8), new Relu(), new Dense(8, 1)], new MeanSquaredError(50)),
        new("relu-first", TensorShape.Image(2, 3, 3), [new Relu(), new Flatten(), new Relu(), new Dense(18, 3)], Entropy),
        new("pool-first", TensorShape.Image(2, 5, 4), [new MaxPool2(), new Flatten(), new Dense(8, 3)], Entropy),
        new("conv", TensorShape.Image(2, 5, 6), [new Conv2D(2, 3, 3), new Flatten(), new Dense(36, 3)], Entropy),
        new("conv-relu", TensorShape.Image(1, 5, 5), [new Conv2D(1, 3, 3, 1), new Relu(), new Flatten(), new Dense(75, 3)], Entropy),
        new("conv-relu-pool-odd", TensorShape.Image(1, 7, 9), [new Conv2D(1, 4, 3, 1), new Relu(), new MaxPool2(), new Flatten(), new Dense(48, 3)], Entropy),
        new("conv-pool", TensorShape.Image(2, 6, 6), [new Conv2D(2, 3, 3, 1), new MaxPool2(), new Flatten(), new Dense(27, 3)], Entropy),
        new("pool-before-relu", TensorShape.Image(1, 6, 6), [new Conv2D(1, 3, 3), new MaxPool2(), new Relu(), new Flatten(), new Dense(12, 3)], Entropy),
        new("two-convs", TensorShape.Image(1, 8, 8),
            [new Conv2D(1, 5, 3, 1), new Relu(), new MaxPool2(), new Conv2D(5, 18, 3, 1), new Relu(), new MaxPool2(), new Flatten(), new Dense(72, 4)], Entropy),
        new("rows-of-many-vectors", TensorShape.Image(1, 6, 6),
            [new Conv2D(1, 32, 1), new Relu(), new Conv2D(32, 3, 5, 2), new Relu(), new MaxPool2(), new Flatten(), new Dense(27, 3)], Entropy),
        new("conv-conv-pool", TensorShape.Image(2, 6, 6),
            [new Conv2D(2, 3, 3, 1), new Relu(), new Relu(), new Conv2D(3, 4, 3), new Flatten(), new Dense(64, 3)], Entropy),
        new("conv-last", TensorShape.Image(2, 4, 4), [new Conv2D(2, 3, 4), new Flatten()], Entropy),
        new("sequence", TensorShape.Sequence(3, 9),
            [new Conv1D(3, 4, 3, 1), new Relu(), new MaxPool2(), new Conv1D(4, 5, 3, 2, Dilation: 2), new Relu(), new Flatten(), new Dense(20, 1)],
            new MeanSquaredError(125)),
        new("pool-last", TensorShape.Sequence(2, 6), [new Conv1D(2, 3, 3), new MaxPool2(), new Flatten()], Entropy),
    ];

    private static readonly Lazy<double[]> McMahanGradient = new(() =>
    {
        var model = BuiltInModels.McMahanCnn;
        var start = new float[model.ParameterCount];
        model.Initialize(17, start);
        return new ReferenceBackward(model).Gradient(start, TestData.Noise(model, 6, seed: 16), Enumerable.Range(0, 6).ToArray());
    });

    public static TheoryData<string, int> EveryCaseOnEveryPath()
    {
        var data = new TheoryData<string, int>();
        foreach (var model in Cases)
            foreach (var width in SimdWidths.Supported)
                data.Add(model.Name, (int)width);
        return data;
    }

    public static TheoryData<string> EveryCase() => [.. Cases.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(EveryCase))]
    public void The_reference_agrees_with_central_differences(string name)
    {
        var model = Cases.Single(c => name.Equals(c.Name, StringComparison.Ordinal));
        var data = TestData.Noise(model, 7, seed: 3);
        var start = new float[model.ParameterCount];
        model.Initialize(4, start);
        // All of a small model; of a large one some 300, spread over all layers, kernel positions and channels.
        var which = Enumerable.Range(0, start.Length).Where(i => i % (1 + start.Length / 300) == 0 || i >= start.Length - 5).ToArray();
        var samples = Enumerable.Range(0, 7).ToArray();
        var differences = new ReferenceNetwork(model).Gradient(start, data, samples, which);
        var gradient = new ReferenceBackward(model).Gradient(start, data, samples);
        for (var n = 0; n < which.Length; n++)
            Assert.Equal(differences[n], gradient[which[n]], 1e-6 * Math.Max(1, differences.Max(Math.Abs)));
    }

    public static TheoryData<int> EveryPath() => [.. SimdWidths.Supported.Select(w => (int)w)];

    [Theory]
    [MemberData(nameof(EveryPath))]
    public void McMahans_network_takes_the_references_step(int width)
    {
        var model = BuiltInModels.McMahanCnn;
        var learner = new NetworkLearner(model, (SimdWidth)width);
        var data = TestData.Noise(model, 6, seed: 16);
        var start = learner.Parameters(seed: 17);
        var result = learner.Trained(start, data.All(), new TrainOptions());
        var expected = McMahanGradient.Value;
        for (var i = 0; i < start.Length; i++)
        {
            if (!(Math.Abs(start[i] - 0.1 * expected[i] - result[i]) < 1e-6))
                Assert.Fail($"parameter {i}: expected {start[i] - 0.1 * expected[i]}, got {result[i]}");
        }
    }

    [Theory]
    [MemberData(nameof(EveryCaseOnEveryPath))]
    public void A_step_goes_down_the_gradient(string name, int width)
    {
        var model = Cases.Single(c => name.Equals(c.Name, StringComparison.Ordinal));
        var learner = new NetworkLearner(model, (SimdWidth)width);
        // 7 samples: a block of 5 and a remainder in the dense kernels.
        var data = TestData.Noise(model, 7, seed: 3);
        var start = learner.Parameters(seed: 4);
        const float Rate = 0.5f;
        const float L2 = 0.01f;
        var result = learner.Trained(start, data.All(), new TrainOptions { BatchSize = 0, LearningRate = Rate, L2 = L2 });
        var expected = new ReferenceBackward(model).Gradient(start, data, Enumerable.Range(0, 7).ToArray());
        var tolerance = 1e-6 * Math.Max(1, expected.Max(Math.Abs));
        for (var i = 0; i < start.Length; i++)
            Assert.Equal(expected[i] + L2 * start[i], (start[i] - (double)result[i]) / Rate, tolerance);
    }

    [Theory]
    [MemberData(nameof(EveryCaseOnEveryPath))]
    public void Losses_and_scores_are_the_references(string name, int width)
    {
        var model = Cases.Single(c => name.Equals(c.Name, StringComparison.Ordinal));
        var learner = new NetworkLearner(model, (SimdWidth)width);
        var data = TestData.Noise(model, 70, seed: 5); // more than pass at once
        var parameters = learner.Parameters(seed: 6);
        var evaluation = learner.Evaluate(parameters, data);
        var reference = new ReferenceNetwork(model);
        var wide = parameters.Select(v => (double)v).ToArray();
        Assert.Equal(reference.MeanLoss(wide, data, Enumerable.Range(0, 70).ToArray()), evaluation.Loss, 1e-5);
        var outputs = Enumerable.Range(0, 70).Select(s => reference.Outputs(wide, data.Row(s).ToArray().Select(v => (double)v).ToArray())).ToArray();
        if (model.Loss is MeanSquaredError { TargetScale: var scale })
        {
            var rmse = Math.Sqrt(outputs.Select((y, s) => Math.Pow(y[0] * scale - data.Targets[s], 2)).Average());
            Assert.Equal(rmse, evaluation.RootMeanSquareError, 1e-3);
            Assert.True(double.IsNaN(evaluation.Accuracy));
        }
        else
        {
            Assert.Equal(outputs.Where((y, s) => Array.IndexOf(y, y.Max()) == data.Labels[s]).Count() / 70.0, evaluation.Accuracy, 1e-12);
            Assert.True(double.IsNaN(evaluation.RootMeanSquareError));
        }
    }
}
