using Diten.Grains.Hosting;
using Diten.Interfaces.Allocation;
using Diten.Interfaces.Models;
using Diten.Learning.Allocation;
using Microsoft.Extensions.Logging;

namespace Diten.Grains.Allocation;

/// <summary>A trainer as it is stored. What it remembers of the channel is not: it is met again soon.</summary>
[GenerateSerializer, Alias("diten.StoredTrainer")]
internal sealed class StoredTrainer
{
    /// <summary>The newest network; null while the built-in one is in use.</summary>
    [Id(0)] public ModelReferenceMessage? Newest { get; set; }
}

/// <summary>
/// Lets Learning's adaptive allocator meet every problem of a station on the thread pool, one after the other, and publishes the
/// network whenever it has been trained anew.
/// </summary>
[Placement.StationPlacement]
internal sealed partial class AllocatorTrainerGrain(
    [PersistentState("trainer", StorageNames.State)] IPersistentState<StoredTrainer> stored, ILogger<AllocatorTrainerGrain> log) : Grain, IAllocatorTrainerGrain
{
    // A search takes tens of milliseconds and a round much longer: more than a few only wait after a hiccup.
    private const int MostWaiting = 16;

    private readonly Queue<AllocationProblemMessage> _waiting = new();
    private AdaptiveAllocator? _adaptive;
    private bool _isLearning;

    private string Network => this.GetPrimaryKeyString();

    public Task<ModelReferenceMessage?> GetNewestAsync() => Task.FromResult(stored.State.Newest);

    public Task LearnAsync(AllocationProblemMessage problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (problem.ComputeSeconds.Length == 0) return Task.CompletedTask;
        if (_waiting.Count == MostWaiting) _waiting.Dequeue();
        _waiting.Enqueue(problem);
        if (!_isLearning) LearnAllAsync().Ignore();
        return Task.CompletedTask;
    }

    private async Task LearnAllAsync()
    {
        _isLearning = true;
        try
        {
            while (_waiting.TryDequeue(out var problem))
            {
                var adaptive = _adaptive ??= AdaptiveAllocator.Default(seed: 1, threads: 1, await BeginAsync());
                var before = adaptive.Network;
                await Task.Run(() => Meet(adaptive, problem));
                if (!ReferenceEquals(before, adaptive.Network)) await PublishAsync(adaptive);
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogFailed(log, failure, Network);
        }
        finally
        {
            _isLearning = false;
        }
    }

    private static void Meet(AdaptiveAllocator adaptive, AllocationProblemMessage message) =>
        adaptive.Decide(new AllocationState(AllocatorGrain.ToProblem(message), message.Previous), new Random(message.Seed.GetHashCode()));

    private async Task<PairNetwork> BeginAsync() =>
        stored.State.Newest is { } newest && await new ModelStore(GrainFactory).GetAsync(newest) is { } file ? TrainedNetwork.Of(file) : TrainedNetwork.BuiltIn();

    private async Task PublishAsync(AdaptiveAllocator adaptive)
    {
        var models = new ModelStore(GrainFactory);
        var file = NetworkFile.Write(adaptive.Network);
        var old = stored.State.Newest;
        var version = (old?.Version ?? 0) + 1;
        var hash = await models.PutAsync(file, OwnerOf(version));
        stored.State = new StoredTrainer { Newest = new ModelReferenceMessage { Version = version, Hash = hash, Bytes = file.LongLength } };
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            // What was not stored is not told: the next activation begins with what was.
            DeactivateOnIdle();
            throw;
        }

        LogPublished(log, Network, version, adaptive.PeriodicTrainings, adaptive.DriftTrainings);
        if (old is not null) await models.ReleaseAsync(old.Hash, old.Bytes, OwnerOf(old.Version));
    }

    private string OwnerOf(int version) => $"allocator/{Network}/{version}";

    [LoggerMessage(2110, LogLevel.Information, "Network {Network} was trained anew: version {Version} ({Periodic} trainings by period, {Drift} by drift)")]
    private static partial void LogPublished(ILogger log, string network, int version, int periodic, int drift);

    [LoggerMessage(2111, LogLevel.Warning, "Network {Network} could not learn; it goes on with the next problem")]
    private static partial void LogFailed(ILogger log, Exception failure, string network);
}
