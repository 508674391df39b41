using Diten.Core.Network;

namespace Diten.Dashboard.Pages;

/// <summary>What the front page shows.</summary>
/// <param name="Network">The network as a whole.</param>
/// <param name="Rounds">Finished rounds in order, the latest <see cref="MaxRounds"/>, without their devices.</param>
/// <param name="Last">The round that finished last, with its devices, or null.</param>
/// <param name="Stations">All stations.</param>
/// <param name="Positions">Where the devices are.</param>
public sealed record OverviewModel(
    NetworkSnapshot Network,
    IReadOnlyList<RoundSnapshot> Rounds,
    RoundSnapshot? Last,
    IReadOnlyList<StationSnapshot> Stations,
    IReadOnlyList<DevicePosition> Positions)
{
    /// <summary>Most rounds on the curve.</summary>
    public const int MaxRounds = 2000;

    internal static async Task<OverviewModel> LoadAsync(ITwinNetwork network, CancellationToken cancellationToken)
    {
        var snapshot = await network.GetNetworkAsync(cancellationToken);
        var from = Math.Max(1, snapshot.Round - MaxRounds + 1);
        var rounds = await network.ListRoundsAsync(station: null, from, MaxRounds, withDevices: false, cancellationToken);
        var last = rounds.Count == 0 ? [] : await network.ListRoundsAsync(station: null, rounds[^1].Round, 1, withDevices: true, cancellationToken);
        return new OverviewModel(
            snapshot,
            rounds,
            last.Count == 0 ? null : last[0],
            await network.ListStationsAsync(cancellationToken),
            await network.ListPositionsAsync(cancellationToken));
    }
}
