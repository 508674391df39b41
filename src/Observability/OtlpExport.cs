using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Diten.Observability;

/// <summary>
/// Exports what the process tells of itself, from its start until it is disposed of, which sends what is left. Everything is set
/// by OpenTelemetry's environment variables; where they name no endpoint this does nothing at all.
/// </summary>
public sealed class OtlpExport : IDisposable
{
    private static readonly string[] s_sources = ["Diten", "Microsoft.Orleans.Application", "Microsoft.Orleans.Lifecycle", "Microsoft.AspNetCore", "Npgsql"];

    private static readonly string[] s_meters =
        ["Diten", "Diten.Grains", "Microsoft.Orleans", "System.Runtime", "Npgsql", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    private readonly IConfiguration _environment;
    private readonly ResourceBuilder _resource;
    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;
    private readonly ServiceProvider? _logs;
    private readonly LoggerProvider? _logged;

    private OtlpExport(string service, IConfiguration environment)
    {
        var settings = ExportSettings.Read(environment);
        _environment = environment;
        // The environment has the last word.
        _resource = ResourceBuilder.CreateEmpty().AddService(service).AddTelemetrySdk().AddEnvironmentVariableDetector();
        if (settings.Traces) _traces = StartTraces();
        if (settings.Metrics) _metrics = StartMetrics();
        if (settings.Logs) _logs = StartLogs();
        _logged = _logs?.GetRequiredService<LoggerProvider>();
    }

    /// <summary>
    /// How long what is left may take to send at the end, all signals together: long enough for a collector that is there, and one
    /// that is not keeps no process from ending.
    /// </summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether activities are recorded; then calls between processes should carry them on.</summary>
    public bool HasTraces => _traces is not null;

    /// <summary>Begins to export.</summary>
    /// <param name="service">Name of the process where the environment gives none.</param>
    /// <exception cref="ExportSettingsException">An environment variable is not what it must be.</exception>
    public static OtlpExport Start(string service) => Start(service, new ConfigurationBuilder().AddEnvironmentVariables().Build());

    /// <summary>Begins to export, by the variables given.</summary>
    /// <param name="service">Name of the process where the variables give none.</param>
    /// <param name="environment">The variables.</param>
    /// <exception cref="ExportSettingsException">A variable is not what it must be.</exception>
    public static OtlpExport Start(string service, IConfiguration environment)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(service);
        ArgumentNullException.ThrowIfNull(environment);
        return new OtlpExport(service, environment);
    }

    /// <summary>Exports a host's logs, each with the trace that it belongs to; nothing if logs are not exported.</summary>
    public void AddTo(ILoggingBuilder logging)
    {
        ArgumentNullException.ThrowIfNull(logging);
        foreach (var provider in _logs?.GetServices<ILoggerProvider>() ?? []) logging.AddProvider(provider);
    }

    /// <summary>A log that is only exported, for programs without a host; to nowhere if logs are not exported.</summary>
    /// <param name="category">Who writes it.</param>
    public ILogger LoggerFor(string category) => _logs?.GetRequiredService<ILoggerFactory>().CreateLogger(category) ?? NullLogger.Instance;

    /// <summary>Sends what is left, for <see cref="Patience"/> at most, and ends.</summary>
    public void Dispose() => End(Patience);

    /// <summary>Sends what is left and ends. All signals at once: where no collector answers, each of them waits as long as it may.</summary>
    /// <param name="patience">How long what is left may take to send.</param>
    internal void End(TimeSpan patience)
    {
        var limit = (int)patience.TotalMilliseconds;
        // Each on a thread of its own, so that none waits for one.
        Task.WaitAll(
            InBackground(() => _traces?.Shutdown(limit)),
            InBackground(() => _metrics?.Shutdown(limit)),
            InBackground(() => _logged?.Shutdown(limit)));
        _traces?.Dispose();
        _metrics?.Dispose();
        _logs?.Dispose();
    }

    private static Task InBackground(Action send) => Task.Factory.StartNew(send, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private TracerProvider StartTraces()
    {
        // The web server then puts method, route and status on its activities by itself.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", isEnabled: false);
        return Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(_environment))
            .SetResourceBuilder(_resource)
            .SetSampler(TraceSampler.Of(_environment))
            .AddSource(s_sources)
            .AddOtlpExporter()
            .Build();
    }

    private MeterProvider StartMetrics() => Sdk.CreateMeterProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(_environment))
        .SetResourceBuilder(_resource)
        .AddMeter(s_meters)
        .AddOtlpExporter()
        .Build();

    // A container of its own, so that it is set as the others are, and not by what the host is configured with.
    private ServiceProvider StartLogs() => new ServiceCollection()
        .AddSingleton(_environment)
        .AddLogging(logging => logging.AddOpenTelemetry(options =>
        {
            options.IncludeFormattedMessage = true;
            options.SetResourceBuilder(_resource);
            options.AddOtlpExporter();
        }))
        .BuildServiceProvider();
}
