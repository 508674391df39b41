using Diten.Cluster.Tests.Hosting;
using Diten.Cluster.Tests.Stations;
using Diten.Grains.Allocation;
using Diten.Grains.Hosting;
using Diten.Interfaces.Allocation;
using Diten.Interfaces.Models;
using Diten.Learning.Allocation;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Diten.Cluster.Tests.Allocation;

[Collection(StationCollection.Name)]
public sealed class TrainerTests(StationCluster cluster)
{
    [Fact]
    public async Task What_it_remembers_is_in_the_store_and_it_goes_on_from_there_when_it_was_away()
    {
        var trainer = cluster.Grains.GetGrain<IAllocatorTrainerGrain>("remembering-1");
        var met = 0;
        await LearnUntilAsync(trainer, state => state.Remembered.Length > 0, () => met++);
        var first = await StoredAsync(trainer);
        Assert.True(first.Remembered[0].Version >= 20);

        // With what was met since the last save, too: whoever goes in order saves it.
        await trainer.LearnAsync(Problem(met++));
        await StationCluster.DeactivateAsync(trainer);
        await LearnUntilAsync(trainer, state => state.Remembered[^1].Version >= first.Remembered[^1].Version + 20, () => met++);
        var last = await StoredAsync(trainer);
        Assert.Equal(first.Remembered[0], last.Remembered[0]);
        var ids = new List<long>();
        foreach (var part in last.Remembered)
        {
            var states = ReplayFile.Read((await new ModelStore(cluster.Grains).GetAsync(part))!);
            Assert.Equal(part.Version, states[^1].Id + 1);
            Assert.All(states, entry => Assert.Equal((6, 64), (entry.State.Problem.Devices, entry.State.Problem.Subcarriers)));
            ids.AddRange(states.Select(entry => entry.Id));
        }

        Assert.Equal(Enumerable.Range(0, ids.Count).Select(i => (long)i), ids);
    }

    [Fact]
    public async Task What_gap_is_usual_is_stored_with_it_and_not_found_out_anew()
    {
        var trainer = cluster.Grains.GetGrain<IAllocatorTrainerGrain>("drifting-1");
        // It goes away after every problem; a detector that began anew would never have seen more than a few.
        var met = 0;
        await Eventually.HoldsAsync(
            async () =>
            {
                await trainer.LearnAsync(Problem(met++));
                await StationCluster.DeactivateAsync(trainer);
                return (await StoredAsync(trainer)).Remembered is [.., { Version: >= 6 }];
            },
            "six states are stored");
        await Eventually.HoldsAsync(async () => (await StoredAsync(trainer)) is { Drift: { } drift, Remembered: [.., var last] } && drift.Seen == last.Version && drift.Last.Length == drift.Seen, "every gap is known");
    }

    /// <summary>Gives it problem after problem until its store is as wanted; those that come while too many wait are left out by it.</summary>
    private Task LearnUntilAsync(IAllocatorTrainerGrain trainer, Func<StoredTrainer, bool> isThere, Func<int> next) => Eventually.HoldsAsync(
        async () =>
        {
            await trainer.LearnAsync(Problem(next()));
            return isThere(await StoredAsync(trainer));
        },
        "states are stored");

    private async Task<StoredTrainer> StoredAsync(IAllocatorTrainerGrain trainer)
    {
        var storage = ((InProcessSiloHandle)cluster.Cluster.Silos[0]).SiloHost.Services.GetRequiredKeyedService<IGrainStorage>(StorageNames.State);
        IGrainState<StoredTrainer> state = new GrainState<StoredTrainer>(new StoredTrainer());
        await storage.ReadStateAsync("trainer", trainer.GetGrainId(), state);
        return state.State ?? new StoredTrainer();
    }

    private static AllocationProblemMessage Problem(int seed)
    {
        var random = new Random(seed);
        return new AllocationProblemMessage
        {
            Allocator = "dnn-adaptive",
            Network = "remembering-1",
            ComputeSeconds = [.. Enumerable.Range(0, 6).Select(_ => random.NextDouble())],
            ModelBits = 2e6,
            BlockRates = [.. Enumerable.Range(0, 6 * 16).Select(_ => 1e5 + (4e5 * random.NextDouble()))],
            Subcarriers = 64,
            BlockSubcarriers = 4,
            Seed = seed,
        };
    }
}
