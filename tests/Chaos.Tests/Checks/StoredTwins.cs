using Diten.Chaos.Tests.Hosting;
using Diten.Chaos.Tests.Load;
using Diten.Interfaces.Twins;

namespace Diten.Chaos.Tests.Checks;

/// <summary>Compares twins with what their devices were told.</summary>
internal static class StoredTwins
{
    /// <summary>What is wrong with the twins; empty if every acknowledged report is there once and nothing is there twice.</summary>
    /// <param name="client">Reads.</param>
    /// <param name="devices">The books.</param>
    /// <param name="mayLose">Whether a report may be lost although it was acknowledged (a silo killed in the Batched mode).</param>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(ClusterClient client, IReadOnlyList<DeviceLedger> devices, Func<DeviceLedger, long, bool>? mayLose = null)
    {
        var found = await Task.WhenAll(devices.Select(device => CheckAsync(client, device, mayLose ?? ((_, _) => false))));
        return [.. found.SelectMany(f => f)];
    }

    /// <summary>Acknowledged reports that are not in the history.</summary>
    public static async Task<IReadOnlyList<(string Device, long Sequence)>> LostAsync(ClusterClient client, IReadOnlyList<DeviceLedger> devices)
    {
        var lost = new List<(string Device, long Sequence)>();
        foreach (var device in devices)
        {
            var (points, _) = await HistoryAsync(client.Grains.GetGrain<ITwinGrain>(device.Device), device.LastSent);
            lost.AddRange(device.Reports.Select(report => report.Sequence).Except(points).Select(sequence => (device.Device, sequence)));
        }

        return lost;
    }

    private static async Task<List<string>> CheckAsync(ClusterClient client, DeviceLedger device, Func<DeviceLedger, long, bool> mayLose)
    {
        var problems = new List<string>();
        var grain = client.Grains.GetGrain<ITwinGrain>(device.Device);
        if (await ClusterClient.AskAsync(grain.GetAsync) is not { } twin) return [$"{device.Device}: the twin is gone"];
        var acknowledged = device.Reports.Select(r => r.Sequence).Where(s => !mayLose(device, s)).ToHashSet();
        var (points, counted) = await HistoryAsync(grain, device.LastSent);
        var once = points.ToHashSet();

        void Require(bool holds, string problem)
        {
            if (!holds) problems.Add($"{device.Device}: {problem}");
        }

        Require(twin.LastSequence >= acknowledged.DefaultIfEmpty().Max(), $"report {acknowledged.DefaultIfEmpty().Max()} was acknowledged, the twin is at {twin.LastSequence}");
        Require(twin.LastSequence <= device.LastSent, $"the twin is at report {twin.LastSequence}, {device.LastSent} were sent");
        Require(acknowledged.IsSubsetOf(once), $"acknowledged and not in the history: {string.Join(',', acknowledged.Except(once).Order())}");
        Require(points.Count == once.Count, $"more than once in the history: {string.Join(',', points.GroupBy(p => p).Where(g => g.Count() > 1).Select(g => g.Key))}");
        Require(counted == points.Count, $"the minutes have {counted} points and the raw history {points.Count}");
        Require(points.SequenceEqual(points.Order()), "the history is out of order");
        Require(once.All(s => s >= 1 && s <= twin.LastSequence), "the history has reports that the twin does not know of");
        var last = Array.IndexOf(twin.StateNames, ReportCodec.Last);
        Require(last < 0 ? twin.LastSequence == 0 : (long)twin.StateValues[last] == twin.LastSequence, $"the state is of another report than {twin.LastSequence}");
        // Interactions are numbered: one that was applied twice would be there twice, one that was lost would leave a gap.
        Require(twin.Deltas.Zip(twin.Deltas.Skip(1)).All(pair => pair.First.Sequence == pair.Second.Sequence + 1), "the interactions are not numbered in order");
        var reported = twin.Deltas.Where(d => d.Kind == "report").Select(d => d.Values.FirstOrDefault(double.NaN)).ToArray();
        Require(reported.Distinct().Count() == reported.Length, "a report is among the interactions twice");
        problems.AddRange(device.Anomalies);
        return problems;
    }

    /// <summary>All sequence numbers in the raw history, and the number of points in the aggregates.</summary>
    private static async Task<(List<long> Points, long Counted)> HistoryAsync(ITwinGrain twin, long lastSent)
    {
        var points = new List<long>();
        var counted = 0L;
        var (from, to) = (DateTimeOffset.UnixEpoch, TimeProvider.System.GetUtcNow().AddDays(1));
        foreach (var reading in ReportCodec.ReadingsUpTo(lastSent))
        {
            var raw = await ClusterClient.AskAsync(() => twin.GetHistoryAsync(new HistoryQueryMessage { Reading = reading, From = from, To = to }));
            var minutes = await ClusterClient.AskAsync(() => twin.GetHistoryAsync(new HistoryQueryMessage { Reading = reading, From = from, To = to, Step = TimeSpan.FromMinutes(1) }));
            points.AddRange(raw!.Mean.Select(v => (long)v));
            counted += minutes!.Count.Sum();
        }

        return (points, counted);
    }
}
