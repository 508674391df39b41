using Diten.Learning.Data;
using Diten.Learning.LeNet;
using Diten.Learning.Tests.LeNet;
using Diten.Learning.Training;

namespace Diten.Learning.Tests.Training;

public sealed class ParallelTests : LeNet5TestBase
{
    [Fact]
    public void Training_gives_the_same_bits_on_one_two_and_three_threads()
    {
        var one = TrainDevices(1);
        foreach (var threads in new[] { 2, 3 })
        {
            var many = TrainDevices(threads);
            for (var i = 0; i < one.Count; i++)
            {
                Assert.Equal(one[i].Result.ToArray(), many[i].Result.ToArray());
                Assert.Equal(one[i].Outcome, many[i].Outcome);
            }
        }
        var alone = Train(new LeNet5Learner(), Start(), one[3].Shard, one[3].Options, one[3].Seed);
        Assert.Equal(alone, one[3].Result.ToArray());
    }

    [Fact]
    public void Evaluation_gives_the_same_bits_on_one_and_two_threads_and_agrees_with_the_learner()
    {
        var learner = new LeNet5Learner();
        var data = Noise(2 * ParallelEvaluator.PieceSize + 123);
        var start = Start();
        var one = ParallelEvaluator.Evaluate(learner, start, data, 1);
        Assert.Equal(one, ParallelEvaluator.Evaluate(learner, start, data, 2));
        var whole = learner.Evaluate(start, data);
        Assert.Equal(whole.Loss, one.Loss, 1e-9);
        Assert.Equal(whole.Accuracy, one.Accuracy, 1e-12);
        Assert.True(double.IsNaN(one.RootMeanSquareError));
    }

    [Fact]
    public void Squared_errors_of_a_regression_add_up_over_the_pieces()
    {
        var targets = Enumerable.Range(0, 1234).Select(i => (float)i).ToArray();
        var data = new Dataset("line", new float[1234], 1, [], 0, targets);
        var evaluation = ParallelEvaluator.Evaluate(new Zero(), new float[1], data, 2);
        var mean = targets.Average(t => (double)t * t);
        Assert.Equal(mean, evaluation.Loss, 1e-6);
        Assert.Equal(Math.Sqrt(mean), evaluation.RootMeanSquareError, 1e-9);
        Assert.True(double.IsNaN(evaluation.Accuracy));
    }

    [Fact]
    public void A_job_that_does_not_fit_ends_the_run_with_its_own_error()
    {
        var jobs = Jobs();
        jobs[2] = new TrainJob { Parameters = new float[5], Shard = jobs[2].Shard, Options = jobs[2].Options, Seed = 1, Result = jobs[2].Result };
        var error = Assert.Throws<ArgumentException>(() => ParallelTrainer.TrainAll(new LeNet5Learner(), jobs, 2));
        Assert.Contains("expected 61706", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ParallelTrainer.TrainAll(new LeNet5Learner(), jobs, 0));
        Assert.Throws<ArgumentException>(() => ParallelEvaluator.Evaluate(new LeNet5Learner(), Start(), new DataShard(Noise(1), default), 1));
    }

    [Fact]
    public void A_cancelled_run_throws_and_does_nothing()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var jobs = Jobs();
        Assert.ThrowsAny<OperationCanceledException>(() => ParallelTrainer.TrainAll(new LeNet5Learner(), jobs, 2, source.Token));
        Assert.All(jobs, job => Assert.Equal(0, job.Outcome.Samples));
        ParallelTrainer.TrainAll(new LeNet5Learner(), [], 2);
    }

    private static List<TrainJob> TrainDevices(int threads)
    {
        var jobs = Jobs();
        ParallelTrainer.TrainAll(new LeNet5Learner(), jobs, threads);
        return jobs;
    }

    private static List<TrainJob> Jobs()
    {
        var data = Noise(120);
        var start = Start();
        return [.. Enumerable.Range(0, 7).Select(device => new TrainJob
        {
            Parameters = start,
            Shard = new DataShard(data, Enumerable.Range(device * 10, 11 + 5 * device).ToArray()),
            Options = new TrainOptions(),
            Seed = device,
            Result = new float[start.Length],
        })];
    }

    // Predicts 0 and supports whole data sets only.
    private sealed class Zero : ILearner
    {
        public string Name => "zero";

        public int ParameterCount => 1;

        public int FeatureLength => 1;

        public int OutputLength => 1;

        public void Initialize(int seed, Span<float> parameters) => parameters.Clear();

        public TrainResult Train(ReadOnlySpan<float> parameters, DataShard data, TrainOptions options, int seed, Span<float> result) =>
            throw new NotSupportedException();

        public Evaluation Evaluate(ReadOnlySpan<float> parameters, Dataset data)
        {
            var mean = data.Targets.Average(target => (double)target * target);
            return new Evaluation(mean, double.NaN, Math.Sqrt(mean));
        }
    }
}
