using Diten.Core.Allocation;
using Diten.Core.Energy;
using Diten.Core.Network;
using Diten.Core.Stations;
using Diten.Learning;

namespace Diten.Simulation.Engine;

/// <summary>Writes down finished rounds.</summary>
internal static class RoundReport
{
    private static readonly Dictionary<string, int> s_none = new(StringComparer.Ordinal);

    /// <summary>A base station's round: it lasts until the slowest participant has sent; where nobody sends, until the slowest has computed; where nobody is there, one nominal round.</summary>
    /// <param name="id">Station id.</param>
    /// <param name="round">Round of the world.</param>
    /// <param name="start">Virtual time at which it began, s.</param>
    /// <param name="online">Devices that computed.</param>
    /// <param name="outcome">What the station made of it.</param>
    /// <param name="costing">Sizes of the messages.</param>
    /// <param name="idleSeconds">Duration of a round with nobody there, s.</param>
    public static RoundSnapshot OfStation(
        string id, int round, double start, List<SimulatedDevice> online, RoundOutcome outcome, Costing costing, double idleSeconds)
    {
        var rows = new DeviceRound[online.Count];
        var times = new double[online.Count];
        var (senders, energy, longestCompute) = (0, 0.0, 0.0);
        for (var i = 0; i < rows.Length; i++)
        {
            var turn = online[i].Turn;
            rows[i] = new DeviceRound(
                online[i].Id, turn.Participated, turn.ComputeSeconds, turn.TransmitSeconds, turn.EnergyJoules, turn.Subcarriers,
                turn.UpdateWeight is { } tau && double.IsFinite(tau) ? tau : null, turn.Staleness);
            energy += turn.EnergyJoules;
            longestCompute = Math.Max(longestCompute, turn.ComputeSeconds);
            if (turn.Participated) times[senders++] = turn.ComputeSeconds + turn.TransmitSeconds;
        }

        var sent = times.AsSpan(0, senders);
        var makespan = 0.0;
        foreach (var time in sent) makespan = Math.Max(makespan, time);
        var duration = senders > 0 ? makespan : online.Count > 0 ? longestCompute : idleSeconds;
        var overhead = Overhead.OfRound(senders, online.Count, costing.ModelBits, costing.StateBits);
        return new RoundSnapshot(
            id, round, start, duration, outcome.Updates.Count, Accuracy: null, Loss: null, energy, overhead.ModelBits, overhead.StateBits,
            makespan, senders > 0 ? RoundTime.Mean(sent) : 0, senders > 0 ? RoundTime.Psi(sent) : 0, outcome.ModelVersion,
            outcome.Refused.Count == 0 ? s_none : outcome.Refused.ToDictionary(pair => pair.Key, pair => (int)pair.Value, StringComparer.Ordinal), rows);
    }

    /// <summary>The macro base station's round over those of its base stations: as long as the slowest of them and its uplink (Eq. 19).</summary>
    /// <param name="id">Its id.</param>
    /// <param name="round">Macro round.</param>
    /// <param name="start">Virtual time at which it began, s.</param>
    /// <param name="duration">How long, s.</param>
    /// <param name="stations">The last round of each base station.</param>
    /// <param name="all">All rounds of all base stations since the last macro round.</param>
    /// <param name="uplinkBits">Bits that the base stations sent up.</param>
    /// <param name="version">Version of the macro model.</param>
    public static RoundSnapshot OfMacro(
        string id, int round, double start, double duration, IReadOnlyList<RoundSnapshot> stations, IReadOnlyList<RoundSnapshot> all, double uplinkBits, int version)
    {
        var rows = new JoinedRows(stations);
        var times = new List<double>();
        foreach (var row in rows)
            if (row.Participated) times.Add(row.ComputeSeconds + row.TransmitSeconds);
        var sent = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(times);
        var refused = all.SelectMany(r => r.Refused).GroupBy(pair => pair.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value), StringComparer.Ordinal);
        return new RoundSnapshot(
            id, round, start, duration, stations.Sum(r => r.Participants), Accuracy: null, Loss: null, all.Sum(r => r.EnergyJoules),
            all.Sum(r => r.ModelBits) + uplinkBits, all.Sum(r => r.StateBits), stations.Max(r => r.MakespanSeconds),
            times.Count > 0 ? RoundTime.Mean(sent) : 0, times.Count > 0 ? RoundTime.Psi(sent) : 0, version, refused, rows);
    }

    /// <summary>Adds what the test set says; numbers that are not finite (a model that has died) are left out.</summary>
    public static RoundSnapshot With(this RoundSnapshot round, Evaluation evaluation) => round with
    {
        Accuracy = double.IsFinite(evaluation.Accuracy) ? evaluation.Accuracy : null,
        Loss = double.IsFinite(evaluation.Loss) ? evaluation.Loss : null,
    };
}
