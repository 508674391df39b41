using Diten.Core.Allocation;
using Diten.Core.Allocation.Search;

namespace Diten.Core.Tests.Allocation;

public class AllocatorTests
{
    public static TheoryData<IAllocator> All => new(Allocators.Names.Select(Allocators.Parse));

    [Theory]
    [MemberData(nameof(All))]
    public void Everyone_gets_something_and_nothing_is_wasted(IAllocator allocator)
    {
        foreach (var (devices, subcarriers) in new[] { (1, 1), (1, 16), (7, 7), (30, 256), (256, 256) })
        {
            var problem = AllocationInstances.Draw(devices, devices, subcarriers, 1e6);
            var owner = allocator.Allocate(problem, new Random(5));
            var outcome = AllocationOutcome.Evaluate(problem, owner);
            Assert.DoesNotContain(-1, owner);
            Assert.All(outcome.Counts.ToArray(), c => Assert.True(c >= 1));
            Assert.True(outcome.IsFinite);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_same_seed_gives_the_same_allocation(IAllocator allocator)
    {
        var problem = AllocationInstances.Draw(1, 30, 256, 1e6);
        Assert.Equal(allocator.Allocate(problem, new Random(9)), allocator.Allocate(problem, new Random(9)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void More_participants_than_subcarriers_is_an_error_that_says_how_many(IAllocator allocator)
    {
        var problem = AllocationInstances.Draw(1, 10, 8, 1e6);
        var error = Assert.Throws<ArgumentException>(() => allocator.Allocate(problem, new Random(1)));
        Assert.Contains("10 participants for 8 subcarriers: 2 participants", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void No_participants_get_no_subcarriers(IAllocator allocator) =>
        Assert.Equal([-1, -1, -1], allocator.Allocate(new AllocationProblem([], [], [], 3), new Random(1)));

    [Fact]
    public void Equal_counts_differ_by_at_most_one()
    {
        var problem = AllocationInstances.Draw(3, 30, 256, 1e6);
        foreach (var allocator in new IAllocator[] { new EqualShareAllocator(), new OwnBestAllocator() })
        {
            var counts = AllocationOutcome.Evaluate(problem, allocator.Allocate(problem, new Random(2))).Counts.ToArray();
            Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        }
    }

    [Fact]
    public void Equal_share_does_not_look_at_the_channel()
    {
        var (a, b) = (AllocationInstances.Draw(1, 12, 64, 1e6), AllocationInstances.Draw(2, 12, 64, 1e6));
        var allocator = new EqualShareAllocator();
        Assert.Equal(allocator.Allocate(a, new Random(1)), allocator.Allocate(b, new Random(2)));
    }

    [Fact]
    public void Own_best_gives_disjoint_tastes_exactly_what_they_like()
    {
        var problem = new AllocationProblem([0, 0], [1, 1], [9, 1, 8, 1, 1, 9, 1, 8], 4);
        Assert.Equal([0, 1, 0, 1], new OwnBestAllocator().Allocate(problem, new Random(1)));
    }

    [Fact]
    public void The_longest_computer_picks_first_and_gets_what_does_not_divide()
    {
        // All like subcarrier 2 best, then 0, then 1.
        var problem = new AllocationProblem([1, 5], [1, 1], [5, 1, 9, 5, 1, 9], 3);
        Assert.Equal([0, 1, 1], PaperHeuristicAllocator.Initialise(BlockProblem.Of(problem)));
    }

    [Fact]
    public void Exploration_only_ever_lowers_psi()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var problem = AllocationInstances.Draw(seed, 20, 128, 5e5);
            double? last = null;
            foreach (var proposals in new[] { 0, 1, 8, 64 })
            {
                // The same seed walks the same way, only further.
                var owner = new PaperHeuristicAllocator(proposals).Allocate(problem, new Random(seed));
                var psi = AllocationOutcome.Evaluate(problem, owner).Psi;
                Assert.True(last is null || psi <= last * (1 + 1e-9), $"{last} -> {psi}");
                last = psi;
            }
        }
    }

    [Fact]
    public void Long_exploration_ends_where_no_swap_and_no_gift_lowers_psi_and_never_below_brute_force()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var problem = Small(seed);
            var owner = new PaperHeuristicAllocator(2000).Allocate(problem, new Random(seed));
            var psi = AllocationOutcome.Evaluate(problem, owner).Psi;
            Assert.True(psi >= BruteForcePsi(problem) * (1 - 1e-9));
            for (var k = 0; k < owner.Length; k++)
            {
                for (var other = 0; other < owner.Length; other++)
                {
                    int[] swapped = [.. owner];
                    (swapped[k], swapped[other]) = (owner[other], owner[k]);
                    Assert.True(AllocationOutcome.Evaluate(problem, swapped).Psi >= psi * (1 - 1e-9));
                }
                for (var device = 0; device < problem.Devices; device++)
                {
                    int[] given = [.. owner];
                    given[k] = device;
                    Assert.True(AllocationOutcome.Evaluate(problem, given).Psi >= psi * (1 - 1e-9));
                }
            }
        }
    }

    [Theory]
    [InlineData(5e5)]
    [InlineData(2e6)]
    public void On_average_the_paper_beats_own_best_which_beats_equal_share(double cyclesPerSample)
    {
        double Makespan(IAllocator allocator) => Enumerable.Range(0, 30).Average(seed =>
        {
            var problem = AllocationInstances.Draw(seed, 30, 256, cyclesPerSample);
            return AllocationOutcome.Evaluate(problem, allocator.Allocate(problem, new Random(seed))).Makespan;
        });
        var (equal, own, paper) = (Makespan(new EqualShareAllocator()), Makespan(new OwnBestAllocator()), Makespan(new PaperHeuristicAllocator()));
        Assert.True(paper < own && own < equal, $"{paper} {own} {equal}");
    }

    [Fact]
    public void A_dead_channel_is_traded_away()
    {
        // The long computer picks first; the short one is left with a subcarrier it cannot hear.
        var problem = new AllocationProblem([2, 1], [10, 10], [5, 5, 5, 4, 0, 0], 3);
        var first = AllocationOutcome.Evaluate(problem, PaperHeuristicAllocator.Initialise(BlockProblem.Of(problem)));
        Assert.False(first.IsFinite);
        var explored = AllocationOutcome.Evaluate(problem, new PaperHeuristicAllocator().Allocate(problem, new Random(1)));
        Assert.True(explored.IsFinite);
    }

    private static AllocationProblem Small(int seed)
    {
        var random = new Random(seed);
        double[] Values(int n, double low, double high) => [.. Enumerable.Range(0, n).Select(_ => low + (high - low) * random.NextDouble())];
        return new AllocationProblem(Values(3, 0.1, 1), Values(3, 1, 2), Values(18, 1, 5), 6);
    }

    private static double BruteForcePsi(AllocationProblem problem)
    {
        var best = double.PositiveInfinity;
        var owner = new int[6];
        for (var code = 0; code < 729; code++)
        {
            for (int k = 0, c = code; k < 6; k++, c /= 3) owner[k] = c % 3;
            best = Math.Min(best, AllocationOutcome.Evaluate(problem, owner).Psi);
        }
        return best;
    }
}
