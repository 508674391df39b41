using Diten.Grains.Hosting;
using Diten.Interfaces.Allocation;
using Diten.Interfaces.Models;
using Diten.Learning.Allocation;
using Microsoft.Extensions.Logging;

namespace Diten.Grains.Allocation;

/// <summary>
/// Lets Learning's adaptive allocator meet every problem of a station on the thread pool, one after the other, publishes the
/// network whenever it has been trained anew, and keeps what it remembers in the model store, a file for every so many states.
/// </summary>
[Placement.StationPlacement]
internal sealed partial class AllocatorTrainerGrain(
    [PersistentState("trainer", StorageNames.State)] IPersistentState<StoredTrainer> stored, ILogger<AllocatorTrainerGrain> log) : Grain, IAllocatorTrainerGrain
{
    // A search takes tens of milliseconds and a round much longer: more than a few only wait after a hiccup.
    private const int MostWaiting = 16;

    // States that are met between two saves; so many are lost at most with a silo that is killed.
    private const int SaveEvery = 20;

    private readonly Queue<AllocationProblemMessage> _waiting = new();
    private AdaptiveAllocator? _adaptive;
    private Task _learning = Task.CompletedTask;
    private long _saved;
    private bool _isLost;

    private string Network => this.GetPrimaryKeyString();

    public Task<ModelReferenceMessage?> GetNewestAsync() => Task.FromResult(stored.State.Newest);

    public Task LearnAsync(AllocationProblemMessage problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (problem.ComputeSeconds.Length == 0 || _isLost) return Task.CompletedTask;
        if (_waiting.Count == MostWaiting) _waiting.Dequeue();
        _waiting.Enqueue(problem);
        if (_learning.IsCompleted) _learning = LearnAllAsync();
        return Task.CompletedTask;
    }

    /// <summary>What has been learned since the last save goes into the store, as far as the time for it and the store allow.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _waiting.Clear();
        await _learning.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (_adaptive is not { } adaptive || !_learning.IsCompleted || _isLost) return;
        try
        {
            await SaveAsync(adaptive);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogNotSaved(log, failure, Network, adaptive.Next - _saved);
        }
    }

    private async Task LearnAllAsync()
    {
        try
        {
            while (_waiting.TryDequeue(out var problem))
            {
                var adaptive = _adaptive ??= await BeginAsync();
                var before = adaptive.Network;
                await Task.Run(() => Meet(adaptive, problem));
                if (!ReferenceEquals(before, adaptive.Network)) await PublishAsync(adaptive);
                if (adaptive.Next - _saved >= SaveEvery) await SaveAsync(adaptive);
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogFailed(log, failure, Network);
        }
    }

    private static void Meet(AdaptiveAllocator adaptive, AllocationProblemMessage message) =>
        adaptive.Decide(new AllocationState(AllocatorGrain.ToProblem(message), message.Previous), new Random(message.Seed.GetHashCode()));

    private async Task<AdaptiveAllocator> BeginAsync()
    {
        var (state, models) = (stored.State, new ModelStore(GrainFactory));
        var network = state.Newest is { } newest && await models.GetAsync(newest) is { } file ? TrainedNetwork.Of(file) : TrainedNetwork.BuiltIn();
        var adaptive = AdaptiveAllocator.Default(seed: 1, threads: 1, network);
        if (state.Due > 0 && await RecallAsync(models) is { } remembered)
        {
            await Task.Run(() => adaptive.Resume(remembered, new AdaptiveProgress(state.Oldest, state.Since, state.Due, state.IsDrifted), state.Drift?.ToMemory()));
            LogResumed(log, Network, remembered.Count);
        }

        _saved = adaptive.Next;
        return adaptive;
    }

    /// <summary>The states in the store; null, and they are given up, if they are not there whole: it is not worth more than to meet new ones.</summary>
    private async Task<List<(long Id, AllocationState State, int[] Owner)>?> RecallAsync(ModelStore models)
    {
        try
        {
            var states = new List<(long Id, AllocationState State, int[] Owner)>();
            foreach (var part in stored.State.Remembered)
            {
                var file = await models.GetAsync(part) ?? throw new InvalidDataException($"the states up to {part.Version} are not in the model store");
                states.AddRange(await Task.Run(() => ReplayFile.Read(file)));
            }

            return states;
        }
        catch (InvalidDataException damage)
        {
            LogForgotten(log, damage, Network);
            foreach (var part in stored.State.Remembered) await models.ReleaseAsync(part.Hash, part.Bytes, OwnerOfStates(part.Version));
            (stored.State.Remembered, stored.State.Due) = ([], 0);
            return null;
        }
    }

    private async Task PublishAsync(AdaptiveAllocator adaptive)
    {
        var models = new ModelStore(GrainFactory);
        var file = NetworkFile.Write(adaptive.Network);
        var old = stored.State.Newest;
        var version = (old?.Version ?? 0) + 1;
        var hash = await models.PutAsync(file, OwnerOf(version));
        var next = stored.State.Clone();
        next.Newest = new ModelReferenceMessage { Version = version, Hash = hash, Bytes = file.LongLength };
        await WriteAsync(next);
        LogPublished(log, Network, version, adaptive.PeriodicTrainings, adaptive.DriftTrainings);
        if (old is not null) await models.ReleaseAsync(old.Hash, old.Bytes, OwnerOf(old.Version));
    }

    /// <summary>Adds the states since the last save as one more file, and lets go of files of which nothing is remembered any more.</summary>
    private async Task SaveAsync(AdaptiveAllocator adaptive)
    {
        var (models, end, progress, before) = (new ModelStore(GrainFactory), adaptive.Next, adaptive.Progress, stored.State.Remembered);
        if (end == _saved) return;
        var states = adaptive.Remembered(_saved);
        var file = await Task.Run(() => ReplayFile.Write(states));
        var part = new ModelReferenceMessage { Version = (int)end, Hash = await models.PutAsync(file, OwnerOfStates((int)end)), Bytes = file.LongLength };
        var kept = Array.FindAll(before, one => one.Version > progress.Oldest);
        var next = stored.State.Clone();
        next.Remembered = [.. kept, part];
        (next.Oldest, next.Since, next.Due, next.IsDrifted) = (progress.Oldest, progress.Since, progress.Due, progress.IsDrifted);
        next.Drift = StoredDrift.Of(adaptive.Drift);
        await WriteAsync(next);
        _saved = end;
        foreach (var gone in before.Except(kept)) await models.ReleaseAsync(gone.Hash, gone.Bytes, OwnerOfStates(gone.Version));
    }

    private async Task WriteAsync(StoredTrainer next)
    {
        stored.State = next;
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            // What was not stored is not told: the next activation begins with what was.
            _isLost = true;
            DeactivateOnIdle();
            throw;
        }
    }

    private string OwnerOf(int version) => $"allocator/{Network}/{version}";

    private string OwnerOfStates(int end) => $"allocator/{Network}/states/{end}";

    [LoggerMessage(2110, LogLevel.Information, "Network {Network} was trained anew: version {Version} ({Periodic} trainings by period, {Drift} by drift)")]
    private static partial void LogPublished(ILogger log, string network, int version, int periodic, int drift);

    [LoggerMessage(2111, LogLevel.Warning, "Network {Network} could not learn; it goes on with the next problem")]
    private static partial void LogFailed(ILogger log, Exception failure, string network);

    [LoggerMessage(2112, LogLevel.Information, "Network {Network} goes on with {States} remembered states")]
    private static partial void LogResumed(ILogger log, string network, int states);

    [LoggerMessage(2113, LogLevel.Warning, "Network {Network} could not save the last {States} states that it met; they are forgotten")]
    private static partial void LogNotSaved(ILogger log, Exception failure, string network, long states);

    [LoggerMessage(2114, LogLevel.Warning, "What network {Network} remembered is not whole in the model store, and is forgotten")]
    private static partial void LogForgotten(ILogger log, Exception damage, string network);
}
