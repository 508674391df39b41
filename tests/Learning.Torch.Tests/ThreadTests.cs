using Diten.Learning.Data;
using Diten.Learning.Models;
using Diten.Learning.Torch.Models;
using Diten.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Diten.Learning.Torch.Tests;

public sealed class ThreadTests
{
    [Theory]
    [InlineData("lenet5")]
    [InlineData("rul-cnn")]
    public void The_bits_do_not_depend_on_how_many_devices_train_at_once(string name)
    {
        var description = name == "rul-cnn" ? LearnerFactory.Describe(name, 14 * 30, 0) : LearnerFactory.Describe(name);
        var data = description.Loss is MeanSquaredError
            ? new Dataset("targets", Tasks.Rows(210, side: 50).Features.AsSpan(0, 210 * 420).ToArray(), 420, [], 0, [.. Enumerable.Range(0, 210).Select(i => i % 125f)])
            : Tasks.Rows(210, 10, 28);
        using var learner = new TorchLearner(description, "cpu");
        Assert.Equal(Run(learner, data, 1), Run(learner, data, 4));
    }

    [Fact]
    public void A_model_that_draws_random_numbers_has_the_same_bits_too()
    {
        var model = TorchModel.FromModule(
            "dropout", TensorShape.Image(1, 8, 8), 3, new CrossEntropy(),
            () => nn.Sequential(("flatten", nn.Flatten()), ("one", nn.Linear(64, 20)), ("drop", nn.Dropout(0.5)), ("two", nn.Linear(20, 3))));
        using var learner = new TorchLearner(model, "cpu");
        var data = Tasks.Rows(210);
        var alone = Run(learner, data, 1);
        Assert.Equal(alone, Run(learner, data, 4));
        Assert.NotEqual(alone[0], alone[1]);
    }

    [Fact]
    public void Torch_takes_no_threads_of_its_own()
    {
        using var learner = new TorchLearner(Tasks.Small, "cpu");
        var data = Tasks.Rows(30);
        var start = Tasks.Start(learner);
        var counts = new int[4];
        var threads = Enumerable.Range(0, counts.Length).Select(t => new Thread(() =>
        {
            learner.Train(start, data.All(), new TrainOptions(), t, new float[start.Length]);
            counts[t] = get_num_threads();
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.Equal([1, 1, 1, 1], counts);
    }

    private static float[][] Run(TorchLearner learner, Dataset data, int threads)
    {
        var start = Tasks.Start(learner);
        var jobs = Enumerable.Range(0, 7).Select(d => new TrainJob
        {
            Parameters = start,
            Shard = new DataShard(data, Enumerable.Range(30 * d, 30).ToArray()),
            Options = new TrainOptions(),
            Seed = d,
            Result = new float[start.Length],
        }).ToArray();
        ParallelTrainer.TrainAll(learner, jobs, threads);
        return Array.ConvertAll(jobs, job => job.Result.ToArray());
    }
}
