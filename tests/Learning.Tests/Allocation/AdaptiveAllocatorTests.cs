using Diten.Core.Allocation;
using Diten.Learning.Allocation;

namespace Diten.Learning.Tests.Allocation;

public sealed class AdaptiveAllocatorTests
{
    private static readonly TrainingOptions s_options = new() { Epochs = 4, ReplayCapacity = 24, Threads = 1 };
    private static readonly AllocationState[] s_states = [.. Enumerable.Range(0, 40).Select(s => RandomStates.Draw((ulong)s, 12, 8, 4, previous: s % 2 == 0))];

    [Fact]
    public void It_trains_anew_after_its_period_and_takes_what_is_better()
    {
        // Many devices that fight for few subcarriers each: here an untrained network is worse than a trained one.
        AllocationState[] states = [.. Enumerable.Range(0, 80).Select(s => RandomStates.Draw((ulong)s, devices: 40, blocks: 16, width: 8))];
        var untrained = PairNetwork.Create(1);
        var adaptive = new AdaptiveAllocator(untrained, new TrainingOptions { ReplayCapacity = 60, Threads = 1 }, period: 40, new DriftDetector(window: 50));
        for (var s = 0; s < 39; s++) Assert.InRange(adaptive.Decide(states[s], new Random(s)).Gap, 0, 10);
        Assert.Equal((0, 0), (adaptive.PeriodicTrainings, adaptive.DriftTrainings));
        for (var s = 39; s < 80; s++) adaptive.Decide(states[s], new Random(s));
        Assert.Equal((2, 0), (adaptive.PeriodicTrainings, adaptive.DriftTrainings));
        Assert.True(adaptive.RejectedTrainings < 2);
        Assert.NotEqual(untrained.Parameters, adaptive.Network.Parameters);
        Assert.Equal(PairNetwork.Create(1).Parameters, untrained.Parameters);
    }

    [Fact]
    public void What_is_no_better_is_not_taken()
    {
        // With one device there is one answer, and no training can improve it.
        var adaptive = new AdaptiveAllocator(PairNetwork.Create(1), s_options, period: 5, new DriftDetector());
        for (var s = 0; s < 10; s++) adaptive.Decide(RandomStates.Draw((ulong)s, 1, 8, 4), new Random(s));
        Assert.Equal((2, 2), (adaptive.PeriodicTrainings, adaptive.RejectedTrainings));
        Assert.Equal(PairNetwork.Create(1).Parameters, adaptive.Network.Parameters);
    }

    [Fact]
    public void It_trains_anew_when_the_gap_drifts()
    {
        // First one device at a time, which is easy; then many, where there is something to lose.
        var drifting = new AdaptiveAllocator(PairNetwork.Create(1), s_options, period: 1000, new DriftDetector(window: 4));
        for (var s = 0; s < 10; s++) drifting.Decide(RandomStates.Draw((ulong)s, 1, 8, 4), new Random(s));
        Assert.Equal(0, drifting.DriftTrainings);
        for (var s = 0; s < 10; s++) drifting.Decide(RandomStates.Draw((ulong)s, 14, 8, 2), new Random(s));
        Assert.True(drifting.DriftTrainings > 0);
        Assert.Equal(0, drifting.PeriodicTrainings);
    }

    [Fact]
    public void The_same_states_give_the_same_decisions_with_any_number_of_threads_and_to_each_station_its_own()
    {
        var shared = new AdaptiveAllocator(PairNetwork.Create(1), s_options, period: 8, new DriftDetector(window: 4));
        var threaded = new AdaptiveAllocator(PairNetwork.Create(1), s_options with { Threads = 4 }, period: 8, new DriftDetector(window: 4));
        var before = Decisions(shared.ForStation());
        Assert.Equal(before, Decisions(threaded.ForStation()));
        // What one station learned is not known to the next.
        Assert.Equal(before, Decisions(shared.ForStation()));
        Assert.Equal(before, Decisions(shared));
        Assert.NotEqual(before, Decisions(shared));
    }

    [Fact]
    public void Nobody_to_serve_and_nobody_who_can_be_served_are_no_error_and_teach_nothing()
    {
        var adaptive = new AdaptiveAllocator(PairNetwork.Create(1), s_options, period: 1, new DriftDetector());
        Assert.Equal([-1, -1], adaptive.Allocate(new AllocationProblem([], [], [], 2), new Random(1)));
        var owner = adaptive.Allocate(new AllocationProblem([1, 1], [1, 1], [0, 0, 1, 1], 2), new Random(1));
        Assert.Equal([0, 1], owner.Order());
        Assert.Equal(0, adaptive.PeriodicTrainings);
        Assert.Throws<ArgumentException>(() => adaptive.Allocate(RandomStates.Draw(1, devices: 5, blocks: 2, width: 2).Problem, new Random(1)));
    }

    private static int[] Decisions(IAllocator allocator) => [.. s_states.SelectMany((state, s) => ((IAllocatorWithHistory)allocator).Allocate(state.Problem, state.Previous, new Random(s)))];
}
