using Diten.Chaos.Tests.Hosting;
using Diten.Interfaces.Stations;

namespace Diten.Chaos.Tests.Load;

/// <summary>Devices of some stations that report and train, with the books of what they were told.</summary>
internal sealed class ClusterLoad : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopTraining = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _training = [];
    private readonly List<Task> _reporting = [];
    private readonly List<Task> _following = [];

    private ClusterLoad(IReadOnlyList<StationFollower> stations, IReadOnlyList<DeviceLedger> devices, StationFollower? macro) => (Stations, Devices, Macro) = (stations, devices, macro);

    public IReadOnlyList<StationFollower> Stations { get; }

    public IReadOnlyList<DeviceLedger> Devices { get; }

    /// <summary>The macro base station above them; null for none.</summary>
    public StationFollower? Macro { get; }

    /// <summary>Acknowledgements and attempts without answer so far, for people.</summary>
    public string Figures =>
        $"{Devices.Count} devices: {Devices.Sum(d => d.Reports.Count)} reports acknowledged, {Devices.Sum(d => d.UnknownReports)} attempts without answer; " +
        $"{Devices.Sum(d => d.Uploads.Count)} uploads acknowledged, {Devices.Sum(d => d.Refused.Count)} refused, {Devices.Sum(d => d.UnknownUploads)} attempts without answer; " +
        $"{Stations.Sum(s => s.Latest?.FinishedRound ?? 0)} rounds" + (Macro is null ? "" : $", {Macro.Latest?.FinishedRound ?? 0} macro rounds");

    /// <summary>Sets up stations and devices and begins.</summary>
    public static async Task<ClusterLoad> StartAsync(ClusterClient client, int stations = 3, int devices = 8, double uploadSeconds = 6, string? macro = null, bool mayForget = false)
    {
        var followers = Enumerable.Range(1, stations).Select(i => new StationFollower(client, $"bs-{i}")).ToArray();
        var ledgers = (from follower in followers from slot in Enumerable.Range(0, devices) select new DeviceLedger($"{follower.Station}-d{slot}", follower.Station, 10 + slot, slot) { MayForget = mayForget }).ToArray();
        var load = new ClusterLoad(followers, ledgers, macro is null ? null : new StationFollower(client, macro, isMacro: true));
        foreach (var follower in followers)
        {
            var reply = await ClusterClient.AskAsync(() => follower.Grain.ConfigureAsync(ModelCodec.Settings(devices, uploadSeconds) with { Macro = macro }));
            if (!reply.Accepted) throw new InvalidOperationException($"{follower.Station} was not set up: {reply.Error}");
        }

        var trainers = ledgers.Select(ledger => new Trainer(client, ledger, followers.Single(f => f.Station == ledger.Station))).ToArray();
        await Task.WhenAll(trainers.Select(trainer => trainer.RegisterAsync()));
        StationFollower[] followed = load.Macro is { } above ? [.. followers, above] : followers;
        load._following.AddRange(followed.Select(f => Task.Run(() => f.RunAsync(load._stop.Token))));
        load._training.AddRange(trainers.Select(t => Task.Run(() => t.RunAsync(load._stopTraining.Token))));
        load._reporting.AddRange(ledgers.Select(l => Task.Run(() => new Reporter(client, l, TimeSpan.FromMilliseconds(400)).RunAsync(load._stop.Token))));
        return load;
    }

    /// <summary>Waits until a station is in the middle of a round: some updates have arrived and some have not.</summary>
    public async Task MiddleOfRoundAsync(StationFollower station) =>
        await WaitAsync(TimeSpan.FromSeconds(60), $"{station.Station} in the middle of a round", () =>
            station.Latest is { Phase: PhaseCode.Uploading, Buffered: > 1, Awaited: > 1 } && TimeProvider.System.GetElapsedTime(station.SeenAt) < TimeSpan.FromMilliseconds(400));

    /// <summary>Waits until every station has finished the round that is open now.</summary>
    /// <returns>Time that the last of them took, s.</returns>
    public async Task<double> NextRoundsAsync(TimeSpan limit)
    {
        var begin = TimeProvider.System.GetTimestamp();
        var open = Stations.ToDictionary(s => s, s => Math.Max(s.Latest?.Round ?? 1, (s.Latest?.FinishedRound ?? 0) + 1));
        await WaitAsync(limit, "next round", () => open.All(o => o.Key.Latest?.FinishedRound >= o.Value));
        return TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
    }

    /// <summary>Waits until the macro base station has finished a round more.</summary>
    /// <returns>Time that it took, s.</returns>
    public async Task<double> NextMacroRoundAsync(TimeSpan limit)
    {
        var macro = Macro ?? throw new InvalidOperationException("there is no macro base station");
        var (begin, finished) = (TimeProvider.System.GetTimestamp(), macro.Latest?.FinishedRound ?? 0);
        await WaitAsync(limit, "next macro round", () => macro.Latest?.FinishedRound > finished);
        return TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
    }

    /// <summary>Ends the load in order: no more offers, then the open rounds finish, then the reports end.</summary>
    public async Task StopAsync()
    {
        await _stopTraining.CancelAsync();
        await Task.WhenAll(_training).WaitAsync(TimeSpan.FromSeconds(90));
        await WaitAsync(TimeSpan.FromSeconds(60), "aggregation of what was taken", () => Stations.All(s =>
            s.Latest is { Buffered: 0, Phase: not (PhaseCode.Uploading or PhaseCode.Aggregating) } && TimeProvider.System.GetElapsedTime(s.SeenAt) < TimeSpan.FromSeconds(1)));
        await _stop.CancelAsync();
        await Task.WhenAll(_reporting).WaitAsync(TimeSpan.FromSeconds(60));
        await Task.WhenAll(_following);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopTraining.CancelAsync();
        await _stop.CancelAsync();
    }

    private async Task WaitAsync(TimeSpan limit, string what, Func<bool> condition)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            var waited = TimeProvider.System.GetElapsedTime(begin);
            if (waited > limit)
                Assert.Fail($"{what}: not within {limit.TotalSeconds} s; stations: {string.Join("; ", Stations.Append(Macro).OfType<StationFollower>().Select(s => $"{s.Latest} seen {TimeProvider.System.GetElapsedTime(s.SeenAt).TotalSeconds:F1} s ago"))}");
            await Task.Delay(50);
        }
    }
}
