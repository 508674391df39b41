using Diten.Core.Allocation;
using Diten.Learning.Allocation;
using Diten.Learning.Kernels;
using FsCheck;
using FsCheck.Fluent;

namespace Diten.Learning.Tests.Allocation;

public sealed class DnnAllocatorTests
{
    private static readonly DnnAllocator s_builtIn = new();

    [Fact]
    public void Whatever_the_weights_the_answer_is_feasible_and_never_worse_than_the_heuristic() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new SplitMix64((ulong)seed);
            var (blocks, width) = (1 + random.Next(12), 1 + random.Next(4));
            var devices = 1 + random.Next(blocks * width);
            var state = RandomStates.Draw(random.Next(), devices, blocks, width, dead: 0.3 * random.Next(3), previous: random.Next(2) == 0);
            var allocator = random.Next(2) == 0 ? s_builtIn : new DnnAllocator(PairNetwork.Create(random.Next()));
            var owner = allocator.Decide(state, new Random(1)).Owner;
            Assert.Equal(state.Problem.Subcarriers, owner.Length);
            Assert.All(Enumerable.Range(0, devices), i => Assert.Contains(i, owner));
            Assert.All(owner, i => Assert.InRange(i, -1, devices - 1));

            var ours = AllocationOutcome.Evaluate(state.Problem, owner);
            foreach (var proposals in new[] { 0, 32 })
            {
                var heuristic = AllocationOutcome.Evaluate(state.Problem, new PaperHeuristicAllocator(proposals).Allocate(state.Problem, new Random(1)));
                Assert.True(ours.Makespan <= heuristic.Makespan, $"{ours.Makespan} against {heuristic.Makespan} after {proposals} proposals per subcarrier");
                Assert.True(ours.Makespan < heuristic.Makespan || ours.Psi <= heuristic.Psi || double.IsPositiveInfinity(ours.Makespan));
            }
        }).Holds(300);

    [Fact]
    public void A_bad_network_is_overruled_and_that_is_counted()
    {
        var state = RandomStates.Draw(3, devices: 4, blocks: 4, width: 1, dead: 0);
        // One device is dead everywhere: nobody can serve it, and there is nothing the network could say.
        var rates = Enumerable.Range(0, 4).SelectMany(i => i == 2 ? new double[4] : state.Problem.RatesOf(i).ToArray()).ToArray();
        var dead = new AllocationProblem(state.Problem.ComputeSeconds.ToArray(), state.Problem.Bits.ToArray(), rates, 4);
        var allocator = new DnnAllocator();
        Assert.False(allocator.Decide(RandomStates.Draw(3, 4, 16, 8), new Random(1)).IsFallback);
        Assert.True(allocator.Decide(new AllocationState(dead), new Random(1)).IsFallback);
        Assert.Equal((2L, 1L), (allocator.Decisions, allocator.Fallbacks));
    }

    [Fact]
    public void Where_the_network_is_bad_the_whole_heuristic_is_what_overrules_it()
    {
        var (taken, explored) = (0, 0);
        for (var seed = 0UL; seed < 60; seed++)
        {
            var state = RandomStates.Draw(seed, devices: 6, blocks: 3, width: 4);
            // Nearly as many devices as subcarriers and a network that knows nothing: there the heuristic wins now and then.
            var decision = new DnnAllocator(PairNetwork.Create(seed)).Decide(state, new Random((int)seed));
            if (!decision.IsFallback) continue;
            taken++;
            int[][] answers = [.. new[] { 0, 32 }.Select(proposals => new PaperHeuristicAllocator(proposals).Allocate(state.Problem, new Random((int)seed)))];
            Assert.Contains(answers, answer => answer.SequenceEqual(decision.Owner));
            if (!answers[0].SequenceEqual(decision.Owner)) explored++;
        }
        Assert.True(taken > 0 && explored > 0, $"{taken} taken, {explored} of them explored");
    }

    [Fact]
    public void The_built_in_network_decides_as_ever_and_closer_to_the_best_found_than_an_untrained_one()
    {
        var untrained = PairNetwork.Create(1);
        var trained = TrainedNetwork.BuiltIn();
        double before = 0, after = 0;
        for (var seed = 0UL; seed < 12; seed++)
        {
            var state = RandomStates.Draw(seed, devices: 40, blocks: 16, width: 8);
            var owner = trained.Decide(state)!;
            Assert.Equal(owner, trained.Decide(state));
            before += AllocationOutcome.Evaluate(state.Problem, untrained.Decide(state)!).Makespan;
            after += AllocationOutcome.Evaluate(state.Problem, owner).Makespan;
        }
        Assert.True(after < before, $"{after} against {before}");
    }

    [Fact]
    public void More_participants_than_subcarriers_are_refused_as_everywhere() =>
        Assert.Throws<ArgumentException>(() => s_builtIn.Allocate(RandomStates.Draw(1, devices: 5, blocks: 2, width: 2).Problem, new Random(1)));

    [Fact]
    public void Nobody_to_serve_is_no_error()
    {
        var owner = s_builtIn.Allocate(new AllocationProblem([], [], [], 3), new Random(1));
        Assert.Equal([-1, -1, -1], owner);
    }
}
