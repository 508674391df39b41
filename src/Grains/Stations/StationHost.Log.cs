using Diten.Core.Stations;
using Microsoft.Extensions.Logging;

namespace Diten.Grains.Stations;

internal abstract partial class StationHost
{
    [LoggerMessage(2001, LogLevel.Information, "Station {Station} goes on in round {Round} ({Phase}) with {Members} members and {Buffered} updates")]
    private partial void LogLoaded(string station, int round, StationPhase phase, int members, int buffered);

    [LoggerMessage(2010, LogLevel.Error, "Station {Station} could not be written")]
    private partial void LogWriteFailed(Exception failure, string station);

    [LoggerMessage(2016, LogLevel.Error, "Station {Station} could not be read")]
    private partial void LogReadFailed(Exception failure, string station);

    [LoggerMessage(2011, LogLevel.Error, "Station {Station} goes away and could not be written; what was acknowledged in batches since the last write is lost")]
    private partial void LogLeftUnwritten(Exception failure, string station);

    [LoggerMessage(2012, LogLevel.Warning, "Station {Station} could not take its next step; it tries again")]
    private partial void LogStepFailed(Exception failure, string station);

    [LoggerMessage(2013, LogLevel.Warning, "The reminder of station {Station} could not be set or taken away")]
    private partial void LogNoReminder(Exception failure, string station);

    [LoggerMessage(2014, LogLevel.Warning, "Station {Station} could not release {Hash} in the model store; it tries again after the next write")]
    private partial void LogNotReleased(Exception failure, string station, string hash);

    [LoggerMessage(2015, LogLevel.Error, "Station {Station} found {Hash} damaged in the model store")]
    private partial void LogDamaged(Exception damage, string station, string hash);

    [LoggerMessage(2020, LogLevel.Debug, "Station {Station} could not tell {Receiver} of round {Round}; it tries again")]
    private partial void LogNotTold(Exception failure, string station, string receiver, int round);

    [LoggerMessage(2021, LogLevel.Warning, "Station {Station} gave up telling {Count} receivers of rounds before {Round}, whose rows are not kept any more")]
    private partial void LogGaveUpTelling(string station, int round, int count);

    [LoggerMessage(2025, LogLevel.Warning, "Station {Station} could not tell {Count} receivers of round {Round}; it goes on and tries them again")]
    private partial void LogLeftForLater(string station, int round, int count);

    [LoggerMessage(2022, LogLevel.Warning, "Station {Station} could not go on telling of its rounds")]
    private partial void LogTellingFailed(Exception failure, string station);
}
