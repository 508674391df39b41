using Diten.Cluster.Tests.Hosting;
using Diten.Interfaces.Twins;
using static Diten.Cluster.Tests.Twins.Messages;

namespace Diten.Cluster.Tests.Twins;

[Collection(HandoverCollection.Name)]
public sealed class HandoverTests(HandoverCluster cluster)
{
    [Fact]
    public async Task A_twin_moves_with_its_numbers_and_is_a_member_of_one_station()
    {
        var twin = await StartAsync("move-1");
        await twin.ReportAsync(Report(7, ("x", 1)), null);
        await twin.RecordRoundAsync(new RoundRecordMessage { Epoch = 1, Round = 1, TookPart = true, Update = 3 });
        var reply = await twin.HandOverAsync("move-1-b", null);
        Assert.Equal((true, "move-1-b", 2, 7L, 3L), (reply.Accepted, reply.Station, reply.Epoch, reply.LastSequence, reply.LastUpdate));
        await IsOnlyAtAsync("move-1", "b", epoch: 2);
        // The same again answers again.
        Assert.Equal((true, 2), (await twin.HandOverAsync("move-1-b", null)) is var again ? (again.Accepted, again.Epoch) : default);
        Assert.Equal(WriteCode.Duplicate, (await twin.ReportAsync(Report(7, ("x", 9)), null)).Code);
        Assert.Equal("move-1-b", (await cluster.ShardOf("move-1").ListAsync(new() { Contains = "move-1", Limit = 1 }))[0].Station);
        // What the old station says late of the old epoch changes nothing.
        var before = await twin.GetAsync();
        await twin.RecordRoundAsync(new RoundRecordMessage { Epoch = 1, Round = 2, TookPart = true, Update = 4 });
        Assert.Equal(before!.Revision, (await twin.GetAsync())!.Revision);
    }

    [Fact]
    public async Task A_station_that_is_not_there_costs_the_device_nothing()
    {
        var twin = await StartAsync("move-2");
        var reply = await twin.HandOverAsync("move-2-nowhere", null);
        Assert.False(reply.Accepted);
        Assert.Contains("move-2-nowhere", reply.Error, StringComparison.Ordinal);
        await IsOnlyAtAsync("move-2", "a", epoch: 1);
    }

    /// <summary>The store of the twin, of the old or of the new station fails at the n-th write; then everything is restarted and the call is made again.</summary>
    [Theory]
    [InlineData("twin", 0, false)]
    [InlineData("twin", 1, false)]
    [InlineData("twin", 0, true)]
    [InlineData("twin", 1, true)]
    [InlineData("a", 0, false)]
    [InlineData("a", 0, true)]
    [InlineData("b", 0, false)]
    [InlineData("b", 0, true)]
    public async Task A_failure_at_any_step_ends_consistently_when_the_call_is_made_again(string who, int write, bool answerIsLost)
    {
        var id = $"crash-{who}-{write}-{answerIsLost}".ToLowerInvariant();
        var twin = await StartAsync(id);
        await twin.RecordRoundAsync(new RoundRecordMessage { Epoch = 1, Round = 1, TookPart = true, Update = 5 });
        var key = who == "twin" ? id : $"{id}-{who}";
        FaultyStorage.Break(key, new StorageFault { FailWrites = !answerIsLost, LoseAnswers = answerIsLost, From = FaultyStorage.Writes(key) + write });
        var first = await TryAsync(() => twin.HandOverAsync($"{id}-b", null));
        FaultyStorage.Heal(key);
        foreach (var station in new[] { "a", "b" }) await TwinCluster.DeactivateAsync(cluster.Station($"{id}-{station}"));
        await TwinCluster.DeactivateAsync(twin);

        var reply = await twin.HandOverAsync($"{id}-b", null);
        Assert.Equal((true, $"{id}-b", 2), (reply.Accepted, reply.Station, reply.Epoch));
        Assert.True(reply.LastUpdate >= 5);
        await IsOnlyAtAsync(id, "b", epoch: 2);
        Assert.True(first is not { Accepted: true } || first.Epoch == 2);
    }

    [Fact]
    public async Task A_handover_that_broke_off_is_finished_by_whatever_comes_next_before_the_next_move()
    {
        var twin = await StartAsync("crash-third");
        await cluster.ConfigureStationAsync("crash-third-c");
        // Intent and ticket are stored, the new station's answer is not there.
        FaultyStorage.Break("crash-third-b", new StorageFault { FailWrites = true, From = FaultyStorage.Writes("crash-third-b") });
        await Assert.ThrowsAnyAsync<Exception>(() => twin.HandOverAsync("crash-third-b", null));
        Assert.Equal(OfferCode.Refused, (await twin.OfferAsync(new OfferMessage { Round = 1, UpdateWeight = 1, FrequencyHz = 1e9, Epoch = 1 })).Code);
        FaultyStorage.Heal("crash-third-b");
        await TwinCluster.DeactivateAsync(twin);

        // The device has gone on to a third cell in the meantime, and registers there.
        var reply = await twin.RegisterAsync(Device("crash-third-c"));
        Assert.Equal((true, "crash-third-c", 3), (reply.Accepted, reply.Station, reply.Epoch));
        await IsOnlyAtAsync("crash-third", "c", epoch: 3);
        Assert.Equal(0, await cluster.MembersAsync("crash-third-b"));
    }

    [Fact]
    public async Task An_old_station_that_does_not_answer_is_left_behind_and_told_later()
    {
        var twin = await StartAsync("forced");
        await twin.RecordRoundAsync(new RoundRecordMessage { Epoch = 1, Round = 1, TookPart = true, Update = 5 });
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        FaultyStorage.Break("forced-a", new StorageFault { Hold = hold.Task, From = FaultyStorage.Writes("forced-a") });
        var reply = await twin.HandOverAsync("forced-b", null);
        // One number is skipped: update 6 may have been counted at the old station in its last moment.
        Assert.Equal((true, "forced-b", 2, 6L), (reply.Accepted, reply.Station, reply.Epoch, reply.LastUpdate));
        FaultyStorage.Heal("forced-a");
        hold.SetResult();
        await Eventually.HoldsAsync(async () => await cluster.MembersAsync("forced-a") == 0, "the old registration is ended");
        await IsOnlyAtAsync("forced", "b", epoch: 2);
    }

    private async Task<ITwinGrain> StartAsync(string id)
    {
        await cluster.ConfigureStationAsync($"{id}-a");
        await cluster.ConfigureStationAsync($"{id}-b");
        return await cluster.RegisterAsync(id, $"{id}-a");
    }

    private async Task IsOnlyAtAsync(string id, string station, int epoch)
    {
        await TwinCluster.DeactivateAsync(cluster.Twin(id));
        var twin = await cluster.Twin(id).GetAsync();
        Assert.Equal(($"{id}-{station}", epoch), (twin!.Station, twin.Epoch));
        foreach (var s in new[] { "a", "b" })
        {
            // A station that did not answer is told that the device has left as soon as it does.
            var members = s == station ? 1 : 0;
            await Eventually.HoldsAsync(async () => await cluster.MembersAsync($"{id}-{s}") == members, $"{id}-{s} has {members} members");
        }
    }

    private static async Task<RegisterReply?> TryAsync(Func<Task<RegisterReply>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
        {
            return null;
        }
    }
}
