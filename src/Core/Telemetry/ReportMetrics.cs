using System.Diagnostics.Metrics;
using Diten.Core.Network;

namespace Diten.Core.Telemetry;

/// <summary>Counts reports to twins.</summary>
public static class ReportMetrics
{
    private static readonly Counter<long> s_reports = DitenTelemetry.Meter.CreateCounter<long>("diten.reports", "{report}", "Reports to twins.");

    /// <summary>Whether somebody listens.</summary>
    public static bool IsEnabled => s_reports.Enabled;

    /// <summary>Counts a report that was answered; allocates nothing.</summary>
    public static void Count(WriteStatus outcome) => s_reports.Add(1, DitenTelemetry.Label("outcome", NameOf(outcome)));

    private static string NameOf(WriteStatus outcome) => outcome switch
    {
        WriteStatus.Accepted => "accepted",
        WriteStatus.Duplicate => "duplicate",
        WriteStatus.NotFound => "not-found",
        WriteStatus.Conflict => "conflict",
        _ => "invalid",
    };
}
