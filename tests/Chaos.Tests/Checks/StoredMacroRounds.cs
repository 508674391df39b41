using Diten.Chaos.Tests.Hosting;
using Diten.Chaos.Tests.Load;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;

namespace Diten.Chaos.Tests.Checks;

/// <summary>Looks at the macro base station's rounds and its newest model.</summary>
internal static class StoredMacroRounds
{
    /// <summary>What is wrong; empty if every aggregate of a base station is in at most one macro round, and was one of its own rounds.</summary>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(ClusterClient client, ClusterLoad load)
    {
        var macro = client.Grains.GetGrain<IMacroStationGrain>(load.Macro!.Station);
        var rounds = new List<RoundMessage>();
        while (await ClusterClient.AskAsync(() => macro.GetRoundsAsync(rounds.Count + 1, 64, true)) is { Count: > 0 } page) rounds.AddRange(page);
        var problems = new List<string>();
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        var finished = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var station in load.Stations)
            finished[station.Station] = (await ClusterClient.AskAsync(client.Grains.GetGrain<IStationGrain>(station.Station).GetStatusAsync)).FinishedRound;
        if (rounds.Count == 0) problems.Add("there is no macro round");
        for (var i = 0; i < rounds.Count; i++)
        {
            var round = rounds[i];
            var took = round.Devices.Where(row => row.Participated).ToArray();
            if (round.Round != i + 1) problems.Add($"macro round {round.Round} where {i + 1} should be");
            if (took.Length != round.Participants || took.DistinctBy(row => row.Device, StringComparer.Ordinal).Count() != took.Length)
                problems.Add($"macro round {round.Round} says {round.Participants} base stations and has {string.Join(',', took.Select(row => row.Device))}");
            foreach (var row in took)
            {
                // An aggregate's number is its base station's round: it grows, so none is counted twice.
                if (row.Update <= last.GetValueOrDefault(row.Device)) problems.Add($"macro round {round.Round} has the aggregate of round {row.Update} of {row.Device} after that of {last[row.Device]}");
                if (row.Update > finished.GetValueOrDefault(row.Device)) problems.Add($"macro round {round.Round} has an aggregate of round {row.Update} of {row.Device}, which finished {finished.GetValueOrDefault(row.Device)}");
                last[row.Device] = row.Update;
            }
        }

        if (await ClusterClient.AskAsync(() => macro.GetModelAsync(null)) is not { Version: > 0 } reference) return [.. problems, "the macro base station has no model"];
        var bytes = await ClusterClient.AskAsync(() => new ModelStore(client.Grains).GetAsync(reference));
        // Weights of devices sum to 1 in each aggregate, and those of aggregates in the macro model.
        var weights = ModelCodec.Decode(bytes!).Values.Sum(one => one.Weight);
        if (Math.Abs(weights - 1) > 1e-4) problems.Add($"the weights in version {reference.Version} of the macro model sum to {weights:R}");
        return problems;
    }
}
