using System.Net.Sockets;
using Diten.Security;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;

namespace Diten.Client.Hosting;

/// <summary>Why no silo is reached, for people.</summary>
internal static class ConnectionTrouble
{
    /// <summary>One sentence for a failed attempt; null if the failure only tells that it is too soon after the last one.</summary>
    /// <param name="failure">What the attempt ended with.</param>
    /// <param name="withTls">Whether the client speaks TLS.</param>
    public static string? Of(Exception failure, bool withTls)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case TlsHandshakeException:
                    return $"{cause.Message} (a silo without TLS, or with a certificate of another authority than --tls-authority)";
                case SocketException { SocketErrorCode: not (SocketError.ConnectionReset or SocketError.ConnectionAborted) }:
                    return cause.Message;
                case SiloUnavailableException when cause.Message.Contains("Could not find any gateway", StringComparison.OrdinalIgnoreCase):
                    return "no silo is in the list of gateways";
                case ConnectionFailedException { InnerException: null }:
                    return cause.Message.Contains("no available gateways", StringComparison.OrdinalIgnoreCase) ? "no silo is in the list of gateways" : null;
            }
        }

        var seen = failure.GetBaseException().Message;
        return withTls
            ? $"the silo closed the connection after the TLS handshake ({seen}); it may not trust the authority of --tls-certificate"
            : $"the silo closed the connection ({seen}); if it demands TLS, give --tls-certificate, --tls-key and --tls-authority";
    }
}
