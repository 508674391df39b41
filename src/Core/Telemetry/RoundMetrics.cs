using System.Diagnostics.Metrics;

namespace Diten.Core.Telemetry;

/// <summary>Measures rounds, the updates in them, and allocations.</summary>
public static class RoundMetrics
{
    private static readonly InstrumentAdvice<double> s_seconds = new()
    {
        HistogramBucketBoundaries = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500],
    };

    private static readonly InstrumentAdvice<double> s_decision = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50],
    };

    private static readonly InstrumentAdvice<double> s_psi = new() { HistogramBucketBoundaries = [0.0001, 0.001, 0.01, 0.1, 1, 10, 100, 1000, 10_000] };
    private static readonly InstrumentAdvice<double> s_gap = new() { HistogramBucketBoundaries = [0.0001, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5] };
    private static readonly InstrumentAdvice<double> s_weight = new() { HistogramBucketBoundaries = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100] };
    private static readonly InstrumentAdvice<int> s_rounds = new() { HistogramBucketBoundaries = [0, 1, 2, 3, 4, 6, 8, 12, 16, 32, 64] };
    private static readonly InstrumentAdvice<int> s_devices = new() { HistogramBucketBoundaries = [0, 1, 2, 5, 10, 20, 30, 50, 70, 100, 200, 500, 1000, 2000, 5000, 10_000] };

    private static readonly string[] s_outcomes = ["aggregated", "empty"];

    private static readonly Counter<long> s_finished = DitenTelemetry.Meter.CreateCounter<long>("diten.rounds", "{round}", "Finished rounds.");
    private static readonly Histogram<double> s_duration = DitenTelemetry.Meter.CreateHistogram("diten.round.duration", "s", "Network time that a round took.", null, s_seconds);
    private static readonly Histogram<double> s_elapsed = DitenTelemetry.Meter.CreateHistogram("diten.round.elapsed", "s", "Real time that a round took.", null, s_seconds);
    private static readonly Histogram<double> s_makespan = DitenTelemetry.Meter.CreateHistogram("diten.round.makespan", "s", "Slowest participant's time.", null, s_seconds);
    private static readonly Histogram<double> s_deviation = DitenTelemetry.Meter.CreateHistogram("diten.round.psi", "s2", "Squared deviations from the participants' mean time.", null, s_psi);
    private static readonly Histogram<int> s_participants = DitenTelemetry.Meter.CreateHistogram("diten.round.participants", "{device}", "Devices whose model was aggregated.", null, s_devices);
    private static readonly Counter<long> s_missing = DitenTelemetry.Meter.CreateCounter<long>("diten.round.missing", "{device}", "Devices that were chosen and whose model did not arrive.");
    private static readonly Histogram<double> s_tau = DitenTelemetry.Meter.CreateHistogram("diten.update.weight", "1", "Update weight of an aggregated update.", null, s_weight);
    private static readonly Histogram<int> s_staleness = DitenTelemetry.Meter.CreateHistogram("diten.update.staleness", "{round}", "Staleness of an aggregated update.", null, s_rounds);
    private static readonly Counter<double> s_energy = DitenTelemetry.Meter.CreateCounter<double>("diten.energy", "J", "Energy of the devices.");
    private static readonly Counter<double> s_overhead = DitenTelemetry.Meter.CreateCounter<double>("diten.overhead", "bit", "Bits on the air.");
    private static readonly Histogram<double> s_allocation = DitenTelemetry.Meter.CreateHistogram("diten.allocation.duration", "s", "Time to hand out the subcarriers.", null, s_decision);
    private static readonly Histogram<double> s_allocationGap = DitenTelemetry.Meter.CreateHistogram("diten.allocation.gap", "1", "Makespan of an allocation over its lower bound, minus 1.", null, s_gap);

    /// <summary>Whether somebody wants to know how far allocations are from their lower bound, which takes time to compute.</summary>
    public static bool WantsGap => s_allocationGap.Enabled;

    /// <summary>Whether somebody wants to know of each update.</summary>
    public static bool WantsUpdates => s_tau.Enabled || s_staleness.Enabled;

    /// <summary>A station is at work in this process: its counts begin at 0 here, so that the first round is a step that a query sees.</summary>
    /// <param name="station">Station id.</param>
    public static void Begin(string station)
    {
        foreach (var outcome in s_outcomes) s_finished.Add(0, DitenTelemetry.Station(station), DitenTelemetry.Label("outcome", outcome));
    }

    /// <summary>Measures a finished round.</summary>
    public static void Record(in RoundFigures round)
    {
        var station = DitenTelemetry.Station(round.Station);
        s_finished.Add(1, station, DitenTelemetry.Label("outcome", s_outcomes[round.Participants > 0 ? 0 : 1]));
        s_duration.Record(round.DurationSeconds, station);
        s_elapsed.Record(round.ElapsedSeconds, station);
        s_overhead.Add(round.ModelBits, station, DitenTelemetry.Label("kind", "model"));
        if (round.IsMacro) return;
        s_participants.Record(round.Participants, station);
        s_missing.Add(round.Missing, station);
        s_energy.Add(round.EnergyJoules, station);
        s_overhead.Add(round.StateBits, station, DitenTelemetry.Label("kind", "state"));
        if (round.Participants == 0) return;
        s_makespan.Record(round.MakespanSeconds, station);
        s_deviation.Record(round.Psi, station);
    }

    /// <summary>Measures an aggregated update.</summary>
    /// <param name="station">Station id.</param>
    /// <param name="weight">τ; null where the scheme has none.</param>
    /// <param name="staleness">t − t_l.</param>
    public static void RecordUpdate(string station, double? weight, int staleness)
    {
        if (weight is { } tau) s_tau.Record(tau, DitenTelemetry.Station(station));
        s_staleness.Record(staleness, DitenTelemetry.Station(station));
    }

    /// <summary>Measures an allocation.</summary>
    /// <param name="station">Station id.</param>
    /// <param name="decisionSeconds">Time that the allocator took, s.</param>
    /// <param name="makespanSeconds">Makespan of the allocation, s.</param>
    /// <param name="boundSeconds">Lower bound on it, s; no gap is measured unless it is finite and above 0.</param>
    public static void RecordAllocation(string station, double decisionSeconds, double makespanSeconds, double boundSeconds)
    {
        s_allocation.Record(decisionSeconds, DitenTelemetry.Station(station));
        if (double.IsFinite(boundSeconds) && boundSeconds > 0) s_allocationGap.Record((makespanSeconds / boundSeconds) - 1, DitenTelemetry.Station(station));
    }
}
