using System.Diagnostics;
using Diten.Core.Network;
using Diten.Core.Telemetry;

namespace Diten.Simulation.Engine;

/// <summary>Tells those who watch the process of simulated rounds.</summary>
internal static partial class RoundTelemetry
{
    /// <summary>Measures a round of the base stations.</summary>
    /// <param name="stations">The base stations, after it.</param>
    /// <param name="began">When it began, by the stopwatch.</param>
    public static void Measure(StationRunner[] stations, long began)
    {
        var elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        foreach (var station in stations) RoundMetrics.Record(Figures(station.Last!, station.Last!.ModelBits, elapsed, station.Missing, isMacro: false));
    }

    /// <summary>Measures a round of the macro base station: of the bits only those of the uplinks, since the base stations have told theirs.</summary>
    /// <param name="round">It.</param>
    /// <param name="stations">The base stations' rounds in it.</param>
    /// <param name="began">When it began, by the stopwatch.</param>
    public static void Measure(RoundSnapshot round, IReadOnlyList<RoundSnapshot> stations, long began) =>
        RoundMetrics.Record(Figures(round, round.ModelBits - stations.Sum(station => station.ModelBits), Stopwatch.GetElapsedTime(began).TotalSeconds, missing: 0, isMacro: true));

    /// <summary>Says on its activity what a round came to.</summary>
    public static void Describe(Activity? activity, RoundSnapshot round, int missing) =>
        activity?.SetTag("diten.participants", round.Participants).SetTag("diten.missing", missing).SetTag("diten.model.version", round.ModelVersion);

    private static RoundFigures Figures(RoundSnapshot round, double modelBits, double elapsed, int missing, bool isMacro) => new(
        round.Station, isMacro, round.DurationSeconds, elapsed, round.Participants, missing, round.MakespanSeconds, round.Psi, round.EnergyJoules, modelBits, round.StateBits);
}
