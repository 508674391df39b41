using System.ComponentModel.DataAnnotations;
using Diten.Security;

namespace Diten.Client.Hosting;

/// <summary>Where the cluster is.</summary>
internal sealed record ConnectionOptions
{
    /// <summary>How silos are found: <c>localhost</c> (by <see cref="Gateways"/>), <c>postgres</c> or <c>redis</c>. Default <c>localhost</c>.</summary>
    [AllowedValues("localhost", "postgres", "redis")]
    public string Clustering { get; init; } = "localhost";

    /// <summary>Gateways as <c>address:port</c> with <c>localhost</c>. Default <c>127.0.0.1:30000</c>.</summary>
    [MinLength(1)]
    public IReadOnlyList<string> Gateways { get; init; } = ["127.0.0.1:30000"];

    /// <summary>Connection string with <c>postgres</c> and <c>redis</c>.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Cluster id, the same as the silos'. Default <c>diten</c>.</summary>
    [Required]
    public string ClusterId { get; init; } = "diten";

    /// <summary>Service id, the same as the silos'. Default <c>diten</c>.</summary>
    [Required]
    public string ServiceId { get; init; } = "diten";

    /// <summary>Who the client is to silos with TLS, and whom it trusts; null: no TLS. Default null.</summary>
    public TlsIdentity? Tls { get; init; }
}
