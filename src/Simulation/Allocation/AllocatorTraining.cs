using Diten.Core.Allocation;
using Diten.Learning.Allocation;
using Diten.Learning.Kernels;
using Diten.Learning.Plugins;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Allocation;

/// <summary>The training that made the built-in network, and makes others: default states of both regimes and several sizes.</summary>
internal static class AllocatorTraining
{
    /// <summary>States that the built-in network learned from.</summary>
    public const int States = 800;

    /// <summary>Seed of the built-in network.</summary>
    public const int Seed = 1;

    // Seeds of states: those of training are below, those held out during training above, those of experiments higher still.
    private const int FirstHeldOut = 900_000;
    private const int HeldOut = 40;

    private static readonly int[] s_sizes = [10, 20, 30, 50, 70, 100];

    /// <summary>How it is trained.</summary>
    public static TrainingOptions Options(int seed, int epochs, int threads) => new() { Seed = seed, Epochs = epochs, Threads = threads };

    /// <summary>Trains a network from random weights.</summary>
    /// <param name="states">States, 1 to 100,000.</param>
    /// <param name="options">How.</param>
    /// <param name="epoch">Is told of each epoch.</param>
    /// <param name="cancellationToken">Ends it after an epoch.</param>
    /// <param name="history">False keeps the round before from it: what θ_(t−1) is worth is the difference.</param>
    /// <param name="learner">Who computes the gradients; null for the built-in learner.</param>
    /// <returns>The network and its curve.</returns>
    public static (PairNetwork Network, IReadOnlyList<TrainingEpoch> Curve) Train(
        int states, TrainingOptions options, Action<TrainingEpoch> epoch, CancellationToken cancellationToken, bool history = true, LearnerChoice? learner = null)
    {
        var network = PairNetwork.Create(SplitMix64.Derive((uint)options.Seed, 0));
        var trainer = new PolicyTrainer((learner ?? new LearnerChoice()).Policy(network), options, [.. Enumerable.Range(FirstHeldOut, HeldOut).Select(State)]);
        trainer.Learn([.. Enumerable.Range(0, states).Select(s => State(options.Seed * 1000 % 800_000 + s))]);
        return (network, trainer.Train(epoch, cancellationToken));

        AllocationState State(int number) => history ? Draw(number) : Draw(number) with { Previous = null };
    }

    /// <summary>One state: regimes alternate; half of the states have 100 devices, the others fewer; half know the round before.</summary>
    public static AllocationState Draw(int seed)
    {
        var options = new ScenarioOptions
        {
            Regime = seed % 2 == 0 ? "compute" : "communication",
            Devices = seed % 4 < 2 ? 100 : s_sizes[seed / 4 % s_sizes.Length],
            Scheme = "sync",
        };
        var problem = AllocationStates.Draw(options, seed);
        if (seed / 2 % 4 < 2) return new AllocationState(problem);
        // Of the round before a part is left: the rest of its subcarriers went to others, for the channel moved on.
        var random = new SplitMix64(SplitMix64.Derive((uint)seed, 3));
        var previous = new LocalSearchAllocator().Allocate(problem, new Random(seed));
        for (var k = 0; k < previous.Length; k++)
            if (random.Next(2) == 0) previous[k] = random.Next(problem.Devices);
        return new AllocationState(problem, previous);
    }
}
