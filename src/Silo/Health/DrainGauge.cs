using System.Diagnostics.Metrics;
using Diten.Grains.Diagnostics;

namespace Diten.Silo.Health;

/// <summary>
/// Tells whether the silo is ending on purpose: the last that a silo told says whether it is missed. A meter of the process and not of
/// the host, since what is told last is told after the host is gone.
/// </summary>
internal static class DrainGauge
{
    private static readonly Meter s_meter = new(StationCalls.MeterName);
    private static volatile bool s_drains;

    static DrainGauge() => s_meter.CreateObservableGauge("diten.silo.draining", () => s_drains ? 1 : 0, null, "Whether the silo was told to end.");

    /// <summary>Shows whether this process' silo was told to end.</summary>
    public static void Show(bool drains) => s_drains = drains;
}
