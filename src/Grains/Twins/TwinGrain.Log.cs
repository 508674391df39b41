using Microsoft.Extensions.Logging;

namespace Diten.Grains.Twins;

internal sealed partial class TwinGrain
{
    [LoggerMessage(1001, LogLevel.Warning, "Twin {Device}: a change was not stored and is not acknowledged")]
    private static partial void LogNotStored(ILogger log, string device, Exception failure);

    [LoggerMessage(1002, LogLevel.Warning, "Twin {Device}: not flushed; tried again with every interval until the store takes it")]
    private static partial void LogNotFlushed(ILogger log, string device, Exception failure);

    [LoggerMessage(1003, LogLevel.Warning, "Twin {Device}: what is stored of it could not be read after a failed write; tried again before the next write")]
    private static partial void LogUnsettled(ILogger log, string device, Exception failure);

    [LoggerMessage(1004, LogLevel.Error, "Twin {Device} was written by another activation; this one ends and what it had not flushed is lost")]
    private static partial void LogSuperseded(ILogger log, string device);

    [LoggerMessage(1005, LogLevel.Error, "Twin {Device} had to leave before its last changes could be flushed; they are lost")]
    private static partial void LogLeftDirty(ILogger log, string device);

    [LoggerMessage(1006, LogLevel.Warning, "Twin {Device}: station {Station} did not answer in a handover to {Next}; the handover is forced")]
    private static partial void LogForced(ILogger log, string device, string station, string next, Exception? failure);

    [LoggerMessage(1007, LogLevel.Warning, "Twin {Device}: station {Station} refused the handover ({Error}); the twin stays with {Stays}")]
    private static partial void LogRefused(ILogger log, string device, string station, string? error, string stays);

    [LoggerMessage(1010, LogLevel.Warning, "Twin {Device}: its changes have waited {Seconds:F0} s for the store; it takes no more until it is stored")]
    private static partial void LogRefusing(ILogger log, string device, double seconds);

    [LoggerMessage(1009, LogLevel.Debug, "Twin {Device}: station {Station} failed in a handover; tried again")]
    private static partial void LogLeaving(ILogger log, string device, string station, Exception failure);

    [LoggerMessage(1008, LogLevel.Debug, "Twin {Device}: its old registration at station {Station} is not ended yet")]
    private static partial void LogLeftover(ILogger log, string device, string station, Exception failure);
}
