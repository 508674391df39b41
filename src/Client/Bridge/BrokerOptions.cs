using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;

namespace Diten.Client.Bridge;

/// <summary>The bridge's options as the MQTT client takes them.</summary>
internal static class BrokerOptions
{
    /// <summary>Time for connecting, and for one answer of the broker.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>MQTT 5, a session that is kept, and no more at once than can be in hand.</summary>
    public static MqttClientOptions Of(BridgeOptions options)
    {
        var builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithTcpServer(options.Host, options.Port)
            .WithClientId(options.ClientId)
            .WithCleanStart(false)
            .WithSessionExpiryInterval(Seconds(options.SessionExpiry))
            .WithReceiveMaximum((ushort)options.InFlight)
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(15))
            .WithTimeout(Patience);
        if (options.Username is not null) builder.WithCredentials(options.Username, options.Password);
        if (options.Tls) builder.WithTlsOptions(tls => Secure(tls, options.Authority));
        return builder.Build();
    }

    /// <summary>A span in whole seconds, at least one.</summary>
    public static uint Seconds(TimeSpan span) => (uint)Math.Clamp(Math.Ceiling(span.TotalSeconds), 1, uint.MaxValue - 1);

    // The host's name is compared, by what .NET itself finds wrong. Revocation is not asked for, as with silos: a plant's broker
    // must be reachable where a revocation server is not.
    private static void Secure(MqttClientTlsOptionsBuilder tls, X509Certificate2Collection? authority)
    {
        tls.UseTls().WithRevocationMode(X509RevocationMode.NoCheck).WithIgnoreCertificateRevocationErrors();
        if (authority is not null) tls.WithTrustChain(authority);
    }
}
