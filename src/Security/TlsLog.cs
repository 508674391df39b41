using System.Net;
using Microsoft.Extensions.Logging;

namespace Diten.Security;

/// <summary>Log of TLS.</summary>
internal static partial class TlsLog
{
    /// <summary>A connection that did not get through the handshake.</summary>
    [LoggerMessage(EventId = 3101, Level = LogLevel.Warning, Message = "TLS: connection with {Remote} refused: {Reason}")]
    public static partial void Refused(ILogger logger, EndPoint? remote, string reason);
}
