using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Diten.Security;

/// <summary>Mutual TLS as a layer of a connection between silos, or between a client and a silo.</summary>
internal static class TlsConnections
{
    /// <summary>A handshake that takes longer is broken off.</summary>
    private static readonly TimeSpan s_handshake = TimeSpan.FromSeconds(10);

    /// <summary>Puts TLS under everything that is said on a connection.</summary>
    /// <param name="connection">The connection's layers.</param>
    /// <param name="identity">Who this side is.</param>
    /// <param name="asServer">Whether this side was connected to.</param>
    /// <param name="failed">Hears of handshakes that failed where this side connects: the connection's own error may be that the other side hung up.</param>
    public static void UseTls(this IConnectionBuilder connection, TlsIdentity identity, bool asServer, Action<TlsHandshakeException>? failed = null)
    {
        var log = ((ILoggerFactory?)connection.ApplicationServices.GetService(typeof(ILoggerFactory)))?.CreateLogger(typeof(TlsConnections));
        connection.Use(next => context => RunAsync(context, next, identity, asServer, failed, log));
    }

    private static async Task RunAsync(ConnectionContext context, ConnectionDelegate next, TlsIdentity identity, bool asServer, Action<TlsHandshakeException>? failed, ILogger? log)
    {
        var plain = context.Transport;
        await using var stream = new SslStream(new DuplexStream(plain.Input.AsStream(leaveOpen: true), plain.Output.AsStream(leaveOpen: true)));
        try
        {
            using var patience = new CancellationTokenSource(s_handshake);
            if (asServer) await stream.AuthenticateAsServerAsync(ServerOptions(identity), patience.Token);
            else await stream.AuthenticateAsClientAsync(ClientOptions(identity), patience.Token);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException)
        {
            var reason = e is OperationCanceledException ? $"no handshake within {s_handshake.TotalSeconds:F0} s" : e.GetBaseException().Message;
            if (log is not null) TlsLog.Refused(log, context.RemoteEndPoint, reason);
            // Who connects hears why; who was connected to has nobody to tell.
            if (!asServer) throw Failed(new TlsHandshakeException($"TLS with {context.RemoteEndPoint}: {reason}", e), failed);
            context.Abort();
            return;
        }
        var secured = new DuplexPipe(PipeReader.Create(stream, new(leaveOpen: true)), PipeWriter.Create(stream, new(leaveOpen: true)));
        context.Transport = secured;
        try
        {
            await next(context);
        }
        finally
        {
            context.Transport = plain;
            await secured.Input.CompleteAsync();
            await secured.Output.CompleteAsync();
        }
    }

    private static TlsHandshakeException Failed(TlsHandshakeException failure, Action<TlsHandshakeException>? failed)
    {
        failed?.Invoke(failure);
        return failure;
    }

    private static SslServerAuthenticationOptions ServerOptions(TlsIdentity identity) => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(identity.Certificate, identity.Chain, offline: true),
        ClientCertificateRequired = true,
        CertificateChainPolicy = identity.Policy(),
        RemoteCertificateValidationCallback = (_, _, _, errors) => IsMember(errors),
    };

    private static SslClientAuthenticationOptions ClientOptions(TlsIdentity identity) => new()
    {
        TargetHost = "silo",
        ClientCertificateContext = SslStreamCertificateContext.Create(identity.Certificate, identity.Chain, offline: true),
        CertificateChainPolicy = identity.Policy(),
        RemoteCertificateValidationCallback = (_, _, _, errors) => IsMember(errors),
    };

    // Silos are known by addresses that come and go, so names prove nothing: a certificate of the cluster's own authority is membership.
    private static bool IsMember(SslPolicyErrors errors) => (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None;

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
