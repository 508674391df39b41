using Diten.Learning.Data;
using Diten.Learning.Models;

namespace Diten.Learning.Tests.Models;

public class NetworkLearnerTests
{
    private static readonly ModelDescription Small = new("small", TensorShape.Image(1, 8, 8),
        [new Conv2D(1, 4, 3, 1), new Relu(), new MaxPool2(), new Flatten(), new Dense(64, 3)], new CrossEntropy());

    [Fact]
    public void Softmax_learns_what_a_line_separates()
    {
        var learner = LearnerFactory.Create("softmax", 20, 4);
        var data = TestData.Clusters(20, 4, 400, seed: 1);
        var trained = learner.Trained(learner.Parameters(1), data.All(), new TrainOptions { Epochs = 3 });
        Assert.True(learner.Evaluate(trained, TestData.Clusters(20, 4, 200, seed: 2)).Accuracy > 0.98);
    }

    [Fact]
    public void Mlp_learns_what_no_line_separates()
    {
        // Two features of a random sign; the class is the sign of their product.
        var random = new Random(5);
        var features = Enumerable.Range(0, 800).Select(_ => (random.Next(2) * 2 - 1) * (0.5f + random.NextSingle())).ToArray();
        var labels = Enumerable.Range(0, 400).Select(i => features[2 * i] * features[2 * i + 1] > 0 ? 1 : 0).ToArray();
        var data = new Dataset("xor", features, 2, labels, 2);
        var learner = new NetworkLearner(BuiltInModels.Mlp(2, 2, hidden: 16));
        var trained = learner.Trained(learner.Parameters(1), data.All(), new TrainOptions { Epochs = 30 });
        Assert.True(learner.Evaluate(trained, data).Accuracy > 0.98);
        var linear = LearnerFactory.Create("softmax", data);
        Assert.True(linear.Evaluate(linear.Trained(linear.Parameters(1), data.All(), new TrainOptions { Epochs = 30 }), data).Accuracy < 0.7);
    }

    [Fact]
    public void Regression_learns_a_sum()
    {
        var random = new Random(6);
        var features = Enumerable.Range(0, 900).Select(_ => random.NextSingle()).ToArray();
        var targets = Enumerable.Range(0, 300).Select(i => 100 * (features[3 * i] + features[3 * i + 1] - features[3 * i + 2])).ToArray();
        var data = new Dataset("sum", features, 3, [], 0, targets);
        var learner = new NetworkLearner(new ModelDescription("sum", TensorShape.Vector(3), [new Dense(3, 1)], new MeanSquaredError(100)));
        var trained = learner.Trained(learner.Parameters(1), data.All(), new TrainOptions { Epochs = 100 });
        Assert.True(learner.Evaluate(trained, data).RootMeanSquareError < 0.1);
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        var learner = new NetworkLearner(Small);
        var data = TestData.Noise(Small, 600, seed: 7);
        var start = learner.Parameters(2);
        var shards = Enumerable.Range(0, 24).Select(d => new DataShard(data, Enumerable.Range(25 * d, 1 + d).ToArray())).ToArray();
        var alone = shards.Select((s, d) => learner.Trained(start, s, new TrainOptions { Epochs = 2 }, d)).ToArray();
        var together = new float[shards.Length][];
        Parallel.For(0, shards.Length, d => together[d] = learner.Trained(start, shards[d], new TrainOptions { Epochs = 2 }, d));
        for (var d = 0; d < shards.Length; d++)
            Assert.Equal(alone[d], together[d]);
    }

    [Fact]
    public void A_failed_or_diverged_call_leaves_nothing_behind()
    {
        var learner = new NetworkLearner(Small);
        var data = TestData.Noise(Small, 30, seed: 8);
        var start = learner.Parameters(3);
        var before = learner.Trained(start, data.All(), new TrainOptions());
        var poisoned = (float[])start.Clone();
        Array.Fill(poisoned, float.NaN);
        Assert.True(float.IsNaN(learner.Trained(poisoned, data.All(), new TrainOptions())[0]));
        var infinite = new Dataset("bad", Enumerable.Repeat(float.PositiveInfinity, 64 * 30).ToArray(), 64, data.Labels, 3);
        Assert.True(double.IsNaN(learner.Train(start, infinite.All(), new TrainOptions(), 1, new float[start.Length]).Loss));
        var wrong = new Dataset("wrong label", data.Features, 64, Enumerable.Repeat(7, 30).ToArray(), 3);
        Assert.Contains("label 7", Assert.Throws<ArgumentException>(() => learner.Trained(start, wrong.All(), new TrainOptions())).Message, StringComparison.Ordinal);
        Assert.Equal(before, learner.Trained(start, data.All(), new TrainOptions()));
    }

    [Fact]
    public void Full_batches_beyond_one_pass_are_one_step()
    {
        var data = TestData.Noise(Small, 150, seed: 9);
        var learner = new NetworkLearner(Small);
        var start = learner.Parameters(4);
        var result = learner.Trained(start, data.All(), new TrainOptions { BatchSize = 0, LearningRate = 0.5f, L2 = 0.1f });
        var expected = new ReferenceNetwork(Small).Gradient(start, data, Enumerable.Range(0, 150).ToArray());
        for (var i = 0; i < start.Length; i++)
            Assert.Equal(start[i] - 0.5 * (expected[i] + 0.1 * start[i]), result[i], 1e-6);
    }

    [Fact]
    public void Steps_are_taken_in_the_shuffled_order_and_the_last_batch_may_be_smaller()
    {
        var data = TestData.Noise(Small, 23, seed: 10);
        var learner = new NetworkLearner(Small);
        var start = learner.Parameters(5);
        var options = new TrainOptions { Epochs = 2, LearningRate = 0.05f };
        var result = learner.Trained(start, data.All(), options, seed: 77);
        var step = (float[])start.Clone();
        var order = new int[23];
        for (var epoch = 0; epoch < 2; epoch++)
        {
            Diten.Learning.Kernels.Shuffle.Order(77, epoch, Enumerable.Range(0, 23).ToArray(), order);
            foreach (var batch in order.Chunk(10))
            {
                var gradient = new ReferenceNetwork(Small).Gradient(step, data, batch);
                step = step.Select((v, i) => (float)(v - 0.05 * gradient[i])).ToArray();
            }
        }
        for (var i = 0; i < start.Length; i++)
            Assert.Equal(step[i], result[i], 2e-6);
    }

    [Fact]
    public void Result_may_be_the_start_and_the_start_is_not_changed()
    {
        var learner = new NetworkLearner(Small);
        var data = TestData.Noise(Small, 30, seed: 11);
        var start = learner.Parameters(6);
        var copy = (float[])start.Clone();
        var result = learner.Trained(start, data.All(), new TrainOptions());
        Assert.Equal(copy, start);
        learner.Train(copy, data.All(), new TrainOptions(), 1, copy);
        Assert.Equal(result, copy);
    }

    [Fact]
    public void A_shard_is_evaluated_like_its_own_data_set()
    {
        ILearner learner = new NetworkLearner(Small);
        var data = TestData.Noise(Small, 200, seed: 14);
        var shard = new DataShard(data, Enumerable.Range(0, 90).Select(i => 2 * i + 1).ToArray());
        var parameters = learner.Parameters(9);
        Assert.Equal(learner.Evaluate(parameters, shard.ToDataset()), learner.Evaluate(parameters, shard));
        Assert.Equal(learner.Evaluate(parameters, data), learner.Evaluate(parameters, data.All()));
    }

    [Fact]
    public void LeNets_own_learner_agrees_with_the_layered_one()
    {
        var layered = new NetworkLearner(BuiltInModels.LeNet5);
        var own = LearnerFactory.Create("lenet5");
        var data = TestData.Noise(BuiltInModels.LeNet5, 10, seed: 15);
        var start = layered.Parameters(10);
        Assert.Equal(start, own.Parameters(10));
        var expected = layered.Trained(start, data.All(), new TrainOptions());
        var actual = own.Trained(start, data.All(), new TrainOptions());
        for (var i = 0; i < start.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-6);
    }

    [Fact]
    public void Nothing_is_allocated_once_warm()
    {
        var learner = new NetworkLearner(Small);
        var shard = TestData.Noise(Small, 50, seed: 12).All();
        var parameters = learner.Parameters(7);
        var options = new TrainOptions();
        for (var i = 0; i < 2; i++)
            learner.Train(parameters, shard, options, i, parameters);

        // The least of several: a collection that clears pooled arrays, or a method compiled anew, may add to one of them.
        var least = long.MaxValue;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10; i++)
                learner.Train(parameters, shard, options, i, parameters);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.InRange(least, 0, 1000);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        var learner = new NetworkLearner(Small);
        var data = TestData.Noise(Small, 5, seed: 13);
        var start = learner.Parameters(8);
        void Fails(string part, Action action) =>
            Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
        Fails("has 3 values, 'small' has", () => learner.Trained(new float[3], data.All(), new TrainOptions()));
        Fails("empty", () => learner.Trained(start, new DataShard(data, Array.Empty<int>()), new TrainOptions()));
        Fails("names sample 9", () => learner.Trained(start, new DataShard(data, new[] { 9 }), new TrainOptions()));
        Fails("LearningRate", () => learner.Trained(start, data.All(), new TrainOptions { LearningRate = float.NaN }));
        Fails("Epochs", () => learner.Trained(start, data.All(), new TrainOptions { Epochs = 0 }));
        Fails("BatchSize", () => learner.Trained(start, data.All(), new TrainOptions { BatchSize = -1 }));
        Fails("L2", () => learner.Trained(start, data.All(), new TrainOptions { L2 = -1 }));
        Fails("takes 64 [1, 8, 8]", () => learner.Evaluate(start, TestData.Clusters(5, 3, 4, 1)));
        Fails("has 4 classes", () => learner.Evaluate(start, TestData.Clusters(64, 4, 4, 1)));
        Fails("no samples", () => learner.Evaluate(start, new Dataset("none", [], 64, [], 3)));
        Fails("has no classes", () => learner.Evaluate(start, new Dataset("numbers", new float[64], 64, [], 0, [1])));
        Fails("has no targets", () => LearnerFactory.Create("rul-cnn", 420, 0).Evaluate(LearnerFactory.Create("rul-cnn", 420, 0).Parameters(1), TestData.Clusters(420, 2, 4, 1)));
    }
}
