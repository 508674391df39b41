using Diten.Interfaces.Models;
using Orleans.Concurrency;

namespace Diten.Interfaces.Allocation;

/// <summary>
/// Trains one network of the allocator <c>dnn-adaptive</c> from the problems that were met (Alg. 2); the key is the network's
/// name, that is, the station's id. Training is never on a grain's own scheduler; the newest network is in the model store.
/// </summary>
[Alias("diten.IAllocatorTrainerGrain")]
public interface IAllocatorTrainerGrain : IGrainWithStringKey
{
    /// <summary>A problem that was met; searched for its best policy and remembered. Where too many wait it is left out.</summary>
    [Alias("Learn")]
    [OneWay]
    Task LearnAsync(AllocationProblemMessage problem);

    /// <summary>The newest network, a network file in the model store; null while the built-in one is in use.</summary>
    [Alias("GetNewest")]
    [ReadOnly, AlwaysInterleave]
    Task<ModelReferenceMessage?> GetNewestAsync();
}
