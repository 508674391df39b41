using Diten.Learning.Allocation;
using Diten.Learning.Data;
using Diten.Learning.Models;
using Diten.Learning.Training;
using static Diten.Learning.Torch.Tests.ParityTests;
using static Diten.Learning.Torch.Tests.Tasks;

namespace Diten.Learning.Torch.Tests;

/// <summary>
/// The same way through learner and allocator on every device: on the processor always, so that the test itself is seen to work,
/// and on CUDA where there is a card. Bounds are those of sums in another order, which a card's library may take.
/// </summary>
public sealed class DeviceTests
{
    [Fact]
    public void On_the_processor() => Holds("cpu");

    [CudaFact]
    public void On_a_card() => Holds("cuda");

    private static void Holds(string device)
    {
        foreach (var model in LearnerFactory.Names) LearnerHolds(model, device);
        foreach (var kind in new[] { "pairs", "mlp" }) AllocatorHolds(kind, device);
    }

    private static void LearnerHolds(string model, string device)
    {
        var (data, options) = ParityTests.Task(model);
        var (own, learner) = Learners(model, data, device);
        using var torch = learner;
        Assert.Equal(device, torch.Device);
        var start = Start(own);
        var batch = new DataShard(data, Enumerable.Range(0, options.BatchSize).ToArray());
        var moved = Trained(torch, start, batch, options, 1);
        Assert.InRange(Largest(Trained(own, start, batch, options, 1), moved), 0, 1e-5);
        Assert.NotEqual(start, moved);

        var shard = new DataShard(data, Enumerable.Range(7, 233).ToArray());
        var (expected, actual) = (own.Evaluate(start, shard), torch.Evaluate(start, shard));
        Assert.Equal(expected.Loss, actual.Loss, 1e-4);
        Assert.Equal(expected.Accuracy, actual.Accuracy, 1.5 / 233);
        Assert.Equal(expected.RootMeanSquareError, actual.RootMeanSquareError, 1e-2);

        // Devices side by side are trained as one after the other.
        var jobs = Enumerable.Range(0, 3).Select(d => new TrainJob
        {
            Parameters = start, Shard = new DataShard(data, Enumerable.Range(d * 50, 50).ToArray()), Options = options, Seed = d, Result = new float[start.Length],
        }).ToArray();
        ParallelTrainer.TrainAll(torch, jobs, 2);
        Assert.All(jobs, job => Assert.InRange(Largest(Trained(torch, start, job.Shard, options, job.Seed), job.Result.ToArray()), 0, 1e-5));
    }

    private static void AllocatorHolds(string kind, string device)
    {
        var network = AllocationTests.Network(kind, 3);
        var torch = new TorchPlugin().Policy(network, device);
        var state = AllocationTests.State(1, 6, 12);
        var owner = network.Decide(state)!;
        Assert.Equal(owner, torch.Decide(state));
        var (expected, actual) = (new float[network.Parameters.Length], new float[network.Parameters.Length]);
        Assert.Equal(network.Prepare(state, owner)!.Gradient(expected), torch.Prepare(state, owner)!.Gradient(actual), 1e-4);
        Assert.InRange(Largest(expected, actual), 0, 1e-4);

        using var own = network.Optimizer();
        using var there = torch.Optimizer();
        var (here, other) = (network.Parameters.ToArray(), network.Parameters.ToArray());
        own.Step(here, expected, 0.01f);
        there.Step(other, expected, 0.01f);
        Assert.InRange(Largest(here, other), 0, 1e-5);
    }
}

/// <summary>A test that needs a card and the plug-in built for it; skipped, with the reason, elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CudaFactAttribute : FactAttribute
{
    public CudaFactAttribute()
    {
        if (!TorchSharp.torch.cuda.is_available()) Skip = "torch finds no CUDA device: what it does on a card is not seen (a card, and DITEN_TORCH_RUNTIME=cuda ./diten test)";
    }
}
