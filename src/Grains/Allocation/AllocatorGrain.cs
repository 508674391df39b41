using Diten.Core.Allocation;
using Diten.Core.Allocation.Bounds;
using Diten.Interfaces.Allocation;
using Diten.Interfaces.Models;
using Diten.Learning.Allocation;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Diten.Grains.Allocation;

/// <summary>
/// Decides on the thread pool. It keeps nothing but the networks that it pulled, so each silo has as many as it has processors.
/// </summary>
[StatelessWorker]
internal sealed partial class AllocatorGrain(TimeProvider time, ILogger<AllocatorGrain> log) : Grain, IAllocatorGrain
{
    private readonly Dictionary<string, (string Hash, IAllocator Allocator)> _networks = new(StringComparer.Ordinal);

    public async Task<AllocationAnswerMessage> AllocateAsync(AllocationProblemMessage problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (problem.Allocator != AllocatorCatalog.Adaptive)
        {
            var named = AllocatorCatalog.Of(problem.Allocator);
            return await Task.Run(() => Solve(problem, named));
        }

        var trainer = GrainFactory.GetGrain<IAllocatorTrainerGrain>(problem.Network);
        var adaptive = await NewestAsync(trainer, problem.Network);
        var answer = await Task.Run(() => Solve(problem, adaptive));
        await trainer.LearnAsync(problem);
        return answer;
    }

    /// <summary>The newest network of a station, pulled when it is another than the one held; the one held where the trainer cannot be reached.</summary>
    private async Task<IAllocator> NewestAsync(IAllocatorTrainerGrain trainer, string network)
    {
        try
        {
            if (await trainer.GetNewestAsync() is not { } newest) return AllocatorCatalog.Of(AllocatorCatalog.Adaptive);
            if (_networks.TryGetValue(network, out var held) && held.Hash == newest.Hash) return held.Allocator;
            if (await new ModelStore(GrainFactory).GetAsync(newest) is { } file)
            {
                IAllocator pulled = new DnnAllocator(TrainedNetwork.Of(file));
                _networks[network] = (newest.Hash, pulled);
                return pulled;
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogNoNetwork(log, failure, network);
        }

        return _networks.TryGetValue(network, out var last) ? last.Allocator : AllocatorCatalog.Of(AllocatorCatalog.Adaptive);
    }

    private AllocationAnswerMessage Solve(AllocationProblemMessage message, IAllocator allocator)
    {
        var problem = ToProblem(message);
        if (message.Previous is { } previous) PreviousOwners.Check(previous, problem.Devices, problem.Subcarriers);
        var random = new Random(message.Seed.GetHashCode());
        var began = time.GetTimestamp();
        var owner = allocator is IAllocatorWithHistory learned
            ? learned.Allocate(problem, message.Previous, random)
            : allocator.Allocate(problem, random);
        var decision = time.GetElapsedTime(began);
        var outcome = AllocationOutcome.Evaluate(problem, owner);
        return new AllocationAnswerMessage
        {
            Owner = owner,
            Rates = outcome.Rates.ToArray(),
            MakespanSeconds = outcome.Makespan,
            Psi = outcome.Psi,
            LowerBoundSeconds = Certificate.Of(problem).Seconds,
            DecisionSeconds = decision.TotalSeconds,
        };
    }

    /// <summary>Core's problem of a message.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    internal static AllocationProblem ToProblem(AllocationProblemMessage message) =>
        BlockRates.ToProblem(message.ComputeSeconds, message.ModelBits, message.BlockRates, message.Subcarriers, message.BlockSubcarriers);

    [LoggerMessage(2100, LogLevel.Warning, "The newest network of {Network} could not be pulled; the one before decides")]
    private static partial void LogNoNetwork(ILogger log, Exception failure, string network);
}
