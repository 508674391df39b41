using System.Globalization;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Trace;

namespace Diten.Observability;

/// <summary>
/// A trace begins with a round, with something that a device does, or with a request to the API or a page. Calls between grains
/// that belong to none of them (the index is told, stations are watched) begin none. Which of those that begin are recorded
/// is up to <c>OTEL_TRACES_SAMPLER</c>.
/// </summary>
internal sealed class TraceSampler(Sampler inner) : Sampler
{
    private const string OfOurs = "diten.";
    private const string OfTheWebServer = "Microsoft.AspNetCore.";

    // The samplers of the specification.
    private static readonly string[] s_names =
        ["always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"];

    /// <summary>The sampler that the variables ask for; by default everything is recorded.</summary>
    /// <exception cref="ExportSettingsException">The name is none of them, or the ratio is not 0 to 1.</exception>
    public static TraceSampler Of(IConfiguration environment) => new(ExportSettings.RequireOneOf(environment, "OTEL_TRACES_SAMPLER", s_names) switch
    {
        "always_on" => new AlwaysOnSampler(),
        "always_off" => new AlwaysOffSampler(),
        "traceidratio" => new TraceIdRatioBasedSampler(Ratio(environment)),
        "parentbased_always_off" => new ParentBasedSampler(new AlwaysOffSampler()),
        "parentbased_traceidratio" => new ParentBasedSampler(new TraceIdRatioBasedSampler(Ratio(environment))),
        _ => new ParentBasedSampler(new AlwaysOnSampler()),
    });

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var isRoot = samplingParameters.ParentContext.TraceId == default;
        var mayBegin = samplingParameters.Name.StartsWith(OfOurs, StringComparison.Ordinal) || samplingParameters.Name.StartsWith(OfTheWebServer, StringComparison.Ordinal);
        return isRoot && !mayBegin ? new SamplingResult(SamplingDecision.Drop) : inner.ShouldSample(samplingParameters);
    }

    private static double Ratio(IConfiguration environment)
    {
        const string Name = "OTEL_TRACES_SAMPLER_ARG";
        if (environment[Name] is not { Length: > 0 } text) return 1;
        return double.TryParse(text, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1
            ? ratio
            : throw new ExportSettingsException(Name, $"'{text}' must be a ratio, 0 to 1");
    }
}
