using System.Net;
using Diten.Client.Cluster;
using Diten.Core.Network;
using Diten.Observability;
using Diten.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Diten.Client.Hosting;

/// <summary>
/// A client of the cluster that connects in the background and goes on trying for as long as it lives, so that a page can be
/// served while no silo is there. Once connected, the client finds gateways again by itself when all were gone.
/// </summary>
internal sealed class ClusterConnection : IClusterAccess, IAsyncDisposable
{
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(250);

    private readonly IHost _host;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _connecting = Task.CompletedTask;
    private volatile string? _trouble;
    private volatile TlsHandshakeException? _handshake;

    /// <summary>Prepares a client; <see cref="Start"/> connects it.</summary>
    /// <param name="options">Where the cluster is.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logs">Least level of the client's log on standard error.</param>
    /// <param name="export">Where traces and logs go; null for nowhere.</param>
    /// <exception cref="ArgumentException">An option is not what it must be; the message names it.</exception>
    public ClusterConnection(ConnectionOptions options, TimeProvider time, LogLevel logs = LogLevel.Error, OtlpExport? export = null)
    {
        _time = time;
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ApplicationName = "diten" });
        // That it does not come up is told by FindAsync, and nothing when it is ended before it has.
        builder.Logging.SetMinimumLevel(logs).AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None).AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        export?.AddTo(builder.Logging);
        builder.UseOrleansClient(client =>
        {
            Configure(client, options);
            if (export is { HasTraces: true }) client.AddActivityPropagation();
        });
        _host = builder.Build();
        Client = _host.Services.GetRequiredService<IClusterClient>();
    }

    private IClusterClient Client { get; }

    /// <inheritdoc/>
    public IGrainFactory Grains => _connected.Task.IsCompletedSuccessfully ? Client : throw new NetworkUnavailableException(_trouble is { } why ? $"no silo has been reached yet: {why}" : "no silo has been reached yet");

    /// <summary>Ends when the first gateway has been reached.</summary>
    public Task Connected => _connected.Task;

    /// <summary>Why the last attempt to connect failed; null before the first.</summary>
    public string? Trouble => _trouble;

    /// <summary>Waits for a silo, and tells what keeps it from being reached each time that this changes.</summary>
    public async Task FindAsync(TextWriter output, CancellationToken cancellationToken)
    {
        if (Connected.IsCompletedSuccessfully) return;
        await output.WriteLineAsync("looking for a silo …");
        string? told = null;
        while (!Connected.IsCompleted)
        {
            await Task.WhenAny(Connected, Task.Delay(s_retry, _time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (_trouble is not { } trouble || trouble == told || Connected.IsCompleted) continue;
            await output.WriteLineAsync($"not reached: {told = trouble}");
        }
        await Connected;
    }

    /// <summary>Connects, in the background.</summary>
    public void Start() => _connecting = Task.Run(ConnectAsync);

    /// <summary>Closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _connecting;
        if (_connected.Task.IsCompletedSuccessfully)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3), _time);
            await _host.StopAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        _host.Dispose();
        _stop.Dispose();
    }

    private async Task ConnectAsync()
    {
        try
        {
            await _host.StartAsync(_stop.Token);
            _connected.TrySetResult();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            _connected.TrySetCanceled();
        }
#pragma warning disable CA1031 // Told to who awaits the connection.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _connected.TrySetException(new NetworkUnavailableException(e.Message, e));
        }
    }

    private void Configure(IClientBuilder client, ConnectionOptions options)
    {
        switch (options.Clustering)
        {
            case "postgres":
                client.UseAdoNetClustering(ado => (ado.Invariant, ado.ConnectionString) = ("Npgsql", Required(options)));
                break;
            case "redis":
                client.UseRedisClustering(Required(options));
                break;
            case "localhost":
                client.UseStaticClustering([.. options.Gateways.Select(Gateway)]);
                break;
            default:
                throw new ArgumentException($"clustering '{options.Clustering}' must be localhost, postgres or redis", nameof(options));
        }
        client.Configure<Orleans.Configuration.ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, options.ServiceId));
        client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2));
        // Long polls last about 20 s; everything else has a time-out of its own.
        client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(40));
        if (options.Tls is { } tls) client.Configure<ClientConnectionOptions>(o => o.ConfigureConnection(connection => connection.UseTls(tls, asServer: false, failure => _handshake = failure)));
        client.UseConnectionRetryFilter(async (failure, stop) =>
        {
            _trouble = ConnectionTrouble.Of(_handshake ?? failure, options.Tls is not null) ?? _trouble;
            _handshake = null;
            await Task.Delay(s_retry, _time, stop);
            return !_stop.IsCancellationRequested;
        });
    }

    private static string Required(ConnectionOptions options) => options.ConnectionString is { Length: > 0 } given
        ? given
        : throw new ArgumentException($"clustering '{options.Clustering}' needs a connection string", nameof(options));

    private static IPEndPoint Gateway(string text)
    {
        if (IPEndPoint.TryParse(text, out var endpoint) && endpoint.Port > 0) return endpoint;
        if (Uri.TryCreate($"tcp://{text}", UriKind.Absolute, out var uri) && uri.Port > 0 && Dns.GetHostAddresses(uri.Host) is [var first, ..]) return new IPEndPoint(first, uri.Port);
        throw new ArgumentException($"gateway '{text}' must be address:port, for example 127.0.0.1:30000", nameof(text));
    }
}
