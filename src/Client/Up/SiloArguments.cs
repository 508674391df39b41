using Diten.Security;

namespace Diten.Client.Up;

/// <summary>How <c>up</c> starts its silo.</summary>
internal static class SiloArguments
{
    /// <summary>A silo of its own cluster on this machine, with a database in one file, which ends when its standard input does.</summary>
    /// <param name="siloPort">Port for silos, loopback.</param>
    /// <param name="gatewayPort">Port for clients, loopback.</param>
    /// <param name="database">The file.</param>
    /// <param name="tls">Files of TLS.</param>
    public static IReadOnlyList<string> Of(int siloPort, int gatewayPort, string database, TlsFiles tls) =>
        ["silo", "--attached", "--silo-port", $"{siloPort}", "--gateway-port", $"{gatewayPort}", "--health-port", "0", "--clustering", "localhost", "--storage", "sqlite", "--data-file", database, .. Of(tls)];

    private static string[] Of(TlsFiles tls) => tls.IsOn ? ["--tls-certificate", tls.Certificate!, "--tls-key", tls.Key!, "--tls-authority", tls.Authority!] : [];
}
