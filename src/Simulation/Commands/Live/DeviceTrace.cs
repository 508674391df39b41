using System.Globalization;
using Diten.Core.Wireless;
using Diten.Simulation.Engine;

namespace Diten.Simulation.Commands.Live;

/// <summary>
/// What every device did in every round, as CSV: one row per round and device, units in the names of the columns. From it times,
/// energies and who took part can be computed again elsewhere. Of several base-station rounds per macro round it has the last.
/// </summary>
internal sealed class DeviceTrace
{
    private const string Head =
        "round,device,station,online,straggling,samples,frequencyHz,meanSnrDb,bandSnrDb,stalenessRounds,tau,participated,aggregated,subcarriers,computeSeconds,transmitSeconds,energyJoules";

    private readonly TextWriter _to;

    /// <summary>Writes the head.</summary>
    public DeviceTrace(TextWriter to)
    {
        _to = to;
        to.Write(Head + "\n");
    }

    /// <summary>Writes the round that has just been run. What a device that is offline does not have stays empty.</summary>
    public void Write(Simulator simulator)
    {
        for (var i = 0; i < simulator.Options.Devices; i++)
        {
            var device = simulator.Find(i);
            var turn = device.Turn;
            string[] did = device.Online
                ?
                [
                    Number(turn.FrequencyHz), Number(Decibels.FromLinear(device.MeanSnr)), Number(simulator.Device(i).SnrDb), $"{turn.Staleness}",
                    turn.UpdateWeight is { } tau && double.IsFinite(tau) ? Number(tau) : "", Flag(turn.Participated), Flag(turn.Counted), $"{turn.Subcarriers}",
                    Number(turn.ComputeSeconds), turn.Participated ? Number(turn.TransmitSeconds) : "", Number(turn.EnergyJoules),
                ]
                : [.. Enumerable.Repeat("", 11)];
            _to.Write($"{simulator.StationRound},{device.Id},bs-{device.Station + 1},{Flag(device.Online)},{Flag(device.Straggling)},{device.Samples},{string.Join(',', did)}\n");
        }
    }

    private static string Flag(bool value) => value ? "1" : "0";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
