using Diten.Core.Network;

namespace Diten.Client.Cluster;

/// <summary>The way into the cluster.</summary>
internal interface IClusterAccess
{
    /// <summary>Makes references to grains.</summary>
    /// <exception cref="NetworkUnavailableException">No silo has been reached yet.</exception>
    IGrainFactory Grains { get; }
}
