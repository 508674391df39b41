using Diten.Core.Stations;
using Microsoft.Extensions.Logging;

namespace Diten.Grains.Stations;

internal sealed partial class StationGrain
{
    [LoggerMessage(2000, LogLevel.Information, "Station {Station} is set up: model {Model} with {Parameters} parameters, {Participants} participants wanted, allocator {Allocator}")]
    private partial void LogConfigured(string station, string model, int parameters, int participants, string allocator);

    [LoggerMessage(2001, LogLevel.Information, "Station {Station} goes on in round {Round} ({Phase}) with {Members} members and {Buffered} updates")]
    private partial void LogLoaded(string station, int round, StationPhase phase, int members, int buffered);

    [LoggerMessage(2002, LogLevel.Information, "Station {Station} finished round {Round}: {Participants} took part, {Missing} did not arrive, model version {Version}, {Seconds:F3} s")]
    private partial void LogRound(string station, int round, int participants, int missing, int version, double seconds);

    [LoggerMessage(2010, LogLevel.Error, "Station {Station} could not be written")]
    private partial void LogWriteFailed(Exception failure, string station);

    [LoggerMessage(2011, LogLevel.Error, "Station {Station} goes away and could not be written; what was acknowledged in batches since the last write is lost")]
    private partial void LogLeftUnwritten(Exception failure, string station);

    [LoggerMessage(2012, LogLevel.Warning, "Station {Station} could not take its next step; it tries again")]
    private partial void LogStepFailed(Exception failure, string station);

    [LoggerMessage(2013, LogLevel.Warning, "Station {Station} has no reminder: after the loss of its silo it waits for a call")]
    private partial void LogNoReminder(Exception failure, string station);

    [LoggerMessage(2014, LogLevel.Warning, "Station {Station} could not release {Hash} in the model store; it tries again after the next write")]
    private partial void LogNotReleased(Exception failure, string station, string hash);

    [LoggerMessage(2020, LogLevel.Debug, "Station {Station} could not tell twin {Device} of round {Round}; it tries again")]
    private partial void LogTwinNotTold(Exception failure, string station, string device, int round);

    [LoggerMessage(2021, LogLevel.Warning, "Station {Station} gave up telling {Count} twins of round {Round}")]
    private partial void LogTwinsNotTold(string station, int round, int count);

    [LoggerMessage(2022, LogLevel.Warning, "Station {Station} could not go on telling twins of their rounds")]
    private partial void LogTellingFailed(Exception failure, string station);
}
