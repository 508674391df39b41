using System.Diagnostics.Metrics;

namespace Diten.Core.Telemetry;

/// <summary>Counts what machines tell a bridge between a message broker and their twins.</summary>
public static class BridgeMetrics
{
    private static readonly Counter<long> s_messages = DitenTelemetry.Meter.CreateCounter<long>("diten.bridge.messages", "{message}", "Messages of machines that a bridge has settled.");

    /// <summary>Counts a message.</summary>
    /// <param name="outcome">How it was settled: one of a few words, as docs/telemetry.md lists them.</param>
    public static void Count(string outcome) => s_messages.Add(1, DitenTelemetry.Label("outcome", outcome));
}
