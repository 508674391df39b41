using Diten.Client.Cluster;
using Diten.Core.Network;
using Orleans;

namespace Diten.Cluster.Tests.Bridge;

/// <summary>A way into the cluster that a test closes and opens, and that counts who comes along.</summary>
internal sealed class SilentAccess(IGrainFactory grains) : IClusterAccess
{
    private volatile bool _isSilent;
    private int _asked;

    public bool IsSilent
    {
        get => _isSilent;
        set => _isSilent = value;
    }

    public int Asked => Volatile.Read(ref _asked);

    public IGrainFactory Grains
    {
        get
        {
            Interlocked.Increment(ref _asked);
            return _isSilent ? throw new NetworkUnavailableException("the cluster does not answer") : grains;
        }
    }
}
