using Diten.Core.Allocation;
using Diten.Core.Allocation.Bounds;
using Diten.Interfaces.Allocation;
using Orleans.Concurrency;

namespace Diten.Grains.Allocation;

/// <summary>Decides on the thread pool; keeps nothing between calls, so each silo has as many as it has processors.</summary>
[StatelessWorker]
internal sealed class AllocatorGrain(TimeProvider time) : Grain, IAllocatorGrain
{
    public Task<AllocationAnswerMessage> AllocateAsync(AllocationProblemMessage problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var allocator = AllocatorCatalog.Of(problem.Allocator);
        return Task.Run(() => Solve(problem, allocator));
    }

    private AllocationAnswerMessage Solve(AllocationProblemMessage message, IAllocator allocator)
    {
        var problem = BlockRates.ToProblem(message.ComputeSeconds, message.ModelBits, message.BlockRates, message.Subcarriers, message.BlockSubcarriers);
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
}
