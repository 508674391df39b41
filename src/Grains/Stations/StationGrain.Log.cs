using Microsoft.Extensions.Logging;

namespace Diten.Grains.Stations;

internal sealed partial class StationGrain
{
    [LoggerMessage(2000, LogLevel.Information, "Station {Station} is set up: model {Model} with {Parameters} parameters, {Participants} participants wanted, allocator {Allocator}")]
    private static partial void LogConfigured(ILogger log, string station, string model, int parameters, int participants, string allocator);

    [LoggerMessage(2002, LogLevel.Information, "Station {Station} finished round {Round}: {Participants} took part, {Missing} did not arrive, model version {Version}, {Seconds:F3} s")]
    private static partial void LogRound(ILogger log, string station, int round, int participants, int missing, int version, double seconds);

    [LoggerMessage(2004, LogLevel.Information, "Station {Station} waits no longer for {Count} devices that were silent for {Rounds} rounds, {First} among them, until they are heard again")]
    private static partial void LogAway(ILogger log, string station, int count, int? rounds, string first);

    [LoggerMessage(2005, LogLevel.Warning, "Station {Station} refused in round {Round}: {Refusals}")]
    private static partial void LogRefused(ILogger log, string station, int round, string refusals);

    [LoggerMessage(2003, LogLevel.Information, "Station {Station} took version {MacroVersion} of its macro base station as its version {Version}")]
    private static partial void LogMacroModel(ILogger log, string station, int macroVersion, int version);

    [LoggerMessage(2023, LogLevel.Warning, "Station {Station} could not send its aggregate of round {Round} to {Macro}; it tries again")]
    private static partial void LogMacroNotReached(ILogger log, Exception failure, string station, int round, string macro);

    [LoggerMessage(2024, LogLevel.Warning, "Station {Station}: {Macro} refused the aggregate of round {Round} ({Reason})")]
    private static partial void LogMacroRefused(ILogger log, string station, string macro, int round, string? reason);
}
