using Microsoft.Extensions.Configuration;

namespace Diten.Observability;

/// <summary>Which signals are exported, by OpenTelemetry's environment variables.</summary>
/// <param name="Traces">Whether traces are.</param>
/// <param name="Metrics">Whether metrics are.</param>
/// <param name="Logs">Whether logs are.</param>
public sealed record ExportSettings(bool Traces, bool Metrics, bool Logs)
{
    private static readonly string[] s_protocols = ["grpc", "http/protobuf"];

    /// <summary>Reads and checks the variables; a signal without an endpoint is off.</summary>
    /// <param name="environment">The variables.</param>
    /// <exception cref="ExportSettingsException">A variable is not what it must be; the message names it.</exception>
    public static ExportSettings Read(IConfiguration environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (string.Equals(environment["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase)) return new ExportSettings(Traces: false, Metrics: false, Logs: false);
        return new ExportSettings(IsSignalOn(environment, "TRACES"), IsSignalOn(environment, "METRICS"), IsSignalOn(environment, "LOGS"));
    }

    private static bool IsSignalOn(IConfiguration environment, string signal)
    {
        if (RequireOneOf(environment, $"OTEL_{signal}_EXPORTER", ["otlp", "none"]) is "none") return false;
        if (!HasAddress(environment, $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT") && !HasAddress(environment, "OTEL_EXPORTER_OTLP_ENDPOINT")) return false;
        RequireOneOf(environment, "OTEL_EXPORTER_OTLP_PROTOCOL", s_protocols);
        RequireOneOf(environment, $"OTEL_EXPORTER_OTLP_{signal}_PROTOCOL", s_protocols);
        return true;
    }

    private static bool HasAddress(IConfiguration environment, string name)
    {
        if (Text(environment, name) is not { } text) return false;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)) return true;
        throw new ExportSettingsException(name, $"'{text}' must be an http or https address, for example http://127.0.0.1:4317");
    }

    /// <summary>A variable that has one of a few values; null if it is not set.</summary>
    /// <exception cref="ExportSettingsException">It has another one.</exception>
    internal static string? RequireOneOf(IConfiguration environment, string name, IReadOnlyList<string> allowed)
    {
        var text = Text(environment, name);
        return text is null || allowed.Contains(text, StringComparer.Ordinal) ? text : throw new ExportSettingsException(name, $"'{text}' must be one of {string.Join(", ", allowed)}");
    }

    // Set and empty is unset, by the specification.
    private static string? Text(IConfiguration environment, string name) => environment[name] is { Length: > 0 } text ? text : null;
}
