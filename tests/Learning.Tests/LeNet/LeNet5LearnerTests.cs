using Diten.Learning.Data;
using Diten.Learning.Kernels;
using Diten.Learning.LeNet;

namespace Diten.Learning.Tests.LeNet;

public sealed class LeNet5LearnerTests : LeNet5TestBase
{
    [Fact]
    public void Has_the_size_and_name_that_everyone_expects()
    {
        var learner = new LeNet5Learner();
        Assert.Equal(("lenet5", 61_706, 784, 10), (learner.Name, learner.ParameterCount, learner.FeatureLength, learner.OutputLength));
    }

    [Fact]
    public void Initial_parameters_fill_the_range_of_each_layer_and_depend_on_the_seed()
    {
        var first = Start(1);
        Assert.Equal(first, Start(1));
        Assert.NotEqual(first, Start(2));
        int[] fanIn = [25, 150, 400, 120, 84];
        for (var layer = 0; layer < 5; layer++)
        {
            var values = first[ReferenceLeNet5.Layers[layer]..ReferenceLeNet5.Layers[layer + 1]];
            var bound = 1 / Math.Sqrt(fanIn[layer]);
            Assert.All(values, value => Assert.InRange(value, -bound - 1e-6, bound + 1e-6));
            Assert.InRange(values.Max(), 0.95 * bound, bound + 1e-6);
            Assert.InRange(values.Min(), -bound - 1e-6, -0.95 * bound);
            Assert.InRange(values.Average(), -0.1 * bound, 0.1 * bound);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void The_same_seed_gives_the_same_bits_and_another_seed_another_order(int lanes)
    {
        var start = Start();
        var shard = Noise(30).All();
        var options = new TrainOptions { BatchSize = 7 };
        var learner = Learner(lanes);
        var first = Train(learner, start, shard, options);
        Train(learner, Start(9), Noise(25, 2).All(), options);
        Assert.Equal(first, Train(learner, start, shard, options));
        Assert.Equal(first, Train(Learner(lanes), start, shard, options));
        Assert.NotEqual(first, Train(learner, start, shard, options, seed: 4));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void The_result_may_be_the_same_memory_as_the_start(int lanes)
    {
        var start = Start();
        var shard = Noise(20).All();
        var apart = Train(Learner(lanes), start, shard, new TrainOptions());
        var memory = start.ToArray();
        Learner(lanes).Train(memory, shard, new TrainOptions(), 3, memory);
        Assert.Equal(apart, memory);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_shard_picks_its_samples_out_of_the_data(int lanes)
    {
        var start = Start();
        var data = Noise(40);
        var shard = new DataShard(data, new[] { 39, 3, 17, 3, 20 });
        var learner = Learner(lanes);
        Assert.Equal(Train(learner, start, shard.ToDataset().All(), new TrainOptions()), Train(learner, start, shard, new TrainOptions()));
        Assert.Equal(learner.Evaluate(start, shard.ToDataset()), learner.Evaluate(start, shard));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Learns_to_tell_simple_images_apart(int lanes)
    {
        var random = new SplitMix64(1);
        var features = new float[300 * 784];
        var labels = new int[300];
        for (var i = 0; i < 300; i++)
        {
            labels[i] = i % 10;
            for (var p = 0; p < 784; p++)
                features[i * 784 + p] = random.NextSingle() + (p / 28 / 3 == labels[i] ? 1.5f : 0);
        }
        var data = new Dataset("bars", features, 784, labels, 10);
        var learner = Learner(lanes);
        var parameters = Start();
        learner.Train(parameters, data.All(), new TrainOptions { Epochs = 15, LearningRate = 0.05f }, 1, parameters);
        Assert.InRange(learner.Evaluate(parameters, data).Accuracy, 0.97, 1);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void NaN_in_any_layer_shows_in_the_loss_and_the_result_and_leaves_nothing_behind(int lanes)
    {
        var shard = Noise(12).All();
        var healthy = Train(Learner(lanes), Start(), shard, new TrainOptions());
        var learner = Learner(lanes);
        foreach (var layer in ReferenceLeNet5.Layers.SkipLast(1))
        {
            var sick = Start();
            sick[layer] = float.NaN;
            var result = new float[sick.Length];
            foreach (var batch in new[] { 10, 0 })
            {
                var outcome = learner.Train(sick, shard, new TrainOptions { BatchSize = batch }, 3, result);
                Assert.True(double.IsNaN(outcome.Loss), $"layer at {layer}");
                Assert.Contains(result, float.IsNaN);
            }
            var evaluation = learner.Evaluate(sick, shard.Data);
            Assert.True(double.IsNaN(evaluation.Loss));
            Assert.Equal(0, evaluation.Accuracy);
        }
        Assert.Equal(healthy, Train(learner, Start(), shard, new TrainOptions()));
    }

    [Theory]
    [InlineData("parameters")]
    [InlineData("result")]
    [InlineData("features")]
    [InlineData("empty")]
    [InlineData("label")]
    [InlineData("epochs")]
    [InlineData("batch")]
    [InlineData("rate")]
    [InlineData("l2")]
    public void Wrong_arguments_are_refused_with_their_name(string what)
    {
        var learner = new LeNet5Learner();
        var start = new float[what == "parameters" ? 61705 : 61706];
        var result = new float[what == "result" ? 61707 : 61706];
        var data = Noise(4);
        if (what == "features")
            data = new Dataset("small", new float[40], 10, new int[4], 10);
        if (what == "label")
            data.Labels[2] = 10;
        var shard = what == "empty" ? new DataShard(data, default) : data.All();
        var options = new TrainOptions
        {
            Epochs = what == "epochs" ? 0 : 1,
            BatchSize = what == "batch" ? -1 : 10,
            LearningRate = what == "rate" ? float.NaN : 0.1f,
            L2 = what == "l2" ? -1 : 0,
        };
        var error = Assert.ThrowsAny<ArgumentException>(() => learner.Train(start, shard, options, 1, result));
        Assert.Contains(what is "features" or "empty" ? "samples" : what, error.Message, StringComparison.OrdinalIgnoreCase);
    }
}
