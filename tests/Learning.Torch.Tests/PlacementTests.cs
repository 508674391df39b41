using Diten.Learning.Allocation;
using Diten.Learning.Data;
using Diten.Learning.Models;
using Diten.Learning.Torch.Allocation;
using Diten.Learning.Torch.Models;
using TorchSharp;

namespace Diten.Learning.Torch.Tests;

/// <summary>
/// Where tensors are, on a machine without a card. Torch's meta device computes shapes only, refuses element-wise work with
/// tensors of another device as CUDA does, and gives no values back. So a step whose first failure is that its result has no
/// values kept to the device from the batch to the loss. Parameters and batches, which dense layers take unlooked-at there, are
/// looked at directly. Torch has no convolution, pooling, ReLU or squared error on it.
/// </summary>
public sealed class PlacementTests
{
    private const string Through = "Cannot copy out of meta tensor";
    private static readonly torch.Device s_meta = new(DeviceType.META);
    private static readonly Dataset s_rows = new("rows", Tasks.Rows(20).Features, 64, Tasks.Rows(20).Labels, 3, targets: new float[20]);

    public static TheoryData<string> Models() => ["described", "module"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Training_and_evaluation_leave_no_tensor_behind(string kind)
    {
        var model = Model(kind);
        using var network = new TorchNetwork(model, s_meta);
        network.Load(model.Initial(1));
        Assert.All(network.Module.parameters(), parameter => Assert.Equal(DeviceType.META, parameter.device_type));
        var shard = new DataShard(s_rows, Enumerable.Range(0, 20).ToArray());
        foreach (var decay in new[] { 0f, 0.01f })
            IsThrough(() => network.Train(shard, new TrainOptions { L2 = decay }, 1));
        IsThrough(() => network.Evaluate(s_rows, [], 20));
        IsThrough(() => network.Store(new float[network.Blocks[^1].Offset + network.Blocks[^1].Count]));
        using var scope = torch.NewDisposeScope();
        IsThrough(() => TorchLoss.Score(model.Loss, network.Outputs(torch.zeros(network.BatchShape(20))), torch.zeros(20, torch.int64, s_meta)));
    }

    [Fact]
    public void Inputs_labels_and_targets_of_a_batch_go_there()
    {
        foreach (var loss in new ModelLoss[] { new CrossEntropy(), new MeanSquaredError() })
        {
            var description = new ModelDescription("flat", TensorShape.Vector(64), [new Dense(64, loss is CrossEntropy ? 3 : 1)], loss);
            using var scope = torch.NewDisposeScope();
            using var batch = new TorchBatch(TorchModel.Of(description), s_meta);
            var (x, y) = batch.Fill(s_rows, [3, 1, 4]);
            Assert.Equal((DeviceType.META, DeviceType.META), (x.device_type, y.device_type));
        }
    }

    [Fact]
    public void Neither_does_the_optimiser_of_the_allocators_network()
    {
        using var adam = new TorchAdam(100, s_meta);
        IsThrough(() => adam.Step(new float[100], new float[100], 0.01f));
    }

    [Fact]
    public void A_tensor_left_behind_would_be_found()
    {
        using var scope = torch.NewDisposeScope();
        var there = torch.zeros(20, 3, device: s_meta);
        foreach (var step in new Func<torch.Tensor>[]
        {
            () => there.argmax(1).eq(torch.zeros(20, torch.int64)),
            () => there.add_(torch.ones(20, 3), 0.1f),
        })
        {
            Assert.DoesNotContain(Through, Assert.ThrowsAny<Exception>(() => step().cpu()).Message, StringComparison.Ordinal);
        }
    }

    private static TorchModel Model(string kind) => kind switch
    {
        "described" => TorchModel.Of(new ModelDescription("flat", TensorShape.Vector(64), [new Dense(64, 3)], new CrossEntropy())),
        _ => TorchModel.FromModule(
            "own", TensorShape.Vector(64), 3, new CrossEntropy(),
            () => torch.nn.Sequential(("one", torch.nn.Linear(64, 9)), ("tanh", torch.nn.Tanh()), ("two", torch.nn.Linear(9, 3)))),
    };

    private static void IsThrough(Action step)
    {
        var failure = Record.Exception(step);
        Assert.NotNull(failure);
        Assert.Contains(Through, $"{failure.Message} {failure.InnerException?.Message}", StringComparison.Ordinal);
    }
}
