using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;

namespace Diten.Cluster.Tests.Hosting;

/// <summary>Storage outside the silos, as a database is: what was written survives every silo of this process's cluster.</summary>
internal sealed class SharedStorage(Serializer serializer, IOptions<ClusterOptions> cluster) : IGrainStorage
{
    private static readonly ConcurrentDictionary<string, (byte[] Bytes, string Tag)> s_rows = new(StringComparer.Ordinal);
    private static long s_tags;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (s_rows.TryGetValue(Key(stateName, grainId), out var row))
        {
            (grainState.State, grainState.ETag, grainState.RecordExists) = (serializer.Deserialize<T>(row.Bytes)!, row.Tag, true);
        }
        else
        {
            (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null, false);
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var row = (serializer.SerializeToArray(grainState.State), Interlocked.Increment(ref s_tags).ToString(CultureInfo.InvariantCulture));
        s_rows.AddOrUpdate(Key(stateName, grainId), _ => Checked(null, grainState.ETag, row), (_, old) => Checked(old.Tag, grainState.ETag, row));
        (grainState.ETag, grainState.RecordExists) = (row.Item2, true);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        s_rows.TryRemove(Key(stateName, grainId), out _);
        (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null, false);
        return Task.CompletedTask;
    }

    private static (byte[] Bytes, string Tag) Checked(string? stored, string? expected, (byte[] Bytes, string Tag) row) =>
        string.Equals(stored, expected, StringComparison.Ordinal) ? row : throw new InconsistentStateException("another activation wrote", stored ?? "", expected ?? "");

    private string Key(string stateName, GrainId grainId) => $"{cluster.Value.ClusterId}/{stateName}/{grainId}";
}

/// <summary>Registers <see cref="SharedStorage"/>.</summary>
internal static class SharedStorageExtensions
{
    public static ISiloBuilder AddSharedGrainStorage(this ISiloBuilder silo, string name) =>
        silo.ConfigureServices(s => s.AddKeyedSingleton<IGrainStorage>(name, (p, _) => ActivatorUtilities.CreateInstance<SharedStorage>(p)));
}
