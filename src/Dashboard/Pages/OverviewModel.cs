using Diten.Core.Network;

namespace Diten.Dashboard.Pages;

/// <summary>What the front page shows.</summary>
/// <param name="Network">The network as a whole.</param>
/// <param name="Rounds">Finished rounds in order, the latest <see cref="MaxRounds"/>.</param>
/// <param name="Stations">All stations.</param>
/// <param name="Positions">Where the devices are.</param>
public sealed record OverviewModel(
    NetworkSnapshot Network,
    IReadOnlyList<RoundSnapshot> Rounds,
    IReadOnlyList<StationSnapshot> Stations,
    IReadOnlyList<DevicePosition> Positions)
{
    /// <summary>Most rounds on the curve.</summary>
    public const int MaxRounds = 2000;

    /// <summary>The round that finished last, or null.</summary>
    public RoundSnapshot? Last => Rounds.Count == 0 ? null : Rounds[^1];

    internal static async Task<OverviewModel> LoadAsync(ITwinNetwork network, CancellationToken cancellationToken)
    {
        var snapshot = await network.GetNetworkAsync(cancellationToken);
        var from = Math.Max(1, snapshot.Round - MaxRounds + 1);
        return new OverviewModel(
            snapshot,
            await network.ListRoundsAsync(station: null, from, MaxRounds, cancellationToken),
            await network.ListStationsAsync(cancellationToken),
            await network.ListPositionsAsync(cancellationToken));
    }
}
