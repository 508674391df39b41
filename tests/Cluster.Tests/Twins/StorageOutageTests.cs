using Diten.Cluster.Tests.Hosting;
using Diten.Interfaces;
using Diten.Interfaces.Twins;
using static Diten.Cluster.Tests.Twins.Messages;

namespace Diten.Cluster.Tests.Twins;

/// <summary>The Acknowledged mode when the store fails: visible, without effect, and over when the store is back.</summary>
[Collection(TwinCollection.Name)]
public sealed class StorageOutageTests(TwinCluster cluster)
{
    [Fact]
    public async Task A_report_that_is_not_stored_is_not_acknowledged_and_taken_when_it_comes_again()
    {
        var twin = await cluster.RegisterAsync("outage-1");
        await twin.ReportAsync(Report(1, ("x", 1)), null);
        var before = await twin.GetAsync();
        FaultyStorage.Break("outage-1", new StorageFault { FailWrites = true });
        var failure = await Assert.ThrowsAsync<StateNotStoredException>(() => twin.ReportAsync(Report(2, ("x", 2)), null));
        Assert.Contains("outage-1", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StateNotStoredException>(() => twin.SetDesiredAsync(new DesiredMessage { Names = ["x"], Values = [3] }, null));
        Assert.Equivalent(before, await twin.GetAsync(), strict: true);
        Assert.Equal(new[] { 1.0 }, await RawAsync(twin));

        FaultyStorage.Heal("outage-1");
        var reply = await twin.ReportAsync(Report(2, ("x", 2)), null);
        Assert.Equal((WriteCode.Accepted, before!.Revision + 1), (reply.Code, reply.Revision));
        await TwinCluster.DeactivateAsync(twin);
        Assert.Equal(2, (await twin.GetAsync())!.Reading("x"));
        Assert.Equal(new[] { 1.0, 2 }, await RawAsync(twin));
    }

    [Fact]
    public async Task A_report_that_was_never_stored_leaves_no_point_in_the_history()
    {
        var twin = await cluster.RegisterAsync("outage-2");
        await twin.ReportAsync(Report(1, ("x", 1)), null);
        // Not even the reading back works: it is done before the next write.
        FaultyStorage.Break("outage-2", new StorageFault { FailWrites = true, FailReads = true });
        await Assert.ThrowsAsync<StateNotStoredException>(() => twin.ReportAsync(Report(2, ("x", 2)), null));
        await Assert.ThrowsAsync<StateNotStoredException>(() => twin.ReportAsync(Report(3, ("x", 3)), null));
        Assert.Equal(1, (await twin.GetAsync())!.Reading("x"));
        FaultyStorage.Heal("outage-2");
        Assert.Equal(WriteCode.Accepted, (await twin.ReportAsync(Report(4, ("x", 4)), null)).Code);
        Assert.Equal(new[] { 1.0, 4 }, await RawAsync(twin));
    }

    [Fact]
    public async Task A_report_whose_storing_is_in_doubt_is_applied_once()
    {
        var twin = await cluster.RegisterAsync("outage-3");
        await twin.ReportAsync(Report(1, ("x", 1)), null);
        FaultyStorage.Break("outage-3", new StorageFault { LoseAnswers = true });
        await Assert.ThrowsAsync<StateNotStoredException>(() => twin.ReportAsync(Report(2, ("x", 2)), null));
        FaultyStorage.Heal("outage-3");
        var reply = await twin.ReportAsync(Report(2, ("x", 2)), null);
        Assert.Equal((WriteCode.Duplicate, 2L), (reply.Code, reply.LastSequence));
        Assert.Equal(WriteCode.Accepted, (await twin.ReportAsync(Report(3, ("x", 3)), null)).Code);
        Assert.Equal(new[] { 1.0, 2, 3 }, await RawAsync(twin));
    }

    [Fact]
    public async Task A_registration_that_is_not_stored_leaves_no_twin_and_works_when_made_again()
    {
        var twin = cluster.Twin("outage-4");
        FaultyStorage.Break("outage-4", new StorageFault { FailWrites = true });
        await Assert.ThrowsAsync<StateNotStoredException>(() => twin.RegisterAsync(Device()));
        Assert.Null(await twin.GetAsync());
        FaultyStorage.Heal("outage-4");
        Assert.True((await twin.RegisterAsync(Device())).Accepted);
        Assert.Equal(1, (await twin.GetAsync())!.Epoch);
    }

    [Fact]
    public async Task Reads_and_offers_go_on_while_a_write_waits_for_the_store_and_do_not_see_it()
    {
        var twin = await cluster.RegisterAsync("outage-5");
        await twin.ReportAsync(Report(1, ("x", 1)), null);
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tried = FaultyStorage.Writes("outage-5");
        FaultyStorage.Break("outage-5", new StorageFault { Hold = hold.Task });
        var write = twin.ReportAsync(Report(2, ("x", 2)), null);
        await Eventually.HoldsAsync(() => FaultyStorage.Writes("outage-5") > tried, "the write has begun");
        Assert.Equal(1, (await twin.GetAsync())!.Reading("x"));
        var offer = new OfferMessage { Round = 1, UpdateWeight = 1, FrequencyHz = 1e9, Epoch = 1 };
        Assert.Equal("bs-1", (await twin.OfferAsync(offer)).Station);
        hold.SetResult();
        FaultyStorage.Heal("outage-5");
        Assert.Equal(WriteCode.Accepted, (await write).Code);
        Assert.Equal(2, (await twin.GetAsync())!.Reading("x"));
    }

    private static async Task<double[]> RawAsync(ITwinGrain twin) =>
        (await twin.GetHistoryAsync(new HistoryQueryMessage { Reading = "x", From = Start, To = Start.AddHours(1) }))!.Mean;
}
