namespace Diten.Core.Network;

/// <summary>
/// The network behind the port does not answer now: nobody is there, it takes too long, or its store is out. Nothing is known of
/// the outcome of a write; the same write may be made again, since nothing is applied twice.
/// </summary>
public sealed class NetworkUnavailableException : IOException
{
    /// <summary>The network does not answer.</summary>
    public NetworkUnavailableException()
        : this("the network does not answer")
    {
    }

    /// <summary>Says why.</summary>
    public NetworkUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Says why, and what is behind it.</summary>
    public NetworkUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
