using System.ComponentModel.DataAnnotations;

namespace Diten.Silo.Settings;

/// <summary>Section <c>Diten:Cluster</c>: which cluster this silo is a member of.</summary>
internal sealed class ClusterIdentity : ISettings
{
    /// <summary>Name of the cluster: silos and clients with the same name find each other; 1 to 100 letters, digits, dots, dashes, underscores; default diten.</summary>
    [RegularExpression("[A-Za-z0-9._-]{1,100}", ErrorMessage = "1 to 100 letters, digits, dots, dashes or underscores")]
    public string Id { get; set; } = "diten";

    /// <summary>Name under which state is stored; it stays while clusters come and go; the same characters; default diten.</summary>
    [RegularExpression("[A-Za-z0-9._-]{1,100}", ErrorMessage = "1 to 100 letters, digits, dots, dashes or underscores")]
    public string Service { get; set; } = "diten";
}
