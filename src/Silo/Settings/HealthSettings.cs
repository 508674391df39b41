using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Diten.Silo.Settings;

/// <summary>Section <c>Diten:Health</c>: the HTTP endpoint with /health/started, /health/ready and /health/live.</summary>
internal sealed class HealthSettings : ISettings
{
    /// <summary>Its port, 0 to 65535; 0 takes a free one; default 8081.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 8081;

    /// <summary>The IP address to listen on; the unspecified one (all zeros) is every address of the machine; default 127.0.0.1.</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;
}
