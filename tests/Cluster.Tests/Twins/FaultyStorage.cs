using System.Collections.Concurrent;
using Diten.Cluster.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace Diten.Cluster.Tests.Twins;

/// <summary>How the store misbehaves for one grain.</summary>
internal sealed record StorageFault
{
    /// <summary>Writes throw and store nothing.</summary>
    public bool FailWrites { get; init; }

    /// <summary>Writes are stored and throw all the same, as when the answer is lost.</summary>
    public bool LoseAnswers { get; init; }

    /// <summary>Reads throw.</summary>
    public bool FailReads { get; init; }

    /// <summary>The fault begins after so many writes of the key, counted since the process began.</summary>
    public int From { get; init; }

    /// <summary>Writes wait for this before anything else.</summary>
    public Task? Hold { get; init; }
}

/// <summary>The shared store, with faults for single grains, by their keys; or by <see cref="KeyOf"/> where the key is that of grains of other types and clusters too.</summary>
internal sealed class FaultyStorage(SharedStorage store, IOptions<ClusterOptions> cluster) : IGrainStorage
{
    private static readonly ConcurrentDictionary<string, StorageFault> s_faults = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, int> s_writes = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, int> s_failedReads = new(StringComparer.Ordinal);

    public static void Break(string key, StorageFault fault) => s_faults[key] = fault;

    public static void Heal(string key) => s_faults.TryRemove(key, out _);

    /// <summary>Names one grain of one cluster: faults are shared by all clusters of the process, which run side by side.</summary>
    public static string KeyOf(string cluster, GrainId grain) => $"{cluster}/{grain}";

    /// <summary>Writes tried so far.</summary>
    public static int Writes(string key) => s_writes.GetValueOrDefault(key);

    /// <summary>Reads of a key's grains that failed.</summary>
    public static int FailedReads(string key) => s_failedReads.GetValueOrDefault(key);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (Fault(grainId) is { FailReads: true })
        {
            s_failedReads.AddOrUpdate(grainId.Key.ToString()!, 1, (_, n) => n + 1);
            throw new IOException("the store does not answer");
        }

        await store.ReadStateAsync(stateName, grainId, grainState);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var number = s_writes.AddOrUpdate(grainId.Key.ToString()!, 1, (_, n) => n + 1);
        // Taken before the wait, as a database would have got it.
        var fault = Fault(grainId) is { } set && number > set.From ? set : null;
        if (fault?.Hold is { } hold) await hold;
        if (fault is { FailWrites: true }) throw new IOException("the store does not answer");
        if (fault is { LoseAnswers: true })
        {
            var copy = new GrainState<T>(grainState.State, grainState.ETag) { RecordExists = grainState.RecordExists };
            await store.WriteStateAsync(stateName, grainId, copy);
            throw new TimeoutException("the store's answer was lost");
        }

        await store.WriteStateAsync(stateName, grainId, grainState);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (Fault(grainId) is { FailWrites: true }) throw new IOException("the store does not answer");
        await store.ClearStateAsync(stateName, grainId, grainState);
    }

    private StorageFault? Fault(GrainId grainId) => s_faults.GetValueOrDefault(grainId.Key.ToString()!) ?? s_faults.GetValueOrDefault(KeyOf(cluster.Value.ClusterId, grainId));
}

/// <summary>Registers <see cref="FaultyStorage"/>.</summary>
internal static class FaultyStorageExtensions
{
    public static ISiloBuilder AddFaultyGrainStorage(this ISiloBuilder silo, string name) => silo.ConfigureServices(s => s
        .AddKeyedSingleton<IGrainStorage>(name, (p, _) => ActivatorUtilities.CreateInstance<FaultyStorage>(p, ActivatorUtilities.CreateInstance<SharedStorage>(p))));
}
