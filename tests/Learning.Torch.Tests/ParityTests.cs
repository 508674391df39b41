using Diten.Learning.Data;
using Diten.Learning.Data.Digits;
using Diten.Learning.Data.Engines;
using Diten.Learning.Data.Partitions;
using Diten.Learning.Models;
using Diten.Learning.Training;
using static Diten.Learning.Torch.Tests.Tasks;

namespace Diten.Learning.Torch.Tests;

/// <summary>The same parameters and batches give what the built-in learner gives.</summary>
public sealed class ParityTests
{
    private static readonly Lazy<DataSplit> s_digits = new(() => DataSource.Load("digits", null, seed: 1, 6_000, 2_000));
    private static readonly Lazy<RulData> s_engines = new(() => RulData.Cut(GeneratedTelemetry.Load(1, 12)));

    [Theory]
    [InlineData("softmax")]
    [InlineData("mlp")]
    [InlineData("lenet5")]
    [InlineData("mcmahan-cnn")]
    [InlineData("rul-cnn")]
    public void After_one_step_every_parameter_is_within_a_millionth(string model)
    {
        var (data, options) = Task(model);
        var shard = new DataShard(data, Enumerable.Range(0, options.BatchSize).ToArray());
        var (own, torch) = Learners(model, data);
        var start = Start(own);
        Assert.InRange(Largest(Trained(own, start, shard, options, 1), Trained(torch, start, shard, options, 1)), 0, 1e-6);
        var moved = Trained(torch, start, shard, options, 1);
        Assert.NotEqual(start, moved);
    }

    [Theory]
    [InlineData("softmax")]
    [InlineData("mlp")]
    [InlineData("lenet5")]
    [InlineData("mcmahan-cnn")]
    [InlineData("rul-cnn")]
    public void A_last_batch_that_is_short_counts_alike(string model)
    {
        var (data, _) = Task(model);
        // Two steps, the second with three samples: whether their mean is over three or over ten makes a difference of 1e-2.
        var (shard, options) = (new DataShard(data, Enumerable.Range(0, 13).ToArray()), new TrainOptions { LearningRate = 0.05f });
        var (own, torch) = Learners(model, data);
        var start = Start(own);
        Assert.InRange(Largest(Trained(own, start, shard, options, 1), Trained(torch, start, shard, options, 1)), 0, 2e-6);
    }

    [Theory]
    [InlineData("softmax", 7, 600)]
    [InlineData("mlp", 7, 600)]
    [InlineData("lenet5", 7, 600)]
    [InlineData("mcmahan-cnn", 3, 100)]
    [InlineData("rul-cnn", 7, 0)]
    public void After_one_epoch_the_median_device_is_within_a_hundred_thousandth(string model, int devices, int samples)
    {
        var (data, options) = Task(model);
        var shards = samples == 0
            ? s_engines.Value.Units.Take(devices).ToArray()
            : Enumerable.Range(0, devices).Select(d => new DataShard(data, Enumerable.Range(d * samples, samples).ToArray())).ToArray();
        var (own, torch) = Learners(model, data);
        var start = Start(own);
        var distances = shards.Select((shard, d) => Largest(Trained(own, start, shard, options, d), Trained(torch, start, shard, options, d))).Order().ToArray();
        Assert.InRange(distances[devices / 2], 0, 1e-5);
    }

    [Fact]
    public void Losses_and_scores_are_the_same()
    {
        foreach (var model in LearnerFactory.Names)
        {
            var (data, options) = Task(model);
            var (own, torch) = Learners(model, data);
            var start = Start(own);
            var shard = new DataShard(data, Enumerable.Range(7, 733).ToArray());
            var (expected, actual) = (own.Evaluate(start, shard), torch.Evaluate(start, shard));
            Assert.Equal(expected.Loss, actual.Loss, 1e-5);
            Assert.Equal(expected.Accuracy, actual.Accuracy, 1.5 / 733);
            Assert.Equal(expected.RootMeanSquareError, actual.RootMeanSquareError, 1e-3);
            var few = new DataShard(data, Enumerable.Range(0, 90).ToArray());
            var (wanted, got) = (own.Train(start, few, options, 3, new float[start.Length]), torch.Train(start, few, options, 3, new float[start.Length]));
            Assert.Equal(wanted.Samples, got.Samples);
            Assert.Equal(wanted.Loss, got.Loss, 1e-4);
        }
    }

    [Fact]
    public void Full_batches_decay_and_epochs_are_read_in_the_same_way()
    {
        var data = s_digits.Value.Train;
        var shard = new DataShard(data, Enumerable.Range(0, 130).ToArray());
        var (own, torch) = Learners("mlp", data);
        var start = Start(own);
        var options = new TrainOptions { BatchSize = 0, Epochs = 3, L2 = 0.01f, LearningRate = 0.05f };
        Assert.InRange(Largest(Trained(own, start, shard, options, 1), Trained(torch, start, shard, options, 1)), 0, 1e-6);
    }

    [Theory]
    [InlineData("softmax")]
    [InlineData("mlp")]
    public void Accuracy_after_ten_rounds_is_within_half_a_point(string model)
    {
        var (own, torch) = Learners(model, s_digits.Value.Train);
        var shards = Partition.Iid(s_digits.Value.Train, [.. Enumerable.Repeat(600, 10)], 1);
        var (expected, actual) = (AfterTenRounds(own, Start(own), shards).Accuracy, AfterTenRounds(torch, Start(own), shards).Accuracy);
        Assert.InRange(expected, 0.8, 1);
        Assert.Equal(expected, actual, 0.005);
    }

    // Where LeNet-5 goes depends on the last bits: of several runs the middle one counts, beside what rounding alone makes of them.
    [Fact]
    public void Accuracy_of_LeNet5_after_ten_rounds_is_as_near_as_rounding_lets_it_be()
    {
        var (own, torch) = Learners("lenet5", s_digits.Value.Train);
        var (learners, rounding) = (new List<(double Accuracy, double Loss)>(), new List<(double Accuracy, double Loss)>());
        for (var seed = 1; seed <= 5; seed++)
        {
            var shards = Partition.Iid(s_digits.Value.Train, [.. Enumerable.Repeat(300, 6)], seed);
            var start = Start(own, seed);
            float[] moved = [MathF.BitIncrement(start[0]), .. start[1..]];
            var (expected, actual, control) = (AfterTenRounds(own, start, shards), AfterTenRounds(torch, start, shards), AfterTenRounds(own, moved, shards));
            Assert.InRange(expected.Accuracy, 0.5, 1);
            learners.Add((Math.Abs(actual.Accuracy - expected.Accuracy), Math.Abs(actual.Loss - expected.Loss)));
            rounding.Add((Math.Abs(control.Accuracy - expected.Accuracy), Math.Abs(control.Loss - expected.Loss)));
        }

        double Middle(IEnumerable<double> values) => values.Order().ElementAt(learners.Count / 2);
        Assert.InRange(Middle(learners.Select(d => d.Accuracy)), 0, 0.005);
        Assert.InRange(Middle(learners.Select(d => d.Loss)), 0, Math.Max(0.02, 3 * Middle(rounding.Select(d => d.Loss))));
        // The bounds tell learners apart: one with smaller steps is out of both.
        var first = Partition.Iid(s_digits.Value.Train, [.. Enumerable.Repeat(300, 6)], 1);
        var (whole, slower) = (AfterTenRounds(own, Start(own, 1), first), AfterTenRounds(own, Start(own, 1), first, rate: 0.03f));
        Assert.True(whole.Accuracy - slower.Accuracy > 0.01 && slower.Loss - whole.Loss > 0.04, $"{whole} and {slower}");
    }

    private static Evaluation AfterTenRounds(ILearner learner, float[] model, IReadOnlyList<DataShard> shards, float rate = 0.1f)
    {
        for (var round = 0; round < 10; round++) model = Round(learner, model, shards, round, rate);
        return learner.Evaluate(model, s_digits.Value.Test);
    }

    // FedAvg: everyone from the same model, then the mean.
    private static float[] Round(ILearner learner, float[] model, IReadOnlyList<DataShard> shards, int round, float rate)
    {
        var jobs = shards.Select((shard, d) => new TrainJob { Parameters = model, Shard = shard, Options = new TrainOptions { LearningRate = rate }, Seed = (round * 100) + d, Result = new float[model.Length] }).ToArray();
        ParallelTrainer.TrainAll(learner, jobs, 2);
        return [.. Enumerable.Range(0, model.Length).Select(p => (float)jobs.Average(job => (double)job.Result.Span[p]))];
    }

    internal static (Dataset Data, TrainOptions Options) Task(string model) => model == "rul-cnn"
        ? (s_engines.Value.Train, new TrainOptions { BatchSize = 64 })
        : (s_digits.Value.Train, new TrainOptions());

    internal static (ILearner Own, TorchLearner Torch) Learners(string model, Dataset data, string device = "cpu") =>
        (LearnerFactory.Create(model, data), new TorchLearner(LearnerFactory.Describe(model, data.FeatureLength, data.Classes), device));

    internal static double Largest(float[] one, float[] other) => one.Zip(other, (a, b) => Math.Abs((double)a - b)).Max();
}
