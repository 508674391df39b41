using System.Net;
using System.Net.Sockets;

namespace Diten.Readme.Tests;

/// <summary>Ports of this machine that nobody listens on.</summary>
internal static class FreePorts
{
    public static (int First, int Second) Two()
    {
        // Both at once, so that they differ.
        using var first = Listen();
        using var second = Listen();
        return (PortOf(first), PortOf(second));
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
