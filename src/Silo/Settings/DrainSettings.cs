using System.ComponentModel.DataAnnotations;

namespace Diten.Silo.Settings;

/// <summary>Section <c>Diten:Drain</c>: leaving the cluster after SIGTERM.</summary>
internal sealed class DrainSettings : ISettings
{
    /// <summary>Seconds in which twins and stations are stored and the cluster is left, 1 to 300; then the process ends regardless; default 18.</summary>
    [Range(1.0, 300.0)]
    public double Seconds { get; set; } = 18;
}
