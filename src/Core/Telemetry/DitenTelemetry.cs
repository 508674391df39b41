using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Diten.Core.Telemetry;

/// <summary>
/// The meter and the source of activities that the simulator and the cluster share; docs/telemetry.md lists what they tell.
/// Nothing is measured or made while nobody listens.
/// </summary>
public static class DitenTelemetry
{
    /// <summary>Name of both.</summary>
    public const string Name = "Diten";

    internal static Meter Meter { get; } = new(Name);

    internal static ActivitySource Source { get; } = new(Name);

    /// <summary>One label of a measurement.</summary>
    internal static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);

    /// <summary>The label of whatever belongs to a station.</summary>
    internal static KeyValuePair<string, object?> Station(string station) => new("station", station);
}
