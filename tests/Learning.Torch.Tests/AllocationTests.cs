using Diten.Core.Allocation;
using Diten.Learning.Allocation;
using Diten.Learning.Kernels;

namespace Diten.Learning.Torch.Tests;

/// <summary>The allocator's networks, trained on torch.</summary>
public sealed class AllocationTests
{
    private static readonly AllocationState[] s_small = [.. Enumerable.Range(1, 12).Select(s => State((ulong)s, 6, 12))];

    public static TheoryData<string> Networks() => ["pairs", "mlp"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Losses_gradients_and_decisions_are_the_built_in_networks(string kind)
    {
        var network = Network(kind, 3);
        var torch = new TorchPlugin().Policy(network, "cpu");
        Assert.Equal(network.Shape, torch.Shape);
        Assert.Same(network.Parameters, torch.Parameters);
        foreach (var state in s_small.Append(State(20, devices: 4, subcarriers: 12)))
        {
            var owner = new LocalSearchAllocator().Allocate(state.Problem, new Random(1));
            owner[3] = -1;
            var (expected, actual) = (new float[network.Parameters.Length], new float[network.Parameters.Length]);
            var loss = network.Prepare(state, owner)!.Gradient(expected);
            Assert.Equal(loss, torch.Prepare(state, owner)!.Gradient(actual), 1e-5);
            Assert.Contains(expected, g => Math.Abs(g) > 1e-3f);
            for (var p = 0; p < expected.Length; p++) Assert.Equal(expected[p], actual[p], 1e-5f);
            Assert.Equal(network.Decide(state), torch.Decide(state));
        }
    }

    [Fact]
    public void A_step_of_the_optimiser_is_the_built_in_ones()
    {
        IPolicyNetwork network = PairNetwork.Create(1);
        using var own = network.Optimizer();
        using var torch = new TorchPlugin().Policy(network, "cpu").Optimizer();
        var (expected, actual) = (network.Parameters.ToArray(), network.Parameters.ToArray());
        var random = new SplitMix64(8);
        for (var step = 1; step <= 300; step++)
        {
            // Of all sizes, and some of them 0, as where a ReLU is shut.
            var gradient = Enumerable.Range(0, expected.Length).Select(p => p % 7 == 0 ? 0 : (random.NextSingle() - 0.5f) * MathF.Pow(10, -(p % 5))).ToArray();
            own.Step(expected, gradient, 0.01f);
            torch.Step(actual, gradient, 0.01f);
            if (step is 1 or 300) Assert.InRange(Largest(expected, actual), 0, step == 1 ? 1e-6 : 1e-5);
        }

        Assert.NotEqual(network.Parameters, actual);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Training_takes_the_same_way(string kind)
    {
        // One batch: after one epoch a single step was taken.
        var one = new TrainingOptions { Epochs = 1, Batch = s_small.Length, ExploreShare = 0, Threads = 2 };
        var (own, torch) = (Trained(kind, one, torch: false), Trained(kind, one, torch: true));
        // Adam's first step is as long as the rate however small the gradient. Where that is nothing but rounding (scores of a block
        // may all be shifted by the same), its sign is chance: such steps are shorter, since the constant in the divisor is 1e-8.
        var start = Network(kind, 1).Parameters;
        var told = Enumerable.Range(0, start.Length).Where(p => Math.Abs(own.Parameters[p] - start[p]) > 0.99 * one.LearningRate).ToArray();
        Assert.True(told.Length > start.Length / 4, $"{told.Length} of {start.Length} parameters were moved");
        Assert.All(told, p => Assert.Equal(own.Parameters[p], torch.Parameters[p], 1e-6f));

        var many = new TrainingOptions { Epochs = 60, Batch = 4, Threads = 2 };
        (own, torch) = (Trained(kind, many, torch: false), Trained(kind, many, torch: true));
        Assert.InRange(own.Curve[^1].TrainingLoss, 0, 0.9 * own.Curve[0].TrainingLoss);
        // 180 steps whose signs are partly chance: the curves stay together, and so do the parameters on the whole.
        var apart = own.Curve.Zip(torch.Curve, (one, other) => Math.Abs((other.TrainingLoss / one.TrainingLoss) - 1)).Order().ToArray();
        Assert.InRange(apart[apart.Length / 2], 0, 0.02);
        Assert.InRange(apart[^1], 0, 0.05);
        Assert.InRange(Distance(own.Parameters, torch.Parameters) / Distance(own.Parameters, start), 0, 0.3);
    }

    [Fact]
    public void The_allocator_that_trains_as_it_runs_takes_the_plug_ins_network()
    {
        Assert.Throws<ArgumentException>(() => new TorchPlugin().Policy(new Foreign(), "cpu"));
        // As the program does it: the trained parameters go into a built-in network, which decides.
        var network = PairNetwork.Create(4);
        var trainer = new PolicyTrainer(new TorchPlugin().Policy(network, "cpu"), new TrainingOptions { Epochs = 2, Threads = 1 });
        trainer.Learn(s_small);
        trainer.Train();
        var file = TrainedNetwork.Of(NetworkFile.Write(new TorchPlugin().Policy(network, "cpu")));
        Assert.Equal(network.Parameters, file.Parameters);
        Assert.All(s_small, state => Assert.NotNull(new DnnAllocator(file).Allocate(state.Problem, new Random(1))));
    }

    private static (float[] Parameters, IReadOnlyList<TrainingEpoch> Curve) Trained(string kind, TrainingOptions options, bool torch)
    {
        var network = Network(kind, 1);
        var trainer = new PolicyTrainer(torch ? new TorchPlugin().Policy(network, "cpu") : network, options);
        trainer.Learn(s_small);
        return (network.Parameters, trainer.Train());
    }

    internal static IPolicyNetwork Network(string kind, ulong seed) => kind == "pairs" ? PairNetwork.Create(seed) : MlpPolicy.Create(6, 12, 32, seed);

    private static double Distance(float[] one, float[] other) => Math.Sqrt(one.Zip(other, (a, b) => Math.Pow((double)a - b, 2)).Sum());

    private static double Largest(float[] one, float[] other) => one.Zip(other, (a, b) => Math.Abs((double)a - b)).Max();

    internal static AllocationState State(ulong seed, int devices, int subcarriers)
    {
        var random = new SplitMix64(seed);
        var rates = new double[devices * subcarriers];
        for (var i = 0; i < rates.Length; i++) rates[i] = 1e5 * (0.2 + random.NextDouble());
        double[] seconds = [.. Enumerable.Range(0, devices).Select(_ => 1 + random.NextDouble())];
        double[] bits = [.. Enumerable.Range(0, devices).Select(_ => 2e6)];
        return new AllocationState(new AllocationProblem(seconds, bits, rates, subcarriers));
    }

    private sealed class Foreign : IPolicyNetwork
    {
        public string Shape => "foreign";

        public float[] Parameters => [];

        public IPolicyExample? Prepare(AllocationState state, int[] owner) => null;

        public int[]? Decide(AllocationState state) => null;
    }
}
