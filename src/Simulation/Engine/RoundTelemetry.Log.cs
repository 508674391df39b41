using Diten.Core.Network;
using Diten.Core.Stations;
using Microsoft.Extensions.Logging;

namespace Diten.Simulation.Engine;

internal static partial class RoundTelemetry
{
    /// <summary>Tells how a base station is set up, in the words of a silo.</summary>
    public static void TellSetUp(ILogger log, Simulator simulator, StationRunner station) => LogSetUp(
        log, station.Id, simulator.Options.Model, station.State.Model.Length, simulator.Options.Participants, simulator.Options.Allocator);

    /// <summary>Tells what a base station's round came to, in the words of a silo; the seconds are those of the network.</summary>
    public static void Tell(ILogger log, StationRunner station)
    {
        var round = station.Last!;
        LogRound(log, station.Id, round.Round, round.Participants, station.Missing, round.ModelVersion, round.DurationSeconds);
        if (station.State.RefusedThisRound.Total > 0) LogRefused(log, station.Id, round.Round, RefusalCounts.TextOf(station.State.RefusedThisRound.ByName()));
    }

    /// <summary>Tells what a round of the macro base station came to, in the words of a silo.</summary>
    /// <param name="log">The log.</param>
    /// <param name="round">It.</param>
    /// <param name="senders">Base stations whose model it has aggregated.</param>
    public static void Tell(ILogger log, RoundSnapshot round, int senders) => LogMacroRound(log, round.Station, round.Round, senders, missing: 0, round.ModelVersion);

    [LoggerMessage(4001, LogLevel.Information, "Station {Station} is set up: model {Model} with {Parameters} parameters, {Participants} participants wanted, allocator {Allocator}")]
    private static partial void LogSetUp(ILogger log, string station, string model, int parameters, int participants, string allocator);

    [LoggerMessage(4002, LogLevel.Information, "Station {Station} finished round {Round}: {Participants} took part, {Missing} did not arrive, model version {Version}, {Seconds:F3} s")]
    private static partial void LogRound(ILogger log, string station, int round, int participants, int missing, int version, double seconds);

    [LoggerMessage(4003, LogLevel.Warning, "Station {Station} refused in round {Round}: {Refusals}")]
    private static partial void LogRefused(ILogger log, string station, int round, string refusals);

    [LoggerMessage(4004, LogLevel.Information, "Macro base station {Station} finished round {Round}: {Stations} base stations, {Missing} did not arrive, model version {Version}")]
    private static partial void LogMacroRound(ILogger log, string station, int round, int stations, int missing, int version);
}
