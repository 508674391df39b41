using System.Net;
using System.Net.Sockets;

namespace Diten.Chaos.Tests.Hosting;

/// <summary>Where one silo listens, and in which network namespace it runs.</summary>
/// <param name="Name">For logs.</param>
/// <param name="Address">Its address.</param>
/// <param name="SiloPort">Port for silos.</param>
/// <param name="GatewayPort">Port for clients.</param>
/// <param name="HealthPort">Port of the health endpoint.</param>
/// <param name="Namespace">Network namespace; null for the test's own.</param>
internal sealed record SiloPlan(string Name, IPAddress Address, int SiloPort, int GatewayPort, int HealthPort, string? Namespace)
{
    /// <summary>A plan with free ports on loopback.</summary>
    public static SiloPlan OnLoopback(string name)
    {
        var ports = FreePorts(3);
        return new SiloPlan(name, IPAddress.Loopback, ports[0], ports[1], ports[2], null);
    }

    private static int[] FreePorts(int count)
    {
        var listeners = new TcpListener[count];
        for (var i = 0; i < count; i++) (listeners[i] = new TcpListener(IPAddress.Loopback, 0)).Start();
        int[] ports = [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }
}
