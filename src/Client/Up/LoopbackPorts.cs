using System.Net;
using System.Net.Sockets;

namespace Diten.Client.Up;

/// <summary>Ports of this machine.</summary>
internal static class LoopbackPorts
{
    /// <summary>So many ports that are free now; held together while they are sought, so that they differ.</summary>
    public static int[] Free(int count)
    {
        var listeners = new TcpListener[count];
        try
        {
            for (var i = 0; i < count; i++)
            {
                listeners[i] = new TcpListener(IPAddress.Loopback, 0);
                listeners[i].Start();
            }
            return Array.ConvertAll(listeners, listener => ((IPEndPoint)listener.LocalEndpoint).Port);
        }
        finally
        {
            foreach (var listener in listeners) listener?.Dispose();
        }
    }
}
