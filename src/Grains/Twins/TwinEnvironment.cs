using Diten.Core.Twins;
using Diten.Grains.Diagnostics;
using Diten.Grains.Hosting;
using Diten.Grains.Index;
using Diten.Grains.Mapping;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace Diten.Grains.Twins;

/// <summary>What all twins of a silo share, so that each holds one reference.</summary>
internal sealed class TwinEnvironment(
    [FromKeyedServices(StorageNames.State)] IGrainStorage storage,
    IOptions<DurabilityOptions> durability,
    IOptions<TwinGrainOptions> options,
    TimeProvider clock,
    TwinIndexOutbox index,
    StationCalls calls,
    UnstoredTwins unstored,
    ILogger<TwinGrain> log)
{
    public IGrainStorage Storage { get; } = storage;

    public bool IsBatched { get; } = durability.Value.Mode == DurabilityMode.Batched;

    public TimeSpan FlushInterval { get; } = durability.Value.FlushInterval;

    /// <summary>How old the oldest change may be that is not stored; after that no further one is taken (Batched).</summary>
    public TimeSpan LongestWait { get; } = durability.Value.FlushInterval + durability.Value.OutageLimit;

    public UnstoredTwins Unstored { get; } = unstored;

    public TwinGrainOptions Options { get; } = options.Value;

    public TwinOptions Rules { get; } = options.Value.Rules;

    public TimeProvider Clock { get; } = clock;

    public TwinIndexOutbox Index { get; } = index;

    public StationCalls Calls { get; } = calls;

    public StringPool Pool { get; } = new();

    public ILogger Log { get; } = log;
}
