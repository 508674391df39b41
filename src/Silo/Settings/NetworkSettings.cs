using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Diten.Silo.Settings;

/// <summary>Section <c>Diten:Network</c>: where silos and clients reach this silo. Nothing listens beyond loopback unless set here.</summary>
internal sealed class NetworkSettings : ISettings
{
    /// <summary>Port for other silos, 1 to 65535; default 11111.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>Port for clients, 1 to 65535; default 30000.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>The IP address that others are told to use; default 127.0.0.1.</summary>
    public IPAddress Advertise { get; set; } = IPAddress.Loopback;

    /// <summary>The IP address to listen on; the unspecified one (all zeros) is every address of the machine; default the advertised one.</summary>
    public IPAddress? Listen { get; set; }

    /// <summary>The address that is listened on.</summary>
    public IPAddress ListenAddress() => Listen ?? Advertise;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (SiloPort == GatewayPort) yield return $"Diten:Network:GatewayPort: is {GatewayPort}, which is the silo port too; must be another port";
        if (Array.TrueForAll(Advertise.GetAddressBytes(), b => b == 0))
            yield return $"Diten:Network:Advertise: is '{Advertise}'; must be the address of one interface, by which others reach this silo";
    }
}
