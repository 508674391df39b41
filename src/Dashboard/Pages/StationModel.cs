using Diten.Core.Network;

namespace Diten.Dashboard.Pages;

/// <summary>One station with one round's allocation.</summary>
/// <param name="Station">The station.</param>
/// <param name="Allocation">Who owned which subcarrier; null if none is held.</param>
/// <param name="Asked">The round asked for; null for the last.</param>
/// <param name="Rounds">Its latest rounds, newest first.</param>
/// <param name="Stations">All stations.</param>
public sealed record StationModel(
    StationSnapshot Station, AllocationSnapshot? Allocation, int? Asked, IReadOnlyList<RoundSnapshot> Rounds, IReadOnlyList<StationSnapshot> Stations)
{
    internal static async Task<StationModel?> LoadAsync(ITwinNetwork network, string id, int? round, CancellationToken cancellationToken)
    {
        var stations = await network.ListStationsAsync(cancellationToken);
        if (stations.FirstOrDefault(s => string.Equals(s.Id, id, StringComparison.Ordinal)) is not { } station) return null;
        var rounds = await network.ListRoundsAsync(id, Math.Max(1, station.Round - 9), 10, withDevices: false, cancellationToken);
        return new StationModel(station, await network.GetAllocationAsync(id, round, cancellationToken), round, [.. rounds.Reverse()], stations);
    }
}
