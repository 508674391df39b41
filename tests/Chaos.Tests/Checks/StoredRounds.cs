using Diten.Chaos.Tests.Hosting;
using Diten.Chaos.Tests.Load;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;

namespace Diten.Chaos.Tests.Checks;

/// <summary>Compares a station's rounds and models with what its devices were told; the station must be at rest.</summary>
internal static class StoredRounds
{
    private const int PerCall = 64;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>What is wrong; empty if every acknowledged upload is in one round and no device is in a round or an aggregate twice.</summary>
    /// <param name="client">Reads.</param>
    /// <param name="load">What the devices were told.</param>
    /// <param name="mayLose">
    /// Whether what was acknowledged may be lost (Batched mode). A version that was seen may then be another than the one that is
    /// stored under its number, so those are looked into that are there; and a twin may have forgotten that it was told of a round.
    /// </param>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(ClusterClient client, ClusterLoad load, bool mayLose = false)
    {
        var problems = new List<string>();
        foreach (var station in load.Stations)
        {
            var rounds = await ReadAsync(client.Grains.GetGrain<IStationGrain>(station.Station));
            var devices = load.Devices.Where(d => d.Station == station.Station).ToDictionary(d => d.Device, StringComparer.Ordinal);
            var own = new List<string>();
            CheckCounts(rounds, load.Macro is not null, own);
            CheckUploads(rounds, devices, mayLose, own);
            CheckModels(rounds, devices, mayLose ? await StoredModelsAsync(client, station) : station.Models, own);
            if (!mayLose) await CheckTwinsAsync(client, rounds, devices, own);
            problems.AddRange(own.Select(p => $"{station.Station}: {p}"));
        }

        return problems;
    }

    private static async Task<List<RoundMessage>> ReadAsync(IStationGrain station)
    {
        var rounds = new List<RoundMessage>();
        while (await ClusterClient.AskAsync(() => station.GetRoundsAsync(rounds.Count + 1, PerCall, true)) is { Count: > 0 } page) rounds.AddRange(page);
        return rounds;
    }

    /// <summary>The versions that the station keeps.</summary>
    private static async Task<IReadOnlyDictionary<int, byte[]>> StoredModelsAsync(ClusterClient client, StationFollower station)
    {
        var (models, store, grain) = (new Dictionary<int, byte[]>(), new ModelStore(client.Grains), client.Grains.GetGrain<IStationGrain>(station.Station));
        for (var newest = await ClusterClient.AskAsync(() => grain.GetModelAsync(null)); newest is { Version: > 0 } model; newest = await ClusterClient.AskAsync(() => grain.GetModelAsync(model.Version - 1)))
            models[model.Version] = await ClusterClient.AskAsync(() => store.GetAsync(model)) ?? throw new InvalidOperationException($"version {model.Version} of {station.Station} is not in the model store");
        return models;
    }

    private static void CheckCounts(List<RoundMessage> rounds, bool hasMacro, List<string> problems)
    {
        var version = 0;
        for (var i = 0; i < rounds.Count; i++)
        {
            var round = rounds[i];
            var took = round.Devices.Where(d => d.Participated).ToArray();
            if (round.Round != i + 1) problems.Add($"round {round.Round} where {i + 1} should be");
            if (round.Devices.Select(d => d.Device).Distinct(StringComparer.Ordinal).Count() != round.Devices.Count) problems.Add($"round {round.Round} has a device twice");
            if (took.Length != round.Participants) problems.Add($"round {round.Round} says {round.Participants} participants and has {took.Length}");
            // Between two rounds the macro base station's model may have become a version of the station's own.
            var adopted = hasMacro ? round.ModelVersion - version - (took.Length > 0 ? 1 : 0) : 0;
            version += Math.Clamp(adopted, 0, 1) + (took.Length > 0 ? 1 : 0);
            if (round.ModelVersion != version) problems.Add($"round {round.Round} made version {round.ModelVersion}, should be {version}");
        }
    }

    private static void CheckUploads(List<RoundMessage> rounds, Dictionary<string, DeviceLedger> devices, bool mayLose, List<string> problems)
    {
        var counted = rounds.SelectMany(r => r.Devices.Where(d => d.Participated).Select(d => (d.Device, d.Update, r.Round))).ToLookup(d => (d.Device, d.Update), d => d.Round);
        foreach (var update in counted.Where(c => c.Count() > 1)) problems.Add($"update {update.Key.Update} of {update.Key.Device} is in rounds {string.Join(',', update)}");
        foreach (var device in devices.Values)
        {
            foreach (var (sequence, round) in device.Uploads)
            {
                var at = counted[(device.Device, sequence)].ToArray();
                if (at.Length == 0 && mayLose) continue;
                if (at.Length != 1 || at[0] != round) problems.Add($"update {sequence} of {device.Device} was acknowledged in round {round} and is in [{string.Join(',', at)}]");
            }

            foreach (var sequence in device.Refused.Where(s => counted.Contains((device.Device, s)))) problems.Add($"update {sequence} of {device.Device} was refused and is in a round");
        }
    }

    /// <summary>The models themselves say who is in them, and with which weight.</summary>
    private static void CheckModels(List<RoundMessage> rounds, Dictionary<string, DeviceLedger> devices, IReadOnlyDictionary<int, byte[]> models, List<string> problems)
    {
        foreach (var round in rounds.Where(r => r.Participants > 0 && models.ContainsKey(r.ModelVersion)))
        {
            var decoded = ModelCodec.Decode(models[round.ModelVersion]);
            var took = round.Devices.Where(d => d.Participated).ToDictionary(d => devices[d.Device].Slot, d => (Weight: (double)devices[d.Device].Samples, d.Update));
            var total = took.Values.Sum(t => t.Weight);
            if (!decoded.Keys.Order().SequenceEqual(took.Keys.Order())) problems.Add($"version {round.ModelVersion} has devices {string.Join(',', decoded.Keys)}, its round {string.Join(',', took.Keys)}");
            foreach (var (slot, (weight, sequence)) in decoded.Where(d => took.ContainsKey(d.Key)))
            {
                var expected = took[slot].Weight / total;
                if (Math.Abs(weight - expected) > 1e-5) problems.Add($"version {round.ModelVersion}: device {slot} has weight {weight:R}, should be {expected:R}");
                if (Math.Abs(sequence - took[slot].Update) > 1e-3) problems.Add($"version {round.ModelVersion}: device {slot} is in it with update {sequence:R}, should be {took[slot].Update}");
            }
        }
    }

    /// <summary>Twins are told of their rounds a little later.</summary>
    private static async Task CheckTwinsAsync(ClusterClient client, List<RoundMessage> rounds, Dictionary<string, DeviceLedger> devices, List<string> problems)
    {
        var begin = TimeProvider.System.GetTimestamp();
        foreach (var device in devices.Keys)
        {
            var taken = rounds.Where(r => r.Devices.Any(d => d.Device == device && d.Participated)).Select(r => r.Round).ToArray();
            var grain = client.Grains.GetGrain<ITwinGrain>(device);
            while (true)
            {
                var twin = await ClusterClient.AskAsync(grain.GetAsync);
                if (twin?.RoundsTaken == taken.Length && twin.LastRound == taken.DefaultIfEmpty().Last()) break;
                if (TimeProvider.System.GetElapsedTime(begin) > s_patience)
                {
                    problems.Add($"{device} is in {taken.Length} rounds, last {taken.DefaultIfEmpty().Last()}; its twin says {twin?.RoundsTaken}, last {twin?.LastRound}");
                    break;
                }

                await Task.Delay(200);
            }
        }
    }
}
