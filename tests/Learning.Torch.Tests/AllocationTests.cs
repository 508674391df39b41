using Diten.Core.Allocation;
using Diten.Learning.Allocation;
using Diten.Learning.Kernels;

namespace Diten.Learning.Torch.Tests;

/// <summary>The allocator's network, trained with torch's gradients.</summary>
public sealed class AllocationTests
{
    [Fact]
    public void The_gradient_is_the_built_in_networks()
    {
        var network = PairNetwork.Create(3);
        var torch = new TorchPlugin().Policy(network, "cpu");
        Assert.Equal(network.Shape, torch.Shape);
        for (ulong seed = 1; seed <= 5; seed++)
        {
            var state = State(seed, devices: 5 + (int)seed, subcarriers: 40);
            var owner = new LocalSearchAllocator().Allocate(state.Problem, new Random(1));
            var (expected, actual) = (new float[PairNetwork.ParameterCount], new float[PairNetwork.ParameterCount]);
            var loss = network.Prepare(state, owner)!.Gradient(expected);
            Assert.Equal(loss, torch.Prepare(state, owner)!.Gradient(actual), 1e-5);
            Assert.Contains(expected, g => Math.Abs(g) > 1e-3f);
            for (var p = 0; p < expected.Length; p++) Assert.Equal(expected[p], actual[p], 1e-5f);
            Assert.Equal(network.Decide(state), torch.Decide(state));
        }
    }

    [Fact]
    public void Training_takes_the_same_way()
    {
        var states = Enumerable.Range(1, 12).Select(s => State((ulong)s, 8, 64)).ToArray();
        var options = new TrainingOptions { Epochs = 5, Threads = 2 };
        var (own, other) = (PairNetwork.Create(1), PairNetwork.Create(1));
        IReadOnlyList<TrainingEpoch> Curve(IPolicyNetwork network)
        {
            var trainer = new PolicyTrainer(network, options);
            trainer.Learn(states);
            return trainer.Train();
        }

        var (expected, actual) = (Curve(own), Curve(new TorchPlugin().Policy(other, "cpu")));
        Assert.InRange(expected[^1].TrainingLoss, 0, 0.98 * expected[0].TrainingLoss);
        for (var e = 0; e < expected.Count; e++) Assert.Equal(expected[e].TrainingLoss, actual[e].TrainingLoss, 1e-3);
        Assert.Equal(own.Parameters.Length, NetworkLength(other));
    }

    private static int NetworkLength(PairNetwork network) => TrainedNetwork.Of(NetworkFile.Write(network)).Parameters.Length;

    private static AllocationState State(ulong seed, int devices, int subcarriers)
    {
        var random = new SplitMix64(seed);
        var rates = new double[devices * subcarriers];
        for (var i = 0; i < rates.Length; i++) rates[i] = 1e5 * (0.2 + random.NextDouble());
        double[] seconds = [.. Enumerable.Range(0, devices).Select(_ => 1 + random.NextDouble())];
        double[] bits = [.. Enumerable.Range(0, devices).Select(_ => 2e6)];
        return new AllocationState(new AllocationProblem(seconds, bits, rates, subcarriers));
    }
}
