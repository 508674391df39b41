using Diten.Core.Allocation;
using Diten.Core.Allocation.Search;
using Diten.Learning.Allocation;
using Diten.Learning.Kernels;
using FsCheck;
using FsCheck.Fluent;

namespace Diten.Learning.Tests.Allocation;

public sealed class PsiDescentTests
{
    [Fact]
    public void Psi_only_falls_nobody_ends_later_than_the_last_and_everyone_keeps_a_subcarrier() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var (blocks, start) = Start((ulong)seed);
            var before = Outcome(blocks, start);
            var some = Outcome(blocks, Descended(blocks, start, trials: 50));
            var holdings = Descended(blocks, start, trials: 1_000_000);
            var all = Outcome(blocks, holdings);
            Assert.True(some.Psi <= before.Psi * (1 + 1e-9), $"{some.Psi} after, {before.Psi} before");
            Assert.True(all.Psi <= before.Psi * (1 + 1e-9), $"{all.Psi} after, {before.Psi} before");
            Assert.True(some.Makespan <= before.Makespan && all.Makespan <= before.Makespan);
            Assert.All(all.Counts.ToArray(), count => Assert.InRange(count, 1, blocks.Problem.MostPerDevice));
            // There is nothing left to be had.
            Assert.True(Outcome(blocks, Descended(blocks, holdings, trials: 1_000_000)).Psi >= all.Psi * (1 - 1e-6) - 1e-9);
        }).Holds(200);

    [Fact]
    public void No_trials_change_nothing()
    {
        var (blocks, start) = Start(7);
        Assert.Equal(start.Slots.ToArray(), Descended(blocks, start, trials: 0).Slots.ToArray());
    }

    [Fact]
    public void Two_that_are_early_on_their_best_subcarriers_swap_them()
    {
        // The first ends at 1 or 4 s, the second at 3 or 4 s; the third ends at 5 s and sets the pace.
        var problem = new AllocationProblem([0, 2, 4], [1, 1, 1], [1, 0.25, 0.1, 0.5, 1, 0.1, 0.1, 0.1, 1], 3);
        var blocks = BlockProblem.Of(problem);
        var holdings = new Holdings(blocks);
        for (var i = 0; i < 3; i++) holdings.Take(i, i);
        Assert.Equal(8, Outcome(blocks, holdings).Psi, 1e-12);
        var after = Outcome(blocks, Descended(blocks, holdings, trials: 1000));
        Assert.Equal([4, 4, 5], after.Seconds.ToArray());
        Assert.Equal(2.0 / 3, after.Psi, 1e-12);
    }

    // Dealt in turns, so that everyone has some of everything; with some left free, and with a limit, in some.
    private static (BlockProblem Blocks, Holdings Start) Start(ulong seed)
    {
        var random = new SplitMix64(seed);
        var (count, width) = (1 + random.Next(10), 1 + random.Next(4));
        var devices = 1 + random.Next(count * width);
        var drawn = RandomStates.Draw(random.Next(), devices, count, width).Problem;
        var rates = Enumerable.Range(0, devices).SelectMany(i => drawn.RatesOf(i).ToArray()).ToArray();
        var most = random.Next(2) == 0 ? drawn.Subcarriers : 1 + (drawn.Subcarriers / devices);
        var problem = new AllocationProblem(drawn.ComputeSeconds.ToArray(), drawn.Bits.ToArray(), rates, drawn.Subcarriers) { MostPerDevice = most };
        var blocks = BlockProblem.Of(problem);
        var holdings = new Holdings(blocks);
        var turn = 0;
        for (var b = 0; b < blocks.Blocks; b++)
        {
            while (holdings.Free(b) > 0 && (turn < devices || random.Next(8) > 0)) holdings.Take(turn++ % devices, b);
        }
        return (blocks, holdings);
    }

    private static Holdings Descended(BlockProblem blocks, Holdings start, int trials)
    {
        var holdings = new Holdings(blocks);
        holdings.CopyFrom(start);
        new PsiDescent(blocks, holdings, trials).Run();
        return holdings;
    }

    private static AllocationOutcome Outcome(BlockProblem blocks, Holdings holdings) =>
        AllocationOutcome.Evaluate(blocks.Problem, blocks.ToOwners(holdings.Slots));
}
