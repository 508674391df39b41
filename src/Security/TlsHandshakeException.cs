namespace Diten.Security;

/// <summary>A connection that was not made since the TLS handshake failed; the message names the other side and the reason.</summary>
internal sealed class TlsHandshakeException(string message, Exception inner) : Exception(message, inner);
