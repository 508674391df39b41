using System.ComponentModel.DataAnnotations;

namespace Diten.Silo.Settings;

/// <summary>Where the list of the cluster's silos is kept.</summary>
internal enum ClusteringKind
{
    /// <summary>Nowhere: a cluster of this one silo.</summary>
    Localhost,

    /// <summary>In PostgreSQL.</summary>
    Postgres,

    /// <summary>In Redis.</summary>
    Redis,
}

/// <summary>Section <c>Diten:Clustering</c>: how silos find each other and notice that one is gone.</summary>
internal sealed class ClusteringSettings : ISettings
{
    /// <summary>Where the list of silos is kept; default localhost, a cluster of one.</summary>
    public ClusteringKind Kind { get; set; }

    /// <summary>Seconds after which a silo that does not answer a probe has missed it, 1 to 60; default 3.</summary>
    [Range(1.0, 60.0)]
    public double ProbeSeconds { get; set; } = 3;

    /// <summary>Probes in a row that a silo may miss before the others vote it out, 1 to 20; default 3.</summary>
    [Range(1, 20)]
    public int MissedProbes { get; set; } = 3;

    /// <summary>
    /// Seconds between the signs of life that a silo leaves in the list, 1 to 60; default 10. One whose last three are missing is
    /// not waited for by those that start: so long a whole cluster that was killed at once takes to come back.
    /// </summary>
    [Range(1.0, 60.0)]
    public double AliveSeconds { get; set; } = 10;
}
