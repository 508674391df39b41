using System.Collections.Concurrent;
using Diten.Client.Mapping;
using Diten.Core.Network;
using Diten.Interfaces.Stations;

namespace Diten.Client.Cluster;

internal sealed partial class ClusterNetwork
{
    /// <summary>More devices than this no map shows.</summary>
    private const int MaxPositions = 100_000;

    private readonly ConcurrentDictionary<string, (int Round, HashSet<string> Devices)> _participants = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<NetworkSnapshot> GetNetworkAsync(CancellationToken cancellationToken) => await _network.GetAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<DevicePosition>> ListPositionsAsync(CancellationToken cancellationToken) => await _positions.GetAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StationSnapshot>> ListStationsAsync(CancellationToken cancellationToken)
    {
        var stations = await _stations.AllAsync(cancellationToken);
        var settings = stations.FirstOrDefault(view => view.Settings is not null)?.Settings;
        return [.. stations.Select(view => view.IsMacro ? view.Status.ToMacro(settings, Members(stations)) : view.Status.ToCore(view.Settings))];
    }

    private async Task<NetworkSnapshot> ReadNetworkAsync()
    {
        var stations = await _stations.AllAsync(CancellationToken.None);
        var settings = stations.FirstOrDefault(view => view.Settings is not null)?.Settings;
        var twins = await _twins.CountAsync(CancellationToken.None);
        if (stations.Count == 0 || settings is null) return Empty(stations.Count, twins);
        var top = stations[0];
        // A macro round has the uplinks only; what its base stations' rounds took is theirs.
        var totals = new List<RoundTotals>();
        foreach (var view in stations) totals.Add(await BookOf(view).RefreshAsync(view.Status.FinishedRound, CancellationToken.None));
        var devices = Members(stations);
        var everyone = settings is { Participants: 0, Tau0: null };
        return new NetworkSnapshot(
            _options.Name, "cluster", everyone && settings.Aggregation is "samples" ? "sync" : "diten", settings.Aggregation, settings.Adoption, settings.Allocator,
            settings.Regime, settings.Dataset, settings.Model, settings.Parameters, settings.Seed, devices, stations.Count(view => !view.IsMacro),
            everyone ? devices : settings.Participants, top.Status.FinishedRound, settings.TargetRounds, Seconds(top, totals), totals.Sum(sum => sum.EnergyJoules),
            totals.Sum(sum => sum.ModelBits), totals.Sum(sum => sum.StateBits), totals[0].Accuracy, totals[0].Loss, StatusOf(stations, settings), twins);
    }

    // The base stations' rounds run side by side, and the uplinks come on top of them.
    private static double Seconds(StationView top, List<RoundTotals> totals) =>
        top.IsMacro ? totals[0].Seconds + totals.Skip(1).Select(sum => sum.Seconds).DefaultIfEmpty().Max() : totals.Max(sum => sum.Seconds);

    private NetworkSnapshot Empty(int stations, int twins) => new(
        _options.Name, "cluster", "", "", "", "", "", "no station has been set up yet: nothing is learned", "", 0, 0, 0, stations, 0, 0, 0, 0, 0, 0, 0, null, null, twins > 0 ? "running" : "starting", twins);

    private static string StatusOf(IReadOnlyList<StationView> stations, StationSettingsMessage settings)
    {
        if (settings.TargetRounds > 0 && stations.Where(view => !view.IsMacro).All(view => view.Status.FinishedRound >= settings.TargetRounds)) return "finished";
        return stations.Any(view => view.Status.Round > 0) ? "running" : "starting";
    }

    private async Task<IReadOnlyList<DevicePosition>> ReadPositionsAsync()
    {
        var stations = await _stations.AllAsync(CancellationToken.None);
        var took = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var view in stations.Where(view => !view.IsMacro)) took[view.Id] = await ParticipantsAsync(view);
        return [.. (await _twins.LivenessAsync(MaxPositions, CancellationToken.None)).Select(twin => new DevicePosition(
            twin.Entry.Device, twin.Entry.Station, twin.Entry.X, twin.Entry.Y, twin.Liveness,
            took.TryGetValue(twin.Entry.Station, out var last) && last.Contains(twin.Entry.Device)))];
    }

    /// <summary>Who took part in a station's last round.</summary>
    private async Task<HashSet<string>> ParticipantsAsync(StationView view)
    {
        var round = view.Status.FinishedRound;
        if (round == 0) return [];
        if (_participants.TryGetValue(view.Id, out var known) && known.Round == round) return known.Devices;
        var rounds = await BookOf(view).AskAsync(round, 1, withDevices: true, CancellationToken.None);
        var devices = rounds.SelectMany(one => one.Devices).Where(row => row.Participated).Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        _participants[view.Id] = (round, devices);
        return devices;
    }

    private static int Members(IReadOnlyList<StationView> stations) => stations.Where(view => !view.IsMacro).Sum(view => view.Status.Members);
}
