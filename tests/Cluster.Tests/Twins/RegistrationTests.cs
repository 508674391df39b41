using Diten.Interfaces.Twins;
using static Diten.Cluster.Tests.Twins.Messages;

namespace Diten.Cluster.Tests.Twins;

[Collection(HandoverCollection.Name)]
public sealed class RegistrationTests(HandoverCluster cluster)
{
    [Fact]
    public async Task Bad_input_names_the_field_and_makes_no_twin()
    {
        await cluster.ConfigureStationAsync("reg-bad");
        var good = Device("reg-bad");
        var requests = new (RegisterDeviceMessage Request, string Field)[]
        {
            (good with { Station = " " }, "station"),
            (good with { Samples = -1 }, "samples"),
            (good with { FrequencyHz = 0 }, "frequencyHz"),
            (good with { FrequencyHz = double.NaN }, "frequencyHz"),
            (good with { SubcarrierRate = -1 }, "subcarrierRate"),
            (good with { X = double.PositiveInfinity }, "x"),
            (good with { ClassCounts = [1, -1] }, "classCounts"),
            (good with { Station = "reg-nowhere" }, "reg-nowhere"),
        };
        foreach (var (request, field) in requests)
        {
            var reply = await cluster.Twin("reg-bad-1").RegisterAsync(request);
            Assert.False(reply.Accepted);
            Assert.Contains(field, reply.Error, StringComparison.Ordinal);
        }

        Assert.Contains("control", (await cluster.Twin("reg\u0001bad").RegisterAsync(good)).Error, StringComparison.Ordinal);
        Assert.Null(await cluster.Twin("reg-bad-1").GetAsync());
        Assert.Equal(0, await cluster.MembersAsync("reg-bad"));
    }

    [Fact]
    public async Task Registering_again_answers_again_and_tells_what_is_new()
    {
        await cluster.ConfigureStationAsync("reg-again");
        var twin = await cluster.RegisterAsync("reg-again-1", "reg-again");
        await twin.ReportAsync(Report(4, ("x", 1)), null);
        var before = await twin.GetAsync();
        var same = await twin.RegisterAsync(Device("reg-again"));
        Assert.Equal((true, 1, 4L), (same.Accepted, same.Epoch, same.LastSequence));
        Assert.Equal(before!.Revision, (await twin.GetAsync())!.Revision);

        Assert.True((await twin.RegisterAsync(Device("reg-again", samples: 800) with { X = 3 })).Accepted);
        await TwinCluster.DeactivateAsync(twin);
        var after = await twin.GetAsync();
        Assert.Equal((800, 3.0, before.Revision + 1), (after!.Samples, after.X, after.Revision));
        Assert.Equal(1, await cluster.MembersAsync("reg-again"));
    }

    [Fact]
    public async Task Many_register_at_once_and_each_is_a_member_once()
    {
        await cluster.ConfigureStationAsync("reg-many");
        // Every device sends its registration twice, as after a lost answer.
        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => cluster.Twin($"reg-many-{i / 2}").RegisterAsync(Device("reg-many"))));
        Assert.All(replies, r => Assert.True(r.Accepted, r.Error));
        Assert.Equal(100, await cluster.MembersAsync("reg-many"));
    }

    [Fact]
    public async Task A_round_is_recorded_once_and_the_next_is_predicted()
    {
        await cluster.ConfigureStationAsync("reg-round");
        var twin = await cluster.RegisterAsync("reg-round-1", "reg-round");
        var record = new RoundRecordMessage
        {
            Epoch = 1, Round = 1, TookPart = true, Update = 1, Staleness = 1, UpdateWeight = 0.7, ModelVersion = 1, ObservedSeconds = 2, EnergyJoules = 5, Bits = 1e6,
            CyclesPerSample = 2e6, ModelBits = 1e6, ExpectedRate = 1e6,
        };
        await twin.RecordRoundAsync(record);
        await twin.RecordRoundAsync(record);
        await TwinCluster.DeactivateAsync(twin);
        await twin.RecordRoundAsync(record);
        var message = await twin.GetAsync();
        Assert.Equal((1, 1, 5.0, 1, 0.7), (message!.RoundsTaken, message.LastRound, message.EnergyJoules, message.ModelVersion, message.UpdateWeight));
        // ξD/f + L_w/r = 2e6·600/1.2e9 + 1.
        Assert.Equal(2.0, message.PredictedRoundSeconds!.Value, 12);
    }
}
