using Diten.Client.Fleet;
using Diten.Cluster.Tests.Hosting;
using Diten.Core.Network;
using Diten.Simulation.Engine;
using Diten.Simulation.Scenario;

namespace Diten.Cluster.Tests.Fleet;

/// <summary>Devices that drop out and come back, as <c>devices --drop-out</c> lets them.</summary>
[Collection(FleetCollection.Name)]
public sealed class DropOutTests(FleetCluster cluster)
{
    private const int Rounds = 4;

    [Fact]
    public async Task Whoever_is_away_takes_no_part_says_farewell_and_learns_on_when_it_is_back()
    {
        var options = SmallFleet.Options with { Devices = 10, Participants = 3, Rounds = Rounds, DropOutProbability = 0.4, ReturnProbability = 0.6 };
        var online = Trace(options);
        Assert.Contains(Enumerable.Range(1, Rounds), round => online[round].Count < 10);
        var back = Enumerable.Range(0, 10).First(device => Enumerable.Range(1, Rounds - 1).Any(round => !online[round].Contains(device) && online[round + 1].Contains(device)));

        // A round waits for those who are away until the time for offers is over.
        await using var fleet = SmallFleet.Start(cluster.Grains, SmallFleet.Fleet(options, "drop-1") with { Prefix = "dropping", OfferSeconds = 2 });
        await fleet.FinishedAsync();

        var rounds = await cluster.Station("drop-1").GetRoundsAsync(1, 100, withDevices: true);
        Assert.Equal(Rounds, rounds.Count);
        string[] ids = [.. fleet.Fleet.Devices.Select(device => device.Id)];
        foreach (var round in rounds)
        {
            // On a busy machine one may be too late with its offer; nobody offers who is away.
            var offered = round.Devices.Select(row => Array.IndexOf(ids, row.Device)).ToHashSet();
            Assert.True(offered.IsSubsetOf(online[round.Round]), $"round {round.Round}: {string.Join(' ', offered.Except(online[round.Round]))} were away");
            Assert.NotEmpty(offered);
        }

        // The last will of those who are away in the end was heard, and the others go on reporting.
        for (var device = 0; device < ids.Length; device++)
        {
            var wanted = online[Rounds].Contains(device) ? Liveness.Online : Liveness.Offline;
            var id = ids[device];
            await Eventually.HoldsAsync(async () => (await cluster.Twin(id).GetAsync())!.Liveness == (int)wanted, $"{id} is {wanted}");
        }
        Assert.True(fleet.Fleet.Devices[back].Reports > 0);
    }

    [Fact]
    public async Task Whoever_drops_out_again_before_it_has_reported_says_farewell_again()
    {
        var options = Enumerable.Range(1, 1000).Select(seed => SmallFleet.Options with { Devices = 6, Participants = 2, Rounds = 6, DropOutProbability = 0.3, ReturnProbability = 0.8, Seed = seed })
            .First(one => IsAwayTwice(Trace(one)));
        // Nobody reports but at the beginning, and offers stay open for an hour: a round that waited for who is away would not end.
        var setup = SmallFleet.Fleet(options, "drop-2") with { Prefix = "again", OfferSeconds = 3600, AwayAfter = 0, ReportPeriod = TimeSpan.FromHours(1) };
        await using var fleet = SmallFleet.Start(cluster.Grains, setup);
        await fleet.FinishedAsync();
        Assert.Equal(options.Rounds, (await cluster.Station("drop-2").GetStatusAsync()).FinishedRound);
    }

    /// <summary>All are there in the first round and somebody in every round, and one is away, back, and away again.</summary>
    private static bool IsAwayTwice(Dictionary<int, HashSet<int>> online) =>
        online[1].Count == 6 && online.Values.All(devices => devices.Count > 0)
        && Enumerable.Range(0, 6).Any(device => Enumerable.Range(2, 3).Any(t => !online[t].Contains(device) && online[t + 1].Contains(device) && !online[t + 2].Contains(device)));

    /// <summary>Who is there in which round, as the simulator has it for the same seed.</summary>
    private static Dictionary<int, HashSet<int>> Trace(ScenarioOptions options)
    {
        var world = new World(options, [.. SmallFleet.Workload(options).Shards.Select(shard => shard.Count)]);
        var online = new Dictionary<int, HashSet<int>>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var device in world.Devices) world.Advance(device, round);
            online[round] = [.. world.Devices.Where(device => device.Online).Select(device => device.Index)];
        }

        return online;
    }
}
