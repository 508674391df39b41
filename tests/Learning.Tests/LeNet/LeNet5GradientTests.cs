using Diten.Learning.Data;
using Diten.Learning.Kernels;

namespace Diten.Learning.Tests.LeNet;

public sealed class LeNet5GradientTests : LeNet5TestBase
{
    [Theory]
    [MemberData(nameof(Widths))]
    public void One_step_agrees_with_the_reference_for_every_parameter(int lanes)
    {
        var start = Start();
        var data = Noise(10);
        var trained = Train(Learner(lanes), start, data.All(), new TrainOptions { LearningRate = 0.1f });

        var gradient = ReferenceGradient(start, data);
        for (var i = 0; i < start.Length; i++)
            Assert.True(Math.Abs(start[i] - 0.1 * gradient[i] - trained[i]) < 1e-6, $"parameter {i}: {trained[i]}");
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_layer_agrees_with_a_numeric_derivative_of_the_reference_loss(int lanes)
    {
        var start = Start(2);
        var data = Noise(3, 11);
        var trained = Train(Learner(lanes), start, data.All(), new TrainOptions { LearningRate = 1, BatchSize = 3 });
        var point = Array.ConvertAll(start, value => (double)value);
        var random = new SplitMix64(5);
        for (var layer = 0; layer < 5; layer++)
        {
            var checkedNonzero = 0;
            int first = ReferenceLeNet5.Layers[layer], end = ReferenceLeNet5.Layers[layer + 1];
            for (var n = 0; n < 16; n++)
            {
                // The last of a layer are its biases: they are among those looked at.
                var i = n < 3 ? end - 1 - n : first + random.Next(end - first);
                var expected = NumericDerivative(point, i, data);
                var actual = (double)start[i] - trained[i];
                Assert.True(Math.Abs(expected - actual) < 2e-6 + 1e-4 * Math.Abs(expected), $"layer {layer}, parameter {i}: {actual}, not {expected}");
                checkedNonzero += Math.Abs(expected) > 1e-6 ? 1 : 0;
            }
            Assert.True(checkedNonzero > 5, $"layer {layer}: nearly all derivatives are zero");
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void L2_adds_its_multiple_of_the_parameter(int lanes)
    {
        var start = Start();
        var data = Noise(10);
        var trained = Train(Learner(lanes), start, data.All(), new TrainOptions { L2 = 0.01f });

        var gradient = ReferenceGradient(start, data);
        for (var i = 0; i < start.Length; i++)
            Assert.Equal(start[i] - 0.1 * (gradient[i] + 0.01 * start[i]), trained[i], 1e-6);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Any_batch_size_gives_the_mean_gradient(int lanes)
    {
        var start = Start();
        foreach (var count in new[] { 1, 4, 5, 6, 20, 23 })
        {
            var data = Noise(count, (ulong)count);
            var gradient = ReferenceGradient(start, data);
            var full = Train(Learner(lanes), start, data.All(), new TrainOptions { BatchSize = 0 });
            var named = Train(Learner(lanes), start, data.All(), new TrainOptions { BatchSize = count });
            Assert.Equal(full, named);
            for (var i = 0; i < start.Length; i++)
                Assert.True(Math.Abs(start[i] - 0.1 * gradient[i] - full[i]) < 1e-6, $"{count} samples, parameter {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void An_epoch_with_a_smaller_last_batch_agrees_with_the_reference(int lanes)
    {
        var start = Start();
        var data = Noise(13);
        var result = new float[start.Length];
        var outcome = Learner(lanes).Train(start, data.All(), new TrainOptions { BatchSize = 5, Epochs = 2 }, 3, result);

        var w = Array.ConvertAll(start, value => (double)value);
        double loss = 0;
        var order = new int[13];
        for (var epoch = 0; epoch < 2; epoch++)
        {
            Shuffle.Order(3, epoch, data.All().Indices.Span, order);
            loss = 0;
            foreach (var batch in order.Chunk(5))
            {
                var gradient = new double[w.Length];
                loss += batch.Sum(i => ReferenceLeNet5.Run(w, data.Row(i), data.Labels[i], gradient, 1.0 / batch.Length));
                for (var i = 0; i < w.Length; i++)
                    w[i] -= 0.1f * gradient[i];
            }
        }
        Assert.Equal(13, outcome.Samples);
        Assert.Equal(loss / 13, outcome.Loss, 1e-5);
        for (var i = 0; i < w.Length; i++)
            Assert.True(Math.Abs(w[i] - result[i]) < 5e-6, $"parameter {i}: {result[i]}, not {w[i]}");
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Evaluation_agrees_with_the_reference(int lanes)
    {
        var start = Start();
        var data = Noise(33);
        var evaluation = Learner(lanes).Evaluate(start, data);

        var w = Array.ConvertAll(start, value => (double)value);
        var rows = Enumerable.Range(0, data.Count).ToArray();
        Assert.Equal(rows.Average(i => ReferenceLeNet5.Loss(w, data.Row(i), data.Labels[i])), evaluation.Loss, 1e-6);
        var hits = rows.Count(i =>
        {
            var logits = ReferenceLeNet5.Logits(w, data.Row(i));
            return Array.IndexOf(logits, logits.Max()) == data.Labels[i];
        });
        Assert.Equal(hits / 33.0, evaluation.Accuracy, 1e-12);
        Assert.True(double.IsNaN(evaluation.RootMeanSquareError));
    }

    private static double[] ReferenceGradient(float[] start, Dataset data)
    {
        var w = Array.ConvertAll(start, value => (double)value);
        var gradient = new double[w.Length];
        for (var i = 0; i < data.Count; i++)
            ReferenceLeNet5.Run(w, data.Row(i), data.Labels[i], gradient, 1.0 / data.Count);
        return gradient;
    }

    private static double NumericDerivative(double[] w, int index, Dataset data)
    {
        const double h = 1e-6;
        var old = w[index];
        w[index] = old + h;
        var up = Mean();
        w[index] = old - h;
        var down = Mean();
        w[index] = old;
        return (up - down) / (2 * h);

        double Mean() => Enumerable.Range(0, data.Count).Average(i => ReferenceLeNet5.Loss(w, data.Row(i), data.Labels[i]));
    }
}
