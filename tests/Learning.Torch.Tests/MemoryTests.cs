using Diten.Learning.Data;
using Diten.Learning.Models;
using Diten.Learning.Torch.Models;
using TorchSharp;

namespace Diten.Learning.Torch.Tests;

public sealed class MemoryTests
{
    [Fact]
    public void A_thousand_rounds_leave_no_tensor_behind()
    {
        var data = Tasks.Rows(60);
        var shards = Enumerable.Range(0, 3).Select(d => new DataShard(data, Enumerable.Range(20 * d, 20).ToArray())).ToArray();
        using var learner = new TorchLearner(Tasks.Small, "cpu");
        var model = Tasks.Start(learner);
        void Rounds(int from, int count)
        {
            for (var round = from; round < from + count; round++)
            {
                foreach (var shard in shards) learner.Train(model, shard, new TrainOptions { LearningRate = 0.01f }, round, model);
                learner.Evaluate(model, data);
            }
        }

        Rounds(0, 20);
        // What other tests left for the collector would make the balance look better than it is.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var (tensors, bytes) = (torch.Tensor.TotalCount, Environment.WorkingSet);
        Rounds(20, 1000);
        // Fewer, if the collector finds one more of another test's.
        Assert.InRange(torch.Tensor.TotalCount, 1, tensors);
        // Loosely, for the collector takes its own time with managed memory.
        Assert.InRange(Environment.WorkingSet - bytes, long.MinValue, 512L << 20);
        Assert.InRange(learner.Evaluate(model, data).Accuracy, 0.9, 1);
    }

    [Fact]
    public void A_scope_of_the_callers_takes_nothing_from_the_learner()
    {
        TorchLearner learner;
        using (torch.NewDisposeScope()) learner = new TorchLearner(Tasks.Small, "cpu");
        var data = Tasks.Rows(30);
        var start = Tasks.Start(learner);
        float[] first;
        using (torch.NewDisposeScope()) first = Tasks.Trained(learner, start, data.All(), new TrainOptions(), 1);
        Assert.Equal(first, Tasks.Trained(learner, start, data.All(), new TrainOptions(), 1));
        learner.Dispose();
        // What was freed is made again.
        Assert.Equal(first, Tasks.Trained(learner, start, data.All(), new TrainOptions(), 1));
    }

    [Fact]
    public void Memory_that_no_machine_has_is_refused_before_it_is_asked_for()
    {
        // 784 million outputs of the convolution per sample.
        var wide = new ModelDescription("wide", TensorShape.Image(1, 28, 28), [new Conv2D(1, 1_000_000, 1), new MaxPool2(), new MaxPool2(), new MaxPool2(), new Flatten(), new Dense(9_000_000, 2)], new CrossEntropy());
        var model = TorchModel.Of(wide);
        Assert.InRange(MemoryNeed.Bytes(model, wide.Signature, 10_000), 60_000_000_000_000, long.MaxValue);
        var error = Assert.Throws<LearnerException>(() => MemoryNeed.Check(model, wide.Signature, 10_000));
        Assert.Contains("smaller batch", error.Message, StringComparison.Ordinal);
        MemoryNeed.Check(TorchModel.Of(Tasks.Small), Tasks.Small.Signature, 10);
    }
}
