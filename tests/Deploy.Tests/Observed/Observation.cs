using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Diten.Deploy.Tests.Observed;

/// <summary>
/// What is between programs and Prometheus: the real collector where it is installed, behind which a receiver of the test's stands
/// at Jaeger's place; without it the receiver itself, which shows Prometheus what a collector would.
/// </summary>
internal sealed class Observation : IAsyncDisposable
{
    private readonly TimeSpan _expiration;
    private readonly WebApplication? _standIn;

    private Observation(OtlpReceiver receiver, CollectorServer? collector, TimeSpan expiration, WebApplication? standIn) => (Receiver, Collector, _expiration, _standIn) = (receiver, collector, expiration, standIn);

    /// <summary>Has everything that was exported.</summary>
    public OtlpReceiver Receiver { get; }

    /// <summary>The collector; null if there is none.</summary>
    public CollectorServer? Collector { get; }

    /// <summary>What a collector would show.</summary>
    public string Text => Show(Receiver, _expiration);

    /// <summary>Where Prometheus finds the programs' metrics.</summary>
    public string Metrics => Collector?.Metrics ?? new Uri(_standIn!.Urls.Single()).Authority;

    /// <summary>Where it finds the collector's own; the stand-in has none.</summary>
    public string? Own => Collector?.Own;

    /// <summary>The variables that make a process export to it, often.</summary>
    public Dictionary<string, string> Environment
    {
        get
        {
            var variables = Receiver.Environment.ToDictionary(variable => variable.Key, variable => variable.Value!, StringComparer.Ordinal);
            if (Collector is not null) variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://{Collector.Otlp}";
            return variables;
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="seconds">For how long it shows what is told no more; the deployed 3 min unless told.</param>
    public static async Task<Observation> StartAsync(int seconds = 180)
    {
        var receiver = await OtlpReceiver.StartAsync(grpc: true);
        var expiration = TimeSpan.FromSeconds(seconds);
        if (CollectorServer.Missing is null) return new(receiver, await CollectorServer.StartAsync(receiver.Address, string.Create(CultureInfo.InvariantCulture, $"{seconds}s")), expiration, null);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var standIn = builder.Build();
        standIn.MapGet("/metrics", () => Results.Text(Show(receiver, expiration), "text/plain; version=0.0.4"));
        await standIn.StartAsync();
        return new(receiver, null, expiration, standIn);
    }

    public async ValueTask DisposeAsync()
    {
        if (Collector is not null) await Collector.DisposeAsync();
        if (_standIn is not null) await _standIn.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    private static string Show(OtlpReceiver receiver, TimeSpan expiration) => PrometheusText.Of(receiver.PointsOf(expiration));
}
