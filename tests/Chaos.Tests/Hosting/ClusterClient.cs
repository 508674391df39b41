using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Diten.Chaos.Tests.Hosting;

/// <summary>A client of the cluster in the test's own process.</summary>
internal sealed class ClusterClient : IAsyncDisposable
{
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(4);
    private readonly IHost _host;

    private ClusterClient(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IClusterClient>();

    public static async Task<ClusterClient> ConnectAsync(string connectionString, string cluster)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.UseOrleansClient(client => client
            .UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = ("Npgsql", connectionString))
            .Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (cluster, cluster))
            .Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1))
            .Configure<ClientMessagingOptions>(o => o.ResponseTimeout = s_answer)
            .UseConnectionRetryFilter(async (_, stop) =>
            {
                await Task.Delay(200, stop);
                return true;
            }));
        var host = builder.Build();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await host.StartAsync(limit.Token);
        return new ClusterClient(host);
    }

    /// <summary>One call. What is thrown means that the outcome is unknown.</summary>
    /// <returns>Whether there was an answer, and the answer.</returns>
    public static async Task<(bool Answered, T? Answer)> TryAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return (true, await call().WaitAsync(s_answer + TimeSpan.FromSeconds(1)));
        }
#pragma warning disable CA1031 // Of whatever type it is.
        catch (Exception)
#pragma warning restore CA1031
        {
            return (false, default);
        }
    }

    /// <summary>Calls until there is an answer.</summary>
    public static async Task<T> AskAsync<T>(Func<Task<T>> call)
    {
        var limit = TimeSpan.FromSeconds(60);
        var begin = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begin) < limit)
        {
            if (await TryAsync(call) is (true, var answer)) return answer!;
            await Task.Delay(200);
        }
        return await call();
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        await _host.StopAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _host.Dispose();
    }
}
