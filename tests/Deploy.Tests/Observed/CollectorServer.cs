namespace Diten.Deploy.Tests.Observed;

/// <summary>
/// A real OpenTelemetry collector with the deployment's own configuration: only the places are others, what it has of every signal
/// goes on to where it sends the traces, and it may forget earlier.
/// </summary>
internal sealed class CollectorServer : IAsyncDisposable
{
    private static readonly string? s_program = ObservingProgram.Installed("otelcol-contrib", "otelcol");

    private readonly ObservingProgram _program;

    private CollectorServer(ObservingProgram program, string otlp, string metrics, string own) => (_program, Otlp, Metrics, Own) = (program, otlp, metrics, own);

    /// <summary>Why tests that need it cannot run here; null if they can.</summary>
    public static string? Missing { get; } = s_program is not null
        ? null
        : "no OpenTelemetry collector is installed (otelcol-contrib or otelcol on the path): Prometheus is shown what the tests write after the collector's rules";

    /// <summary>Where programs send to by gRPC.</summary>
    public string Otlp { get; }

    /// <summary>Where it shows their metrics.</summary>
    public string Metrics { get; }

    /// <summary>Where it shows its own metrics.</summary>
    public string Own { get; }

    /// <summary>The last that it wrote.</summary>
    public string Said => _program.Said;

    /// <summary>Starts it.</summary>
    /// <param name="next">Who stands at Jaeger's place.</param>
    /// <param name="expiration">For how long it shows what is told no more.</param>
    public static async Task<CollectorServer> StartAsync(Uri next, string expiration)
    {
        var places = ObservingProgram.FreePlaces(5);
        var own = places[3].Split(':');
        var folder = Directory.CreateTempSubdirectory("diten-collector-");
        var file = Path.Combine(folder.FullName, "collector.yaml");
        await File.WriteAllTextAsync(file, Deployed.Text(
            "collector.yaml",
            ("0.0.0.0:4317", places[0]), ("0.0.0.0:4318", places[1]), ("0.0.0.0:8889", places[2]), ("host: 0.0.0.0, port: 8888", $"host: {own[0]}, port: {own[1]}"), ("0.0.0.0:13133", places[4]),
            ("jaeger:4317", next.Authority), ("exporters: [prometheus]", "exporters: [prometheus, otlp_grpc]"), ("exporters: [debug]", "exporters: [debug, otlp_grpc]"),
            ("metric_expiration: 3m", $"metric_expiration: {expiration}")));
        return new(await ObservingProgram.StartAsync(s_program!, folder, places[4], "/", [$"--config={file}"]), places[0], places[2], places[3]);
    }

    /// <summary>What it shows of the programs' metrics.</summary>
    public Task<string> TextAsync() => _program.Http.GetStringAsync(new Uri($"http://{Metrics}/metrics"));

    public ValueTask DisposeAsync() => _program.DisposeAsync();
}
