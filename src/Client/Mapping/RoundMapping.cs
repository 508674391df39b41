using Diten.Core.Network;
using Diten.Interfaces.Stations;

namespace Diten.Client.Mapping;

/// <summary>Rounds and allocations: wire messages to the values of the port.</summary>
internal static class RoundMapping
{
    private static readonly Dictionary<string, int> s_none = new(StringComparer.Ordinal);

    public static RoundSnapshot ToCore(this RoundMessage round) => new(
        round.Station,
        round.Round,
        round.StartSeconds,
        round.DurationSeconds,
        round.Participants,
        Finite(round.Accuracy),
        Finite(round.Loss),
        round.EnergyJoules,
        round.ModelBits,
        round.StateBits,
        round.MakespanSeconds,
        round.MeanSeconds,
        round.Psi,
        round.ModelVersion,
        Refused(round),
        round.Devices.Count == 0 ? [] : [.. round.Devices.Select(ToCore)]);

    public static AllocationSnapshot ToCore(this AllocationMessage allocation) => new(
        allocation.Station,
        allocation.Round,
        Array.ConvertAll(allocation.Owner, owner => owner >= 0 && owner < allocation.Devices.Length ? allocation.Devices[owner] : null),
        allocation.MakespanSeconds,
        allocation.Psi);

    private static DeviceRound ToCore(DeviceRoundMessage row) => new(
        row.Device, row.Participated, row.ComputeSeconds, row.TransmitSeconds, row.EnergyJoules, row.Subcarriers, Finite(row.UpdateWeight), row.Staleness);

    private static Dictionary<string, int> Refused(RoundMessage round)
    {
        if (round.RefusedReasons.Length == 0) return s_none;
        var refused = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < round.RefusedReasons.Length; i++) refused[round.RefusedReasons[i]] = round.RefusedCounts[i];
        return refused;
    }

    // A regression has no accuracy and a dead model no loss: both are told as not a number.
    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;
}
