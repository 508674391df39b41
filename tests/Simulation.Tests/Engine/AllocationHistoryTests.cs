using Diten.Core.Allocation;
using Diten.Core.Stations;
using Diten.Simulation.Engine;
using Diten.Simulation.Scenario;
using Diten.Simulation.Schemes;

namespace Diten.Simulation.Tests.Engine;

public sealed class AllocationHistoryTests
{
    [Fact]
    public void An_allocator_with_history_is_told_who_of_the_participants_had_each_subcarrier()
    {
        var world = new World(Small.Options, Population.DrawSamples(Small.Options));
        var recorder = new Recorder();
        var scheme = new DitenScheme(recorder, SelectionRule.Top(14), Small.Options.Aggregation, AdoptionRule.Keep);
        var station = new StationRunner(0, Small.Options, scheme, world, []);
        foreach (var device in world.Devices) station.Join(device);
        IReadOnlyList<string?> before = [];
        var seen = new HashSet<bool>();
        for (var round = 1; round <= 6; round++)
        {
            // Every third device is away, another third each round: of the participants before some are still there and some are not.
            foreach (var device in world.Devices) device.Online = (device.Index + round) % 3 != 0;
            station.Run(round);
            var owners = station.Allocation!.Owner;
            var participants = station.Members.Select(device => device.Id).Where(id => owners.Contains(id, StringComparer.Ordinal)).ToList();
            if (round == 1) Assert.Null(recorder.Previous);
            else Assert.Equal(before.Select(id => participants.IndexOf(id!)), recorder.Previous);
            foreach (var owner in recorder.Previous ?? []) seen.Add(owner >= 0);
            before = owners;
        }
        // Some stayed and some went, or nothing was compared.
        Assert.Equal(2, seen.Count);
    }

    [Theory]
    [InlineData("dnn", 5)]
    [InlineData("dnn-adaptive", 52)]
    public void The_learned_allocators_decide_the_same_with_any_number_of_threads(string allocator, int rounds)
    {
        // After 50 rounds the adaptive one has trained, at each station from its own.
        var options = Small.Options with { Stations = 3, Allocator = allocator, Participants = 6, Subcarriers = 24, CoherenceBlock = 4 };
        Assert.Equal(
            Small.Run(options, rounds).Select(round => (round.DurationSeconds, round.EnergyJoules)),
            Small.Run(options with { Threads = 4 }, rounds).Select(round => (round.DurationSeconds, round.EnergyJoules)));
    }

    [Fact]
    public void The_adaptive_allocator_begins_as_the_fixed_one()
    {
        var options = Small.Options with { Participants = 6, Allocator = "dnn" };
        Assert.Equal(
            Small.Run(options, 10).Select(round => round.DurationSeconds),
            Small.Run(options with { Allocator = "dnn-adaptive" }, 10).Select(round => round.DurationSeconds));
    }

    /// <summary>Equal shares, and what it was told last.</summary>
    private sealed class Recorder : IAllocatorWithHistory
    {
        private readonly EqualShareAllocator _equal = new();

        public string Name => "recorder";

        public IReadOnlyList<int>? Previous { get; private set; }

        public int[] Allocate(AllocationProblem problem, Random random) => throw new InvalidOperationException("there is a history to be given");

        public int[] Allocate(AllocationProblem problem, IReadOnlyList<int>? previous, Random random)
        {
            Previous = previous;
            return _equal.Allocate(problem, random);
        }
    }
}
