using Microsoft.Extensions.Logging;

namespace Diten.Client.Fleet;

/// <summary>What a fleet tells its log, beside what it says to people.</summary>
internal static partial class FleetLog
{
    [LoggerMessage(5001, LogLevel.Information, "{Count} devices are registered with {Stations}")]
    public static partial void Registered(ILogger log, int count, string stations);

    [LoggerMessage(5002, LogLevel.Warning, "{Device} was not registered: {Error}")]
    public static partial void NotRegistered(ILogger log, string device, string error);

    [LoggerMessage(5003, LogLevel.Warning, "Station {Station} has forgotten how it was set up; it is set up again")]
    public static partial void SetUpAgain(ILogger log, string station);

    [LoggerMessage(5004, LogLevel.Warning, "{Device} is served by {Station}, which learns something else; it reports and does not learn")]
    public static partial void LearnsSomethingElse(ILogger log, string device, string station);

    [LoggerMessage(5005, LogLevel.Warning, "Station {Station} refused the model of {Device} for round {Round}: {Reason}")]
    public static partial void ModelRefused(ILogger log, string station, string device, int round, string? reason);

    [LoggerMessage(5006, LogLevel.Information, "Station {Station} refused the offer of {Device} for round {Round}: {Reason}")]
    public static partial void OfferRefused(ILogger log, string station, string device, int round, string? reason);

    [LoggerMessage(5007, LogLevel.Warning, "The cluster does not answer: its twins will notice by themselves that the devices are silent")]
    public static partial void NoFarewell(ILogger log);
}
