using Diten.Grains.Hosting;
using Diten.Interfaces.Index;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Diten.Grains.Index;

/// <summary>
/// Keeps every shard of the index at work: one whose silo was lost watches over its twins again, and counts them, also where none of
/// them reports any more and nobody looks at a page. Every silo does it, so that it does not matter which one is lost.
/// </summary>
internal sealed partial class TwinIndexPresence(IServiceProvider services, IOptions<TwinGrainOptions> options, TimeProvider clock, ILogger<TwinIndexPresence> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.IndexRefreshInterval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Task.WhenAll(Enumerable.Range(0, IndexShards.Count).Select(WakeAsync));
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task WakeAsync(int shard)
    {
        try
        {
            await services.GetRequiredService<IGrainFactory>().GetGrain<ITwinIndexGrain>(shard).UpsertAsync([]);
        }
        catch (Exception failure)
        {
            LogAsleep(log, shard, failure);
        }
    }

    [LoggerMessage(1111, LogLevel.Warning, "Index shard {Shard} does not come up; tried again with the next interval")]
    private static partial void LogAsleep(ILogger log, int shard, Exception failure);
}
