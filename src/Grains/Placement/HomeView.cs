using System.Collections.Concurrent;
using System.Collections.Frozen;
using Orleans.Metadata;

namespace Diten.Grains.Placement;

/// <summary>The silos as this one knows them, and where grains are at home among them.</summary>
internal sealed class HomeView(int epoch, ClusterManifest manifest)
{
    private readonly FrozenDictionary<SiloAddress, GrainManifest> _silos = manifest.Silos.ToFrozenDictionary();
    private readonly ConcurrentDictionary<GrainType, SiloAddress[]> _hosts = new();

    /// <summary>Number of the view; grows with every change of the set of silos.</summary>
    public int Epoch { get; } = epoch;

    /// <summary>Silos in it.</summary>
    public int Count => _silos.Count;

    /// <summary>home(station) among the silos that have the grain's type; null if none has.</summary>
    public SiloAddress? HomeOf(GrainType type, string station)
    {
        var hosts = _hosts.GetOrAdd(type, static (t, silos) => [.. silos.Where(s => s.Value.Grains.ContainsKey(t)).Select(s => s.Key)], _silos);
        return hosts.Length == 0 ? null : StationHome.Of(station, hosts);
    }

    /// <summary>Whether a manifest has just these silos with just these grains.</summary>
    public bool IsOf(ClusterManifest manifest) =>
        manifest.Silos.Count == _silos.Count && manifest.Silos.All(s => _silos.TryGetValue(s.Key, out var known) && ReferenceEquals(known, s.Value));
}
