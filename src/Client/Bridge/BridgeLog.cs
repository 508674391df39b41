using Microsoft.Extensions.Logging;

namespace Diten.Client.Bridge;

/// <summary>What a bridge tells its log, beside what it says to people.</summary>
internal static partial class BridgeLog
{
    [LoggerMessage(5101, LogLevel.Information, "Connected to the broker {Broker}; session kept: {IsKept}")]
    public static partial void Connected(ILogger log, string broker, bool isKept);

    [LoggerMessage(5102, LogLevel.Warning, "The broker {Broker} is not reached: {Reason}")]
    public static partial void BrokerAway(ILogger log, string broker, string reason);

    [LoggerMessage(5103, LogLevel.Warning, "The cluster does not answer: {Reason}")]
    public static partial void ClusterSilent(ILogger log, string reason);

    [LoggerMessage(5104, LogLevel.Warning, "The broker does not take what is published to {Topic}: {Reason}")]
    public static partial void NotPublished(ILogger log, string topic, string reason);

    [LoggerMessage(5105, LogLevel.Information, "A message on {Topic} was not taken: {Status}, {Field}: {Error}")]
    public static partial void NotTaken(ILogger log, string topic, string status, string field, string error);

    [LoggerMessage(5106, LogLevel.Error, "A message on {Topic} could not be settled")]
    public static partial void NotSettled(ILogger log, string topic, Exception exception);
}
