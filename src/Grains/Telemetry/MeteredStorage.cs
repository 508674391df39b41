using System.Diagnostics.Metrics;
using Diten.Grains.Diagnostics;
using Orleans.Storage;

namespace Diten.Grains.Telemetry;

/// <summary>Measures how long a store takes. While nobody listens it only passes calls on.</summary>
/// <param name="inner">The store.</param>
/// <param name="store">What it is called in the measurements.</param>
/// <param name="metrics">Where they go.</param>
internal sealed class MeteredStorage(IGrainStorage inner, string store, StorageMetrics metrics) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => metrics.IsEnabled
        ? metrics.MeasureAsync("read", store, metrics.Now, inner.ReadStateAsync(stateName, grainId, grainState))
        : inner.ReadStateAsync(stateName, grainId, grainState);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => metrics.IsEnabled
        ? metrics.MeasureAsync("write", store, metrics.Now, inner.WriteStateAsync(stateName, grainId, grainState))
        : inner.WriteStateAsync(stateName, grainId, grainState);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => metrics.IsEnabled
        ? metrics.MeasureAsync("clear", store, metrics.Now, inner.ClearStateAsync(stateName, grainId, grainState))
        : inner.ClearStateAsync(stateName, grainId, grainState);

    public void Participate(ISiloLifecycle observer) => (inner as ILifecycleParticipant<ISiloLifecycle>)?.Participate(observer);
}

/// <summary>The histogram <c>diten.storage.duration</c>.</summary>
internal sealed class StorageMetrics(IMeterFactory meters, TimeProvider time)
{
    private static readonly InstrumentAdvice<double> s_buckets = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    };

    private readonly Histogram<double> _duration = meters.Create(StationCalls.MeterName).CreateHistogram("diten.storage.duration", "s", "Calls to the store.", null, s_buckets);

    /// <summary>Whether somebody listens.</summary>
    public bool IsEnabled => _duration.Enabled;

    /// <summary>Begin of a call.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>Waits for a call and measures it.</summary>
    public async Task MeasureAsync(string operation, string store, long began, Task call)
    {
        var outcome = "failed";
        try
        {
            await call;
            outcome = "ok";
        }
        catch (InconsistentStateException)
        {
            outcome = "conflict";
            throw;
        }
        finally
        {
            _duration.Record(
                time.GetElapsedTime(began).TotalSeconds,
                new KeyValuePair<string, object?>("operation", operation), new KeyValuePair<string, object?>("store", store), new KeyValuePair<string, object?>("outcome", outcome));
        }
    }
}
