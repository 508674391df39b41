using Diten.Cluster.Tests.Hosting;
using Diten.Cluster.Tests.Stations;
using Diten.Core.Allocation;
using Diten.Core.Allocation.Bounds;
using Diten.Interfaces.Allocation;
using Diten.Interfaces.Models;
using Diten.Learning.Allocation;

namespace Diten.Cluster.Tests.Allocation;

[Collection(StationCollection.Name)]
public sealed class AllocatorTests(StationCluster cluster)
{
    public static TheoryData<string> Names() => [.. Allocators.Names, "dnn"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_answer_is_one_of_Cores_with_its_certificate_and_the_same_for_the_same_seed(string name)
    {
        var message = Problem(name, 12);
        var answer = await Ask(message);
        var problem = BlockRates.ToProblem(message.ComputeSeconds, message.ModelBits, message.BlockRates, message.Subcarriers, message.BlockSubcarriers);
        var outcome = AllocationOutcome.Evaluate(problem, answer.Owner);
        Assert.Equal((outcome.Makespan, outcome.Psi), (answer.MakespanSeconds, answer.Psi));
        Assert.Equal(outcome.Rates.ToArray(), answer.Rates);
        Assert.All(outcome.Counts.ToArray(), count => Assert.True(count > 0));
        Assert.Equal(Certificate.Of(problem).Seconds, answer.LowerBoundSeconds);
        Assert.True(answer.LowerBoundSeconds <= answer.MakespanSeconds);
        Assert.True(answer.DecisionSeconds >= 0);
        Assert.Equal(answer.Owner, (await Ask(message)).Owner);
    }

    [Fact]
    public async Task The_learned_allocator_is_told_who_had_what_before()
    {
        var message = Problem("dnn", 8);
        var previous = (await Ask(message)).Owner;
        var answer = await Ask(message with { Previous = previous });
        Assert.Equal(64, answer.Owner.Length);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Ask(message with { Previous = [1, 2] }));
    }

    [Fact]
    public async Task What_is_out_of_range_is_refused_by_name()
    {
        var message = Problem("local-search", 3);
        Assert.Contains("allocator", (await Assert.ThrowsAsync<ArgumentException>(() => Ask(message with { Allocator = "x" }))).Message, StringComparison.Ordinal);
        Assert.Contains("blockRates", (await Assert.ThrowsAsync<ArgumentException>(() => Ask(message with { BlockRates = [1] }))).Message, StringComparison.Ordinal);
        Assert.Contains("bits", (await Assert.ThrowsAsync<ArgumentException>(() => Ask(message with { ModelBits = 0 }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_that_learned_decides_from_then_on_also_after_its_trainer_was_away()
    {
        var trainer = cluster.Grains.GetGrain<IAllocatorTrainerGrain>("adaptive-1");
        Assert.Null(await trainer.GetNewestAsync());
        // It trains after every so many problems, and publishes what decides better than what it had.
        var met = 0;
        await Eventually.HoldsAsync(
            async () =>
            {
                Assert.Equal(64, (await Ask(Problem("dnn-adaptive", 6, seed: met++) with { Network = "adaptive-1" })).Owner.Length);
                return await trainer.GetNewestAsync() is not null;
            },
            "a network is published");
        var newest = await trainer.GetNewestAsync();
        await StationCluster.DeactivateAsync(trainer);
        Assert.Equal(newest, await trainer.GetNewestAsync());
        var file = await new ModelStore(cluster.Grains).GetAsync(newest!);
        var expected = new DnnAllocator(TrainedNetwork.Of(file)).Allocate(
            BlockRates.ToProblem([.. Problem("x", 6).ComputeSeconds], 2e6, Problem("x", 6).BlockRates, 64, 4), previous: null, new Random(9));
        Assert.Equal(expected, (await Ask(Problem("dnn-adaptive", 6) with { Network = "adaptive-1" })).Owner);
    }

    private static AllocationProblemMessage Problem(string allocator, int devices, int seed = 3)
    {
        var random = new Random(seed);
        return new AllocationProblemMessage
        {
            Allocator = allocator,
            ComputeSeconds = [.. Enumerable.Range(0, devices).Select(_ => random.NextDouble())],
            ModelBits = 2e6,
            BlockRates = [.. Enumerable.Range(0, devices * 16).Select(_ => 1e5 + (4e5 * random.NextDouble()))],
            Subcarriers = 64,
            BlockSubcarriers = 4,
            Seed = 9,
        };
    }

    private Task<AllocationAnswerMessage> Ask(AllocationProblemMessage problem) => cluster.Grains.GetGrain<IAllocatorGrain>(0).AllocateAsync(problem);
}
