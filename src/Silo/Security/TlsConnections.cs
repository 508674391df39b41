using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Orleans.Configuration;

namespace Diten.Silo.Security;

/// <summary>Mutual TLS on every connection of a silo: with other silos, both ways, and with clients.</summary>
internal static class TlsConnections
{
    /// <summary>A handshake that takes longer is broken off.</summary>
    private static readonly TimeSpan s_handshake = TimeSpan.FromSeconds(10);

    /// <summary>Adds TLS to a silo.</summary>
    public static ISiloBuilder UseTls(this ISiloBuilder silo, TlsIdentity identity) => silo.Configure<SiloConnectionOptions>(options =>
    {
        options.ConfigureSiloInboundConnection(connection => connection.UseTls(identity, asServer: true));
        options.ConfigureGatewayInboundConnection(connection => connection.UseTls(identity, asServer: true));
        options.ConfigureSiloOutboundConnection(connection => connection.UseTls(identity, asServer: false));
    });

    /// <summary>Puts TLS under everything that is said on a connection.</summary>
    public static void UseTls(this IConnectionBuilder connection, TlsIdentity identity, bool asServer)
    {
        var log = ((ILoggerFactory?)connection.ApplicationServices.GetService(typeof(ILoggerFactory)))?.CreateLogger(typeof(TlsConnections));
        connection.Use(next => context => RunAsync(context, next, identity, asServer, log));
    }

    private static async Task RunAsync(ConnectionContext context, ConnectionDelegate next, TlsIdentity identity, bool asServer, ILogger? log)
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
            if (log is not null) TlsLog.Refused(log, context.RemoteEndPoint, e.GetBaseException().Message);
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
